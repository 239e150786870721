//! What is not done is an issue, not a note in the source; and nobody leaves a probe behind.

use super::rust_source::RustSource;
use super::violation::{Violation, has_word, numbered};
use crate::workspace::TextFile;

/// Spelt in two halves, or this file would break its own rule.
const MARKERS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
const PROBE: &str = "dbg!";

pub(crate) fn leaves_nothing_for_later(file: &TextFile) -> Vec<Violation> {
    if file.is_test_data() {
        return Vec::new();
    }
    if !file.is_rust() {
        return markers(file, &file.text);
    }
    let source = RustSource::split(&file.text);
    let mut violations = markers(file, &source.comments);
    let probes = numbered(&source.code).filter(|(_, line)| line.contains(PROBE));
    violations.extend(probes.map(|(line, _)| Violation::at(file, line, format!("remove `{PROBE}`"))));
    violations
}

fn markers(file: &TextFile, text: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (number, line) in numbered(text) {
        let found = MARKERS.iter().filter(|marker| has_word(line, marker));
        violations.extend(
            found.map(|marker| Violation::at(file, number, format!("do it, or open an issue: {marker}"))),
        );
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::violation::complaints;
    use super::{MARKERS, leaves_nothing_for_later};

    fn check(path: &str, text: &str, violations: usize) {
        assert_eq!(complaints(leaves_nothing_for_later, path, text).len(), violations, "{path}: {text}");
    }

    #[test]
    fn each_marker_is_found_in_comments_and_in_prose() {
        for marker in MARKERS {
            check("a.rs", &format!("fn a() {{}} // {marker}: later\n"), 1);
            check("README.md", &format!("- {marker}\n"), 1);
            check("crates/domain/tests/it/case.jsonl", &format!("{marker}\n"), 0);
        }
    }

    #[test]
    fn literals_and_longer_words_are_no_markers() {
        check("a.rs", &format!("let a = \"{}\"; // {}S\n", MARKERS[0], MARKERS[0]), 0);
    }

    #[test]
    fn a_probe_is_found_in_code_alone() {
        check("a.rs", "fn a() { dbg!(1); }\n", 1);
        check("a.rs", "// dbg!\nfn a() { b(\"dbg!\") }\n", 0);
    }
}
