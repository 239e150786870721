//! Names whose parts a sign divides, in cells between bars: `|FAMILY, GIVEN|`, `|FAMILY^GIVEN|` of HL7 (classification.md
//! 4.2 `person_name`).

use crate::detect::person;
use crate::entity::Entity;
use crate::field::table;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::GIVEN_NAMES;
use std::ops::Range;

/// Fewer are a sentence with a bar in it.
const CELLS_MIN: usize = 5;
const PART_BYTES: std::ops::RangeInclusive<usize> = 2..=24;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if memchr::memchr_iter(b'|', line.view).take(CELLS_MIN).count() < CELLS_MIN {
        return;
    }
    for cell in table::cells(line.view, 0..line.view.len(), b"|") {
        if let Some(name) = name_in(line, &cell) {
            push(line, found, name, Entity::PersonName);
        }
    }
}

/// The name in a cell, in front of which may stand the number of whom it is.
fn name_in(line: &Line<'_>, cell: &Range<usize>) -> Option<Range<usize>> {
    let text = line.slice(cell.clone());
    let sign = memchr::memchr2(b'^', b',', text).and_then(|at| text.get(at).copied())?;
    if sign == b',' {
        let (family, given) = text.split_at(memchr::memchr(b',', text)?);
        let given = given.strip_prefix(b", ")?;
        return is_name(family, given, true).then(|| cell.clone());
    }
    let number = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let skipped = if number > 0 || text.starts_with(b"^") { memchr::memchr(b'^', text)? + 1 } else { 0 };
    let mut parts = text.get(skipped..)?.split(|b| *b == b'^');
    let (family, given) = (parts.next()?, parts.next()?);
    let start = cell.start + skipped;
    is_name(family, given, is_segment_of_person(line)).then(|| start..start + family.len() + 1 + given.len())
}

/// Whether the line is a segment of HL7 that tells of people; others have what is measured between the same signs.
fn is_segment_of_person(line: &Line<'_>) -> bool {
    const SEGMENTS: [&[u8]; 8] = [b"PID|", b"PV1|", b"NK1|", b"GT1|", b"IN1|", b"ROL|", b"STF|", b"PRD|"];
    SEGMENTS.contains(&line.slice(0..4))
}

/// Words with capitals, the first of which is a given name or, where people stand, none of them a word of any list.
fn is_name(family: &[u8], given: &[u8], of_person: bool) -> bool {
    let letters = |part: &[u8]| {
        PART_BYTES.contains(&part.len())
            && part.first().is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii())
            && part.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b" -'.".contains(b))
    };
    if !letters(family) || !letters(given) {
        return false;
    }
    let first = given.split(|b| *b == b' ').next().unwrap_or_default();
    GIVEN_NAMES.has(first) || of_person && person::is_no_word(family) && person::is_no_word(first)
}
