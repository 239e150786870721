//! Every crate keeps the workspace's lints, and those forbid `unsafe`.

use super::rust_source::RustSource;
use super::violation::{Violation, has_word, numbered};
use crate::workspace::TextFile;

pub(crate) fn keeps_the_workspace_lints(file: &TextFile) -> Vec<Violation> {
    let complaint = |text: &str| vec![Violation::of(&file.path, text)];
    match file.path.as_str() {
        "Cargo.toml" if !section_says(&file.text, "[workspace.lints.rust]", "unsafe_code = \"forbid\"") => {
            complaint("must forbid `unsafe_code` in `[workspace.lints.rust]`")
        }
        path if path.ends_with("/Cargo.toml") && !section_says(&file.text, "[lints]", "workspace = true") => {
            complaint("must say `workspace = true` in `[lints]`")
        }
        _ if file.is_rust() => unsafe_words(file),
        _ => Vec::new(),
    }
}

/// The lint sees only what this machine's configuration compiles.
fn unsafe_words(file: &TextFile) -> Vec<Violation> {
    let code = RustSource::split(&file.text).code;
    let lines = numbered(&code).filter(|(_, line)| has_word(line, "unsafe"));
    lines.map(|(line, _)| Violation::at(file, line, "`unsafe` is forbidden; find a safe interface")).collect()
}

fn section_says(manifest: &str, section: &str, setting: &str) -> bool {
    let after = manifest.lines().skip_while(|line| line.trim() != section).skip(1);
    after.take_while(|line| !line.starts_with('[')).any(|line| line.trim() == setting)
}

#[cfg(test)]
mod tests {
    use super::super::violation::complaints;
    use super::keeps_the_workspace_lints;

    fn check(path: &str, text: &str, violations: usize) {
        assert_eq!(complaints(keeps_the_workspace_lints, path, text).len(), violations, "{path}: {text}");
    }

    #[test]
    fn the_root_forbids_unsafe_code() {
        check("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n", 0);
        check("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = \"warn\"\n", 1);
        check("Cargo.toml", "[workspace.lints.rust]\n\n[other]\nunsafe_code = \"forbid\"\n", 1);
    }

    #[test]
    fn each_crate_takes_the_lints_of_the_workspace() {
        check("crates/web/Cargo.toml", "[lints]\nworkspace = true\n", 0);
        check("crates/web/Cargo.toml", "[package]\nworkspace = true\n", 1);
    }

    #[test]
    fn unsafe_is_found_in_code_alone() {
        check("a.rs", "#[cfg(windows)]\nunsafe fn a() {}\n", 1);
        check("a.rs", "// unsafe\nfn a() { b(\"unsafe\", unsafe_code) }\n", 0);
    }
}
