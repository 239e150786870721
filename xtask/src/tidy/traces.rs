//! The source tells of the product, not of the machine it was written on nor of the registry it was built from.

use super::violation::{Violation, numbered};
use crate::workspace::TextFile;

/// The rule's own text has to name what it forbids.
const OWN_FILE: &str = "xtask/src/tidy/traces.rs";

/// Home folders of people and of build machines. Examples in tests tell of somebody else's machine, so only the
/// last two, in which a checkout may stand, are traces there.
const HOMES: [&str; 3] = ["/home/", "/root/", "/work/"];
const CHECKOUTS: [&str; 2] = ["/root/", "/work/"];

const REGISTRIES: [&str; 8] = [
    "index.crates.io",
    "static.crates.io",
    "registry+http",
    "sparse+http",
    "registry.npmjs.org",
    "pypi.org",
    "proxy.golang.org",
    "deb.debian.org",
];

/// How cargo names the public registry, whichever mirror served it.
const LOCKED_SOURCE: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub(crate) fn tells_nothing_of_where_it_was_written(file: &TextFile) -> Vec<Violation> {
    if file.path == OWN_FILE || file.is_test_data() {
        return Vec::new();
    }
    let mut violations = Vec::new();
    let mut in_tests = file.path.split('/').any(|folder| folder == "tests");
    for (number, line) in numbered(&file.text) {
        in_tests |= line.trim() == "#[cfg(test)]";
        let folders: &[&str] = if in_tests { &CHECKOUTS } else { &HOMES };
        let folder = folders.iter().find(|folder| starts_a_path(line, folder));
        violations.extend(folder.map(|found| complaint(file, number, found)));
        let registry = REGISTRIES.iter().find(|host| line.contains(**host)).filter(|_| line != LOCKED_SOURCE);
        violations.extend(registry.map(|found| complaint(file, number, found)));
    }
    violations
}

fn complaint(file: &TextFile, line: usize, found: &str) -> Violation {
    Violation::at(
        file,
        line,
        format!("`{found}` tells of one machine; write it so that it holds on every one"),
    )
}

/// Whether a path inside `folder` stands in `line`: neither `a/work/b`, nor the bare folder that a rule may name.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + folder.len()..).and_then(|text| text.chars().next());
        let is_inner = before.is_some_and(|c| c.is_alphanumeric() || "._-*}/".contains(c));
        !is_inner && after.is_some_and(|c| c.is_alphanumeric() || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::super::violation::complaints;
    use super::{LOCKED_SOURCE, tells_nothing_of_where_it_was_written};

    fn check(path: &str, text: &str, violations: usize) {
        assert_eq!(
            complaints(tells_nothing_of_where_it_was_written, path, text).len(),
            violations,
            "{path}: {text}"
        );
    }

    #[test]
    fn a_developers_folder_is_a_trace() {
        check("README.md", "cd /home/alice/glasscase\n", 1);
        check("a.rs", "open(\"/root/glasscase\")\n", 1);
        check("a.rs", "open(\"/root/.netrc\")\n", 1);
        check("README.md", "see the framework/work/plan and ./home/x\n", 0);
        check("a.rs", "line.find(\"/home/\")\n", 0);
    }

    #[test]
    fn examples_in_tests_may_tell_of_somebody_elses_home() {
        check("a.rs", "#[cfg(test)]\nmod tests {\n    const A: &str = \"/home/alice/mail\";\n}\n", 0);
        check("crates/runner/tests/it/main.rs", "\"/home/alice/mail\"\n", 0);
        check("crates/runner/tests/it/main.rs", "\"/work/glasscase\"\n", 1);
    }

    #[test]
    fn a_registry_is_a_trace() {
        check(".cargo/config.toml", "registry = \"sparse+https://mirror.example/\"\n", 1);
        check("Cargo.lock", &format!("{LOCKED_SOURCE}\n"), 0);
        check("Cargo.lock", "source = \"registry+https://mirror.example/index\"\n", 1);
    }
}
