//! A long file holds more than one thought.

use super::violation::Violation;
use crate::workspace::TextFile;

const LINES_MAX: usize = 400;
const LINES_NOTICED: usize = 300;

pub(crate) fn is_short_enough(file: &TextFile) -> Vec<Violation> {
    let lines = lines(file);
    if lines <= LINES_MAX {
        return Vec::new();
    }
    vec![Violation::of(&file.path, format!("has {lines} lines; split what has more than {LINES_MAX}"))]
}

/// Said of a file that is still short enough, but soon not.
pub(crate) fn notice(file: &TextFile) -> Option<String> {
    let lines = lines(file);
    (LINES_NOTICED < lines && lines <= LINES_MAX).then(|| format!("{} has {lines} lines", file.path))
}

/// Zero for what is no source.
fn lines(file: &TextFile) -> usize {
    let is_source = matches!(file.extension(), Some("rs" | "sql" | "sh"));
    if is_source { file.text.lines().count() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{TextFile, is_short_enough, notice};

    fn check(path: &str, lines: usize, violations: usize, noticed: bool) {
        let file = TextFile { path: path.to_owned(), text: "x\n".repeat(lines) };
        assert_eq!((is_short_enough(&file).len(), notice(&file).is_some()), (violations, noticed), "{lines}");
    }

    #[test]
    fn a_source_file_has_a_greatest_length() {
        check("crates/web/src/server.rs", 300, 0, false);
        check("crates/web/src/server.rs", 301, 0, true);
        check("crates/web/src/server.rs", 400, 0, true);
        check("crates/web/src/server.rs", 401, 1, false);
        check("Cargo.lock", 401, 0, false);
    }
}
