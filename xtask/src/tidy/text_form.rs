//! The form of a text file: lines end in a line feed, none in blanks, the last one once.

use super::violation::{Violation, numbered};
use crate::workspace::TextFile;

pub(crate) fn is_well_formed(file: &TextFile) -> Vec<Violation> {
    let text = &file.text;
    if file.is_test_data() || text.is_empty() {
        return Vec::new();
    }
    let mut violations = Vec::new();
    if text.contains('\r') {
        violations.push(Violation::of(&file.path, "has a carriage return; end lines with a line feed alone"));
    }
    if !text.ends_with('\n') || text.ends_with("\n\n") {
        violations.push(Violation::of(&file.path, "must end with exactly one line feed"));
    }
    let blanks = numbered(text).filter(|(_, line)| line.ends_with([' ', '\t']));
    violations.extend(blanks.map(|(line, _)| Violation::at(file, line, "remove the blanks at its end")));
    violations
}

#[cfg(test)]
mod tests {
    use super::super::violation::complaints;
    use super::is_well_formed;

    fn check(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(complaints(is_well_formed, path, text), expected, "{text:?}");
    }

    #[test]
    fn a_file_ends_with_one_line_feed() {
        check("a.md", "a\n", &[]);
        check("a.md", "", &[]);
        check("a.md", "a", &["a.md: must end with exactly one line feed"]);
        check("a.md", "a\n\n", &["a.md: must end with exactly one line feed"]);
    }

    #[test]
    fn lines_end_without_blanks_and_carriage_returns() {
        check(
            "a.md",
            "a\nb \nc\t\n",
            &["a.md:2: remove the blanks at its end", "a.md:3: remove the blanks at its end"],
        );
        check("a.md", "a\r\nb\n", &["a.md: has a carriage return; end lines with a line feed alone"]);
    }

    #[test]
    fn test_data_keeps_the_form_it_came_in() {
        check("crates/classify/tests/it/mail.eml", "a \r\n\r\nb", &[]);
    }
}
