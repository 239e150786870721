//! Products and how many of them, in sentences and cells (classification.md 4.7 `licence`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::PRODUCTS_SOLD;
use std::ops::Range;

/// What is counted: `25 seats of`, `12 postes`.
const UNITS: [&str; 22] = [
    "seat", "seats", "licence", "licences", "license", "licenses", "users", "user", "mailboxes", "poste", "postes", "siège",
    "sièges", "utilisateurs", "lizenzen", "plätze", "licenties", "licencias", "puestos", "licenze", "units", "subscriptions",
];
const QUANTITY_DIGITS_MAX: usize = 6;

/// `25 seats of Visio Plan 2`, `40 x Power BI Pro`, `12 licences Business Premium`.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        let number = is_quantity(text) && line.slice(word.end..word.end + 1) != b"-";
        let Some(next) = line.words.get(index + 1).filter(|_| number) else { continue };
        let unit = line.slice(next.start..next.end);
        let gap = line.slice(word.end..next.start);
        let counted = UNITS.iter().any(|name| unit.eq_ignore_ascii_case(name.as_bytes()));
        let times = unit.eq_ignore_ascii_case(b"x") || gap == " × ".as_bytes();
        if gap != b" " && !times || !counted && !times {
            continue;
        }
        let first = if gap == b" " { index + 2 } else { index + 1 };
        let product = product_at(line, first).or_else(|| product_at(line, first + 1));
        if counted || product.is_some() {
            push(line, found, word.start..word.end, Entity::Licence);
        }
        if let Some(product) = product {
            push(line, found, product, Entity::Licence);
        }
    }
}

/// The words of a product's name from word `index` on, at least two or one that is a plan's.
fn product_at(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    let first = line.words.get(index)?;
    let mut end = first.start;
    for word in line.words.iter().skip(index).take(6) {
        let text = line.slice(word.start..word.end);
        let joined = end == first.start || line.slice(end..word.start) == b" ";
        if !joined || !is_product_word(text) {
            break;
        }
        end = word.end;
    }
    is_product(line.slice(first.start..end)).then_some(first.start..end)
}

fn is_product_word(text: &[u8]) -> bool {
    PRODUCTS_SOLD.has(text) && text.first().is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether all words are of products' names and one has a capital.
pub(super) fn is_product(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    text.first().is_some_and(u8::is_ascii_uppercase) && words().all(|w| PRODUCTS_SOLD.has(w))
}

pub(super) fn is_quantity(text: &[u8]) -> bool {
    (1..=QUANTITY_DIGITS_MAX).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}
