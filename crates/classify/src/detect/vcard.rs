//! Structured values of vCards (RFC 6350): `N:Lee;Ann;;Dr.;` and `ADR;TYPE=home:;;12 Oak St;Springfield;…` (classification.md
//! 4.2 `person_name`, `postal_address`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;

/// Of five components of a name, old programs leave out empty ones at the end.
const NAME_SEPARATORS_MIN: usize = 3;
/// Between the seven components of an address.
const ADDRESS_SEPARATORS: usize = 6;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.view.starts_with(b"BEGIN:VCARD ") {
        on_one_line(line, found);
    }
    if !matches!(line.byte(0), Some(b'N' | b'A')) {
        return;
    }
    let property = line.run(0, |b| b.is_ascii_uppercase());
    if !matches!(line.byte(property), Some(b':' | b';')) {
        return;
    }
    let start = line.run(property, |b| b != b':' && !b.is_ascii_whitespace()) + 1;
    if line.byte(start - 1) != Some(b':') {
        return;
    }
    let end = line.run(start, |b| b != b'\n' && b != b'\r');
    let separators = memchr::memchr_iter(b';', line.slice(start..end)).count();
    match line.slice(0..property) {
        b"N" if separators >= NAME_SEPARATORS_MIN => name(line, found, start),
        b"ADR" if separators == ADDRESS_SEPARATORS => address(line, found, start, end),
        _ => {}
    }
}

/// `BEGIN:VCARD VERSION:3.0 FN:Ann Lee ORG:… END:VCARD`: a value ends where the next property begins.
fn on_one_line(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut value: Option<(usize, &[u8])> = None;
    for blank in memchr::memchr_iter(b' ', line.view) {
        let Some(next) = property_at(line, blank + 1) else { continue };
        if let Some((start, b"FN")) = value.take().filter(|(start, _)| *start < blank) {
            push(line, found, start..blank, Entity::PersonName);
        }
        value = Some(next);
    }
}

/// The value and name of the property `NAME:` or `NAME;TYPE=WORK:` that begins at `at`.
fn property_at<'a>(line: &Line<'a>, at: usize) -> Option<(usize, &'a [u8])> {
    let name = line.run(at, |b| b.is_ascii_uppercase() || b == b'-');
    let colon = if line.byte(name) == Some(b';') {
        line.run(name, |b| b.is_ascii_alphanumeric() || b";=,-".contains(&b))
    } else {
        name
    };
    (name > at && line.byte(colon) == Some(b':')).then(|| (colon + 1, line.slice(at..name)))
}

/// Family and given name.
fn name(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let family = line.run(start, |b| b != b';');
    let given = line.run(family + 1, |b| b != b';');
    if family > start && given > family + 1 {
        push(line, found, start..given, Entity::PersonName);
    }
}

/// From the first component that is not empty to the last.
fn address(line: &Line<'_>, found: &mut Vec<Span>, start: usize, end: usize) {
    let first = line.run(start, |b| b == b';');
    let last = line.run_back(end, |b| b == b';' || b.is_ascii_whitespace());
    if first < last {
        push(line, found, first..last, Entity::PostalAddress);
    }
}
