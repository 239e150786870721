//! Extensions that a message tells without a number in front: `poste 5140`, `ext 4021` (classification.md 4.2 `phone`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::is_any;
use std::ops::{Range, RangeInclusive};

/// What stands in front of an extension.
const CUES: [&str; 5] = ["poste", "extension", "ext", "extn", "durchwahl"];
/// The digits of an extension.
const DIGITS: RangeInclusive<usize> = 3..=5;

/// Labels the extensions in a text.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, text: &Range<usize>) {
    let first = line.words.partition_point(|word| word.start < text.start);
    for word in line.words.iter().skip(first).take_while(|word| word.end <= text.end) {
        let number = line.run(word.end, |b| b" .:".contains(&b));
        let number = number..line.run(number, |b| b.is_ascii_digit());
        let ends = line.byte(number.end).is_none_or(|b| !b.is_ascii_alphanumeric() && !b"-_/:".contains(&b));
        let cued = number.start > word.end && is_any(&CUES, line.slice(word.start..word.end));
        if cued && ends && DIGITS.contains(&number.len()) {
            push(line, found, number, Entity::Phone);
        }
    }
}
