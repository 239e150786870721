//! Sentences in quotes that hold a command, as the texts of records do: `"note": "the job runs mysql -h db1 -u joe"`.

use super::program_name;
use crate::line::Line;
use std::ops::Range;

/// Whether an argument in quotes is a text with a program in it and an option behind that.
pub(super) fn holds(line: &Line<'_>, argument: &Range<usize>) -> bool {
    if !matches!(line.byte_before(argument.start), Some(b'"')) {
        return false;
    }
    let mut words =
        line.slice(argument.clone()).split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut program = false;
    words.any(|word| {
        let option = matches!(word, [b'-' | b'/', next, ..] if next.is_ascii_alphabetic() || *next == b'-');
        let is_it = program && option;
        program = program_name(word).is_some();
        is_it
    })
}
