//! Rows of exported tables without their header: a cell says what the record is, and the others are judged by their form and
//! by what stands beside them (classification.md 4.7).

use super::{cell, document, journal, party, seats, sold, sum, telephone};
use crate::detect;
use crate::entity::{Entity, SpanCategory};
use crate::field::table;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Fewer cells are a sentence.
const CELLS_MIN: usize = 4;

/// What a row records, and the type of its number.
const TYPES: [(&[u8], Option<Entity>); 20] = [
    (b"inv", Some(Entity::InvoiceNumber)),
    (b"crn", Some(Entity::InvoiceNumber)),
    (b"ord", Some(Entity::OrderNumber)),
    (b"sub", Some(Entity::SubscriptionId)),
    (b"pay", None),
    (b"invoice", Some(Entity::InvoiceNumber)),
    (b"facture", Some(Entity::InvoiceNumber)),
    (b"credit_note", Some(Entity::InvoiceNumber)),
    (b"credit note", Some(Entity::InvoiceNumber)),
    (b"avoir", Some(Entity::InvoiceNumber)),
    (b"rechnung", Some(Entity::InvoiceNumber)),
    (b"order", Some(Entity::OrderNumber)),
    (b"commande", Some(Entity::OrderNumber)),
    (b"subscription", Some(Entity::SubscriptionId)),
    (b"abonnement", Some(Entity::SubscriptionId)),
    (b"payment", None),
    (b"paiement", None),
    (b"refund", None),
    (b"licence", None),
    (b"license", None),
];

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    // A comma stands in sums too: `1190,00;"S";"EUR"`.
    let separates = |sign: &&[u8]| memchr::memmem::find_iter(line.view, sign).nth(CELLS_MIN - 2).is_some();
    let Some(separator) = [&b"\t"[..], b"|", b";", b","].into_iter().find(separates) else { return };
    let cells = table::cells(line.view, 0..line.view.len(), separator);
    if cells.len() < CELLS_MIN {
        return;
    }
    let kind = |cell: &Range<usize>| {
        // `INV-POSTED`: with a state behind it.
        let text = line.slice(cell.clone());
        let state = text.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        let of = text.get(..text.len() - state).and_then(|of| of.strip_suffix(b"-")).unwrap_or(text);
        TYPES.iter().find(|(name, _)| of.eq_ignore_ascii_case(name)).map(|(_, number)| *number)
    };
    let typed = cells.iter().enumerate().find_map(|(at, cell)| Some((at, kind(cell)?)));
    // Commas of a sentence have blanks behind them.
    let sentence =
        separator == b"," && memchr::memmem::find(line.view, b", ").is_some() && !line.view.contains(&b'"');
    let recorded = || (!sentence && is_record(line, &cells, found)).then_some((0, None));
    let Some((of, number)) = typed.or_else(recorded) else {
        return;
    };
    let mut numbered = false;
    let row = cell::Row::of(line, &cells, found);
    // What stands right behind the type is the record's number.
    let from = if typed.is_some() { of + 2 } else { 0 };
    let leading = journal::leading_cells(line, &cells).unwrap_or_default();
    for (at, cell) in cells.iter().enumerate().skip(leading) {
        let text = line.slice(cell.clone());
        let next = cells.get(at + 1).map(|next| line.slice(next.clone())).unwrap_or_default();
        let entity = match number.filter(|_| at > of && !numbered && is_number(text)) {
            Some(number) => {
                numbered = true;
                number
            }
            None if let Some(entity) = document::by_prefix(text) => entity,
            None if is_vat_id(text) => Entity::VatId,
            // The rows of a ledger are numbered, whatever letters the house has chosen.
            None if typed.is_none()
                && row.numbered.is_none()
                && (at == row.first && is_lettered(text) || cell::is_coded(text))
                && line.context.known(text).is_none() =>
            {
                if row.sums && (row.organisation || at > row.first) {
                    Entity::InvoiceNumber
                } else if row.sums && row.sells {
                    Entity::OrderNumber
                } else if row.sells && cell::is_coded(text) {
                    Entity::SubscriptionId
                } else {
                    continue;
                }
            }
            None if detect::is_guid(text) && row.sells && line.context.known(text).is_none() => {
                Entity::SubscriptionId
            }
            None if row.sells && cell::is_mixed(text) => Entity::OrderNumber,
            None if is_amount(text) && (sum::is_currency(next) || at >= from) => Entity::Amount,
            None if at >= from && cell::is_count(text) && is_amount(next) => Entity::Licence,
            None if row.priced.contains(&at) => Entity::Amount,
            None if row.is_postal_code(at, text) => Entity::BillingAddress,
            None if telephone::is_national(text) && (row.organisation || row.mail.is_some()) => {
                Entity::ContactPhone
            }
            None if is_product(text) && seats::is_product(text) => {
                push_quantities(line, found, &cells[at + 1..]);
                Entity::Licence
            }
            None if cell::can_name(text)
                && let Some(party) = party::of_value(text) =>
            {
                party
            }
            None if row.is_named(text) => Entity::ContactName,
            None if sold::is_planned(text) => {
                push_quantities(line, found, &cells[at + 1..]);
                Entity::Licence
            }
            None if cell::is_posted(text) || cell::holds_address(found, cell) => Entity::BillingAddress,
            None if cell::is_given(text) && cell::is_surname(next) => {
                push(line, found, cells[at + 1].clone(), Entity::ContactName);
                Entity::ContactName
            }
            None if at >= from.max(1) && is_product(text) && is_quantity(next) && !row.is_town(at) => {
                push(line, found, cells[at + 1].clone(), Entity::Licence);
                Entity::Licence
            }
            None => continue,
        };
        found.retain(|span| span.end <= cell.start || cell.end <= span.start);
        push(line, found, cell.clone(), entity);
    }
}

/// Whether cells of no named record hold what only such records do: whom it is of, what it sold, and to which account.
fn is_record(line: &Line<'_>, cells: &[Range<usize>], found: &[Span]) -> bool {
    cells.iter().any(|cell| {
        let text = line.slice(cell.clone());
        let summed = is_amount(text);
        let known = |s: &Span| {
            s.start == cell.start && s.end == cell.end && s.entity.category() >= SpanCategory::Eupi
        };
        summed
            || document::by_prefix(text).is_some()
            || party::is_organisation(text)
            || seats::is_product(text)
            || is_vat_id(text)
            || found.iter().any(known)
    })
}

/// The numbers right behind a product's cell: bought, assigned.
fn push_quantities(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Range<usize>]) {
    for cell in cells.iter().take_while(|cell| seats::is_quantity(line.slice((*cell).clone()))) {
        push(line, found, cell.clone(), Entity::Licence);
    }
}

/// `2026-03-31`, `31/03/2026`.
pub(super) fn is_dated(text: &[u8]) -> bool {
    // The numbers of `2026/00418` are not those of a date.
    let signs = |first: usize, second: usize| {
        let at = |place| text.get(place).copied().unwrap_or_default();
        b"-/.".contains(&at(first)) && at(first) == at(second)
    };
    text.len() == 10 && (signs(4, 7) || signs(2, 5))
}

/// `F-2026-1182`, `88123`: digits, and what joins them; no date.
fn is_number(text: &[u8]) -> bool {
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    digits >= 3
        && text.len() <= 32
        && !is_dated(text)
        && text.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b"-_/".contains(b))
}

/// `QX-40127`, `HB/2026/118`, `G52188657`, `4500015440`: up to four capitals and a number, which may have signs in it.
fn is_lettered(text: &[u8]) -> bool {
    const DIGITS_MIN: usize = 5;
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let signed = letters > 0 && matches!(text.get(letters), Some(b'-' | b'/' | b'_'));
    // Eight digits alone are a date.
    let long = digits >= DIGITS_MIN && !(letters == 0 && text.len() == 8);
    letters <= 4 && (signed || long) && is_number(text) && !is_month(text)
}

/// `2026-03`.
fn is_month(text: &[u8]) -> bool {
    matches!(text, [year @ .., b'-' | b'/', _, _] if year.len() == 4 && year.iter().all(u8::is_ascii_digit))
}

/// A country and eight to twelve digits or capitals, which may stand in groups.
fn is_vat_id(text: &[u8]) -> bool {
    const BYTES_MAX: usize = 20;
    let (country, number) = text.split_at(text.len().min(2));
    let written = || number.iter().filter(|b| **b != b' ');
    text.len() <= BYTES_MAX
        && (8..=12).contains(&written().count())
        // Greece and Northern Ireland have other codes here than elsewhere.
        && (detect::is_country(country) || matches!(country, b"EL" | b"XI"))
        && written().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && written().filter(|b| b.is_ascii_digit()).count() >= 7
}

/// A number with two decimals.
pub(super) fn is_amount(text: &[u8]) -> bool {
    let Some((whole, [b'.' | b',', cents @ ..])) = text.split_at_checked(text.len().saturating_sub(3)) else {
        return false;
    };
    let whole = whole.strip_prefix(b"-").unwrap_or(whole);
    !whole.is_empty()
        && cents.iter().all(u8::is_ascii_digit)
        && whole[0].is_ascii_digit()
        && whole.iter().all(|b| b.is_ascii_digit() || b" .,'".contains(b))
}

/// Words with a capital in front.
fn is_product(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_uppercase)
        && text.iter().any(u8::is_ascii_lowercase)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || b" .+-()".contains(b) || !b.is_ascii())
}

fn is_quantity(text: &[u8]) -> bool {
    (1..=5).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}
