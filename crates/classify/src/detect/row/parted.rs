//! Names whose parts a sign divides, in cells between bars: `|FAMILY, GIVEN|`, `|FAMILY^GIVEN|` of HL7, which also
//! has people's addresses and telephones there (classification.md 4.2 `person_name`, `postal_address`, `phone`).

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
    let of_person = is_segment_of_person(line);
    for cell in table::cells(line.view, 0..line.view.len(), b"|") {
        if let Some(name) = name_in(line, &cell, of_person) {
            push(line, found, name, Entity::PersonName);
        } else if of_person {
            contact(line, found, cell);
        }
    }
}

/// `12 OAK AVE^^SPRINGFIELD^IL^62701`, `(555)013-4471^PRN^PH`: address and telephone of whom an HL7 segment tells of (HL7 v2.5,
/// XAD and XTN).
fn contact(line: &Line<'_>, found: &mut Vec<Span>, cell: Range<usize>) {
    const ADDRESS_SIGNS_MIN: usize = 3;
    const PHONE_DIGITS_MIN: usize = 7;
    let text = line.slice(cell.clone());
    let number =
        cell.start..line.run(cell.start, |b| b.is_ascii_digit() || b"()+-. ".contains(&b)).min(cell.end);
    let digits = line.slice(number.clone()).iter().filter(|b| b.is_ascii_digit()).count();
    let is_alone = number.end == cell.end || line.byte(number.end) == Some(b'^');
    let signs = memchr::memchr_iter(b'^', text).count();
    if is_alone && digits >= PHONE_DIGITS_MIN && text.iter().any(|b| b"()+-".contains(b)) {
        push(line, found, number, Entity::Phone);
    } else if signs >= ADDRESS_SIGNS_MIN && text.iter().any(u8::is_ascii_digit) && text.contains(&b' ') {
        let end = line.run_back(cell.end, |b| b == b'^');
        push(line, found, cell.start..end, Entity::PostalAddress);
    }
}

/// The name in a cell, in front of which may stand the number of whom it is.
fn name_in(line: &Line<'_>, cell: &Range<usize>, of_person: bool) -> Option<Range<usize>> {
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
    is_name(family, given, of_person).then(|| start..start + family.len() + 1 + given.len())
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
