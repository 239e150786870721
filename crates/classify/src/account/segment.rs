//! Segments of electronic data interchange: UN/EDIFACT (ISO 9735) and X12 (classification.md 4.7).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// An element of a segment, and what it holds.
struct Element {
    tag: &'static [u8],
    /// How the first element begins; empty for any.
    qualifier: &'static [u8],
    /// Which element, and which component of it.
    place: (usize, usize),
    entity: Entity,
}

const fn element(
    tag: &'static str,
    qualifier: &'static str,
    place: (usize, usize),
    entity: Entity,
) -> Element {
    Element { tag: tag.as_bytes(), qualifier: qualifier.as_bytes(), place, entity }
}

/// The directories of messages INVOIC and ORDERS (UN/EDIFACT D.96A), and of the transaction sets 810 and 850 (X12 4010).
const ELEMENTS: [Element; 33] = [
    element("BGM", "38", (2, 0), Entity::InvoiceNumber),
    element("BGM", "22", (2, 0), Entity::OrderNumber),
    element("RFF", "IV", (1, 1), Entity::InvoiceNumber),
    element("RFF", "ON", (1, 1), Entity::OrderNumber),
    element("RFF", "CO", (1, 1), Entity::OrderNumber),
    element("RFF", "VA", (1, 1), Entity::VatId),
    element("MOA", "", (1, 1), Entity::Amount),
    element("PRI", "", (1, 1), Entity::Amount),
    element("QTY", "", (1, 1), Entity::Licence),
    element("IMD", "", (3, 3), Entity::Licence),
    element("NAD", "", (4, 0), Entity::CustomerName),
    element("NAD", "", (5, 0), Entity::BillingAddress),
    element("NAD", "", (8, 0), Entity::BillingAddress),
    element("CTA", "", (2, 1), Entity::ContactName),
    element("COM", "", (1, 0), Entity::ContactPhone),
    element("COM", "", (1, 0), Entity::ContactEmail),
    element("BIG", "", (2, 0), Entity::InvoiceNumber),
    element("BIG", "", (4, 0), Entity::OrderNumber),
    element("BEG", "", (3, 0), Entity::OrderNumber),
    element("REF", "IV", (2, 0), Entity::InvoiceNumber),
    element("REF", "PO", (2, 0), Entity::OrderNumber),
    element("N1", "", (2, 0), Entity::CustomerName),
    element("N3", "", (1, 0), Entity::BillingAddress),
    element("N4", "", (3, 0), Entity::BillingAddress),
    element("PER", "", (2, 0), Entity::ContactName),
    element("PER", "", (4, 0), Entity::ContactPhone),
    element("AMT", "", (2, 0), Entity::Amount),
    element("TDS", "", (1, 0), Entity::Amount),
    element("IT1", "", (2, 0), Entity::Licence),
    element("IT1", "", (4, 0), Entity::Amount),
    element("PO1", "", (2, 0), Entity::Licence),
    element("PO1", "", (4, 0), Entity::Amount),
    element("PID", "F", (5, 0), Entity::Licence),
];

/// `QUALF=009 BELNR=0090031877` in the segments of SAP's intermediate documents: which document a number is of.
pub(super) fn references(line: &Line<'_>, found: &mut Vec<Span>) {
    const NUMBER: &[u8] = b"BELNR=";
    for at in memchr::memmem::find_iter(line.view, NUMBER) {
        let start = at + NUMBER.len();
        let number = start..line.run(start, |b| b.is_ascii_alphanumeric());
        let entity = match line.slice(at.saturating_sub(b"QUALF=001 ".len())..at) {
            b"QUALF=001 " | b"QUALF=002 " => Entity::OrderNumber,
            b"QUALF=009 " => Entity::InvoiceNumber,
            // The head of a message that is an invoice.
            before if before.ends_with(b"E1EDK01 ") => Entity::InvoiceNumber,
            _ => continue,
        };
        push(line, found, number, entity);
    }
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let tag = line.run(0, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let (separator, end) = match line.byte(tag) {
        Some(b'+') => (b'+', b'\''),
        Some(b'*') => (b'*', b'~'),
        _ => return,
    };
    if !(2..=3).contains(&tag) {
        return;
    }
    let mut start = 0;
    while start < line.view.len() {
        let stop = line.run(start, |b| b != end && b != b'\n');
        segment(line, found, start..stop, separator);
        start = line.run(stop, |b| b == end || b.is_ascii_whitespace());
    }
}

fn segment(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, separator: u8) {
    let tag = line.slice(range.start..line.run(range.start, |b| b != separator).min(range.end));
    let first = part(line, &range, separator, 1).map(|first| line.slice(first)).unwrap_or_default();
    for element in ELEMENTS.iter().filter(|e| e.tag == tag && first.starts_with(e.qualifier)) {
        let (place, component) = element.place;
        let value =
            part(line, &range, separator, place).and_then(|value| part(line, &value, b':', component));
        let Some(value) = value.filter(|value| can_be(element.entity, line.slice(value.clone()))) else {
            continue;
        };
        found.retain(|span| span.end <= value.start || value.end <= span.start);
        push(line, found, value, element.entity);
    }
}

/// The part of a range with this number, the first being 0.
fn part(line: &Line<'_>, range: &Range<usize>, separator: u8, number: usize) -> Option<Range<usize>> {
    let text = line.slice(range.clone());
    let mut start = 0;
    for _ in 0..number {
        start += memchr::memchr(separator, text.get(start..)?)? + 1;
    }
    let rest = text.get(start..)?;
    let length = memchr::memchr(separator, rest).unwrap_or(rest.len());
    Some(range.start + start..range.start + start + length)
}

fn can_be(entity: Entity, text: &[u8]) -> bool {
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    match entity {
        Entity::ContactEmail => text.contains(&b'@'),
        Entity::ContactPhone => digits >= 6 && !text.contains(&b'@'),
        Entity::Amount | Entity::InvoiceNumber | Entity::OrderNumber | Entity::BillingAddress => digits >= 1,
        Entity::VatId => digits >= 5,
        Entity::Licence => text.iter().any(u8::is_ascii_alphanumeric),
        _ => text.iter().any(u8::is_ascii_alphabetic),
    }
}
