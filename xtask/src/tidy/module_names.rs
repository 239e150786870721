//! A module that is named for helping hides what it does.

use super::rust_source::RustSource;
use super::violation::{Violation, numbered};
use crate::workspace::TextFile;

const EMPTY_NAMES: [&str; 6] = ["common", "helper", "helpers", "misc", "util", "utils"];

pub(crate) fn names_its_duty(file: &TextFile) -> Vec<Violation> {
    if !file.is_rust() {
        return Vec::new();
    }
    let by_path =
        file.path.split('/').map(|part| part.trim_end_matches(".rs")).filter(|name| is_empty_name(name));
    let mut violations: Vec<_> = by_path.map(|name| Violation::of(&file.path, advice(name))).collect();
    let code = RustSource::split(&file.text).code;
    let inline = numbered(&code).filter_map(|(line, text)| Some((line, inline_module(text)?)));
    let empty = inline.filter(|(_, name)| is_empty_name(name));
    violations.extend(empty.map(|(line, name)| Violation::at(file, line, advice(name))));
    violations
}

fn is_empty_name(name: &str) -> bool {
    EMPTY_NAMES.contains(&name)
}

fn advice(name: &str) -> String {
    format!("`{name}` says nothing; name the thing that it helps with")
}

/// The name in `mod name {`; the file of `mod name;` is found by its path.
fn inline_module(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("mod ")?;
    let is_item = before.is_empty() || before.ends_with(' ');
    after.split_once('{').map(|(name, _)| name.trim()).filter(|_| is_item)
}

#[cfg(test)]
mod tests {
    use super::super::violation::complaints;
    use super::names_its_duty;

    fn check(path: &str, text: &str, violations: usize) {
        assert_eq!(complaints(names_its_duty, path, text).len(), violations, "{path}: {text}");
    }

    #[test]
    fn files_and_folders_are_named_for_a_duty() {
        check("crates/web/src/utils.rs", "", 1);
        check("crates/web/src/common/pages.rs", "", 1);
        check("crates/web/src/commons.rs", "", 0);
        check("docs/common.md", "mod utils {}\n", 0);
    }

    #[test]
    fn inline_modules_are_named_for_a_duty() {
        check("a.rs", "pub(crate) mod helpers {\n}\n", 1);
        check("a.rs", "    mod misc { fn a() {} }\n", 1);
        check("a.rs", "mod tests {\n}\n// mod utils {\n", 0);
    }
}
