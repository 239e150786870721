//! Codes that are written in groups of digits (classification.md 4.1 `otp`).

use super::Secret;
use super::run::{next_run, previous_run, trimmed};
use crate::line::Line;
use std::ops::Range;

/// `771 204`, `4417 8203`, `40 77 15`: a code read out in two groups of three digits or of four, or in three of two.
pub(super) fn grouped(line: &Line<'_>, secret: Secret, value: Range<usize>) -> Range<usize> {
    let group = |range: &Range<usize>| {
        (3..=4).contains(&range.len()) && line.slice(range.clone()).iter().all(u8::is_ascii_digit)
    };
    if secret == Secret::Code
        && let Some(end) = pairs_end(line, &value)
    {
        return value.start..end;
    }
    if secret != Secret::Code || !group(&value) || line.byte(value.end) != Some(b' ') {
        return value;
    }
    let next = trimmed(line, next_run(line, value.end));
    let joined = group(&next) && next.len() == value.len() && next.start == value.end + 1;
    if joined { value.start..next.end } else { value }
}

/// The end of `40 77 15` at the first of its pairs, if no digit goes on as in a telephone number.
fn pairs_end(line: &Line<'_>, first: &Range<usize>) -> Option<usize> {
    const BYTES: usize = "40 77 15".len();
    let end = first.start + BYTES;
    let text = line.slice(first.start..end);
    let fits = |(at, byte): (usize, &u8)| if at % 3 == 2 { *byte == b' ' } else { byte.is_ascii_digit() };
    let behind = line.byte(line.run(end, |b| b == b' '));
    let is_it = first.len() == 2
        && text.len() == BYTES
        && text.iter().enumerate().all(fits)
        && !behind.is_some_and(|b| b.is_ascii_digit());
    is_it.then_some(end)
}

/// The same, where the value is found from its end.
pub(super) fn grouped_back(line: &Line<'_>, secret: Secret, value: Range<usize>) -> Range<usize> {
    let first = trimmed(line, previous_run(line, value.start));
    let whole = grouped(line, secret, first);
    if whole.end == value.end && whole.start < value.start { whole } else { value }
}
