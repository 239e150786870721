//! Products and how many of them, in sentences and cells (classification.md 4.7 `licence`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::taken::Taken;
use crate::vocabulary::PRODUCTS_SOLD;
use crate::word::is_any;
use std::ops::Range;

/// What is counted: `25 seats of`, `12 postes`.
const UNITS: [&str; 22] = [
    "seat",
    "seats",
    "licence",
    "licences",
    "license",
    "licenses",
    "users",
    "user",
    "mailboxes",
    "poste",
    "postes",
    "siège",
    "sièges",
    "utilisateurs",
    "lizenzen",
    "plätze",
    "licenties",
    "licencias",
    "puestos",
    "licenze",
    "units",
    "subscriptions",
];
const QUANTITY_DIGITS_MAX: usize = 6;

/// `25 seats of Visio Plan 2`, `40 x Power BI Pro`, `12 licences Business Premium`.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        // Of `le 02/03/2026 poste 4` the last part is a year.
        let part = line.byte_before(word.start).is_some_and(|b| b"/-.:".contains(&b));
        let number = is_quantity(text) && !part && line.byte(word.end) != Some(b'-');
        let Some(next) = line.words.get(index + 1).filter(|_| number) else { continue };
        let unit = line.slice(next.start..next.end);
        let gap = line.slice(word.end..next.start);
        // `vendor 37515 user mlopez` counts nobody.
        let named = unit.eq_ignore_ascii_case(b"user") && line.word_from(next.end).is_some();
        let counted = is_unit(unit) && !named;
        let times = unit.eq_ignore_ascii_case(b"x") || gap == " × ".as_bytes();
        if !times && (gap != b" " || !counted) {
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
    named(line, found);
    quoted(line, found);
}

/// Products that are named by their maker or family: `Microsoft 365 Business Standard`.
fn named(line: &Line<'_>, found: &mut Vec<Span>) {
    const HEADS: [&[u8]; 16] = [
        b"Microsoft",
        b"Office",
        b"Power",
        b"Visio",
        b"Dynamics",
        b"Exchange",
        b"Defender",
        b"Copilot",
        b"Business",
        b"Enterprise",
        b"M365",
        b"O365",
        b"Entra",
        b"Intune",
        b"Project",
        b"Adobe",
    ];
    let taken = Taken::of(found, |_| true);
    let mut next = 0;
    for (index, word) in line.words.iter().enumerate() {
        if index < next || !HEADS.contains(&line.slice(word.start..word.end)) {
            continue;
        }
        if let Some(product) =
            product_at(line, index).filter(|product| line.slice(product.clone()).contains(&b' '))
        {
            next = line.words.partition_point(|w| w.start < product.end);
            if !taken.holds(&product) {
                push(line, found, product, Entity::Licence);
            }
        }
    }
}

/// `"from":"Starter"`: a whole string that is a product's name, in a record on seats or plans.
fn quoted(line: &Line<'_>, found: &mut Vec<Span>) {
    let sold = |word: &[u8]| {
        [&b"plan"[..], b"seats", b"licence", b"license", b"sku"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name))
    };
    if !line.view.starts_with(b"{")
        || !line.words.iter().any(|w| line.slice(w.start..w.end).split(|b| b"._-".contains(b)).any(sold))
    {
        return;
    }
    for key in [
        &b"\"from\":\""[..],
        b"\"to\":\"",
        b"\"old\":\"",
        b"\"new\":\"",
        b"\"previous\":\"",
        b"\"current\":\"",
        b"\"tier\":\"",
    ] {
        for at in memchr::memmem::find_iter(line.view, key) {
            let value = at + key.len()..line.run(at + key.len(), |b| b != b'"');
            if is_product(line.slice(value.clone())) {
                push(line, found, value, Entity::Licence);
            }
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

/// How often a plan is paid, which says not which it is.
pub(super) fn is_period(text: &[u8]) -> bool {
    const PERIODS: [&str; 12] = [
        "monthly",
        "annual",
        "yearly",
        "annually",
        "quarterly",
        "weekly",
        "mensuel",
        "mensuelle",
        "annuel",
        "annuelle",
        "trimestriel",
        "triennial",
    ];
    // `ANNUAL_MONTHLY_PAY`.
    let parts = text.strip_suffix(b"_PAY").unwrap_or(text).split(|b| *b == b'_');
    !text.is_empty() && parts.into_iter().all(|part| is_any(&PERIODS, part))
}

/// Whether the text is an identifier that says nothing of what is sold: `4kq8z0b1n6m3x7r2w9v5`, `prod_NZKdYqrwEYx6iK`.
pub(super) fn is_opaque(text: &[u8]) -> bool {
    const BYTES_MIN: usize = 12;
    const BODY_BYTES_MIN: usize = 8;
    let body = [&b"prod_"[..], b"price_"].iter().find_map(|kind| text.strip_prefix(*kind));
    let rest = body.unwrap_or(text);
    let digits = rest.iter().filter(|b| b.is_ascii_digit()).count();
    rest.len() >= if body.is_some() { BODY_BYTES_MIN } else { BYTES_MIN }
        && rest.iter().all(u8::is_ascii_alphanumeric)
        && (body.is_some() || digits * 5 >= rest.len() && digits < rest.len())
}

/// Whether all words are of products' names and one has a capital.
pub(super) fn is_product(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    !is_period(text)
        && text.first().is_some_and(u8::is_ascii_uppercase)
        && words().all(|w| PRODUCTS_SOLD.has(w))
}

/// Whether a word says what is counted.
pub(super) fn is_unit(text: &[u8]) -> bool {
    is_any(&UNITS, text)
}

pub(super) fn is_quantity(text: &[u8]) -> bool {
    (1..=QUANTITY_DIGITS_MAX).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}
