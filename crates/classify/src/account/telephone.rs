//! Numbers as they are dialled within a country, which have no sign of their own (classification.md 4.7 `contact_phone`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::taken::Taken;
use std::ops::RangeInclusive;

/// Ten to twelve digits, the first of which is the zero that calls within a country begin with.
const DIGITS: RangeInclusive<usize> = 10..=12;

/// `01632 960 455`, `020 7946 0118`: groups behind a code of an area, but no part of another number.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut numbers = Vec::new();
    for word in line.words {
        let text = line.slice(word.start..word.end);
        let area =
            (3..=5).contains(&text.len()) && text.starts_with(b"0") && text.iter().all(u8::is_ascii_digit);
        if !area
            || text.starts_with(b"00")
            || line.byte_before(word.start).is_some_and(|b| !b" (:".contains(&b))
        {
            continue;
        }
        let number = word.start..end(line, word.end);
        let behind_number = line.slice(word.start.saturating_sub(2)..word.start);
        let grouped = matches!(behind_number, [b, b' '] if b.is_ascii_digit());
        let digits = line.slice(number.clone()).iter().filter(|b| b.is_ascii_digit()).count();
        if DIGITS.contains(&digits) && !grouped {
            numbers.push(number);
        }
    }
    let taken = Taken::of(found, |_| !numbers.is_empty());
    for number in numbers.into_iter().filter(|number| !taken.overlaps(number)) {
        push(line, found, number, Entity::ContactPhone);
    }
}

/// The end of the groups of three or four digits that go on behind `at`.
fn end(line: &Line<'_>, mut at: usize) -> usize {
    const GROUPS_MAX: usize = 3;
    for _ in 0..GROUPS_MAX {
        let group = line.run(at + 1, |b| b.is_ascii_digit());
        let glued = line
            .byte(group)
            .is_some_and(|b| b.is_ascii_alphanumeric() || b",-/".contains(&b) && digit(line, group + 1));
        if line.byte(at) != Some(b' ') || !(3..=4).contains(&(group - at - 1)) || glued {
            break;
        }
        at = group;
    }
    at
}

fn digit(line: &Line<'_>, at: usize) -> bool {
    line.byte(at).is_some_and(|b| b.is_ascii_digit())
}

/// `0472196035`: a whole cell.
pub(super) fn is_national(text: &[u8]) -> bool {
    DIGITS.contains(&text.len())
        && text.iter().all(u8::is_ascii_digit)
        && text.starts_with(b"0")
        && !text.starts_with(b"00")
}
