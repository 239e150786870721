//! Runs the examples in documentation comments.
//!
//! Looking for them costs a reading of each crate by `rustdoc`, so only the crates that may have one are asked.

use crate::process::run as start;
use crate::workspace::{TextFile, Workspace};
use anyhow::Result;
use std::collections::BTreeSet;

/// Runs every example, with `variable` set for those that need the database.
pub(crate) fn run(workspace: &Workspace, (variable, value): (&str, &str)) -> Result<()> {
    let files = workspace.text_files()?;
    let crates: BTreeSet<&str> = files.iter().filter(|file| has_example(&file.text)).filter_map(of).collect();
    if crates.is_empty() {
        println!("no documentation comment has an example");
        return Ok(());
    }
    let mut tests = workspace.cargo(&["test", "--doc"]);
    tests.args(crates.iter().flat_map(|name| ["--package", *name])).env(variable, value);
    start(&mut tests)
}

/// The crate whose library the file belongs to.
fn of(file: &TextFile) -> Option<&str> {
    let (name, path) = file.path.strip_prefix("crates/")?.split_once('/')?;
    (file.is_rust() && path.starts_with("src/")).then_some(name)
}

/// Whether a documentation comment holds a block of code, fenced or indented, that is not marked as plain text: `rustdoc` takes
/// it for Rust.
fn has_example(text: &str) -> bool {
    let mut in_block = false;
    text.lines().filter_map(comment).any(|comment| match comment.trim_start().strip_prefix("```") {
        Some(language) => {
            in_block = !in_block;
            in_block && language != "text"
        }
        None => !in_block && comment.starts_with("     "),
    })
}

/// What a line of a documentation comment says.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
}

#[cfg(test)]
mod tests {
    use super::{has_example, of};
    use crate::workspace::TextFile;

    #[test]
    fn blocks_in_documentation_comments_are_examples() {
        for example in ["/// ```\n/// f();\n/// ```", "  //! ```no_run", "///     f();"] {
            assert!(has_example(example), "{example}");
        }
        for none in [
            "// ```",
            "/// `f`",
            "///",
            "/// 1. first\n///    second line",
            "let fence = \"```\";",
            "/// ```text\n///     a\n/// ```",
        ] {
            assert!(!has_example(none), "{none}");
        }
    }

    #[test]
    fn a_file_belongs_to_the_library_of_its_crate() {
        let of = |path: &str| of(&TextFile { path: path.to_owned(), text: String::new() }).map(str::to_owned);
        assert_eq!(of("crates/ledger/src/lib.rs").as_deref(), Some("ledger"));
        assert_eq!(
            (of("crates/ledger/tests/it/main.rs"), of("xtask/src/main.rs"), of("README.md")),
            (None, None, None)
        );
    }
}
