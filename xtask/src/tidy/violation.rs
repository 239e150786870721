//! One broken rule: where, and what to do.

use crate::workspace::TextFile;
use std::fmt;

#[derive(Debug, PartialEq)]
pub(crate) struct Violation {
    place: String,
    complaint: String,
}

impl Violation {
    pub(crate) fn of(place: impl Into<String>, complaint: impl Into<String>) -> Self {
        Self { place: place.into(), complaint: complaint.into() }
    }

    /// `line` counts from 1.
    pub(crate) fn at(file: &TextFile, line: usize, complaint: impl Into<String>) -> Self {
        Self::of(format!("{}:{line}", file.path), complaint)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.complaint)
    }
}

/// The lines of `text` with their numbers, from 1.
pub(crate) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines())
}

/// Whether `line` has `word` in it, not as a part of a longer one.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// What `check` says about a file with this path and text: the one way in for the checks' tests.
#[cfg(test)]
pub(crate) fn complaints(check: fn(&TextFile) -> Vec<Violation>, path: &str, text: &str) -> Vec<String> {
    let file = TextFile { path: path.to_owned(), text: text.to_owned() };
    check(&file).iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_is_not_a_part_of_a_longer_one() {
        assert!(has_word("one (two) three", "two"));
        assert!(has_word("ünd two", "two"));
        assert!(!has_word("network", "two"));
        assert!(!has_word("two_step", "two"));
        assert!(has_word("two_step two", "two"));
    }
}
