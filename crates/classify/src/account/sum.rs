//! Sums of money in sentences and cells: a number beside the sign or the code of a currency (classification.md 4.7 `amount`).

use super::{AccountField, row};
use crate::entity::Entity;
use crate::line::{BLANKS, Line, push};
use crate::span::Span;
use std::ops::Range;

/// In front of a number or behind it; none is part of the span.
const SIGNS: [&str; 8] = ["€", "$", "£", "¥", "₹", "zł", "Kč", "CHF "];
/// ISO 4217, and what people write for it.
const CODES: [&[u8]; 37] = [
    b"EUR", b"USD", b"GBP", b"CHF", b"CAD", b"SEK", b"NOK", b"DKK", b"PLN", b"AUD", b"JPY", b"CZK", b"HUF",
    b"RON", b"NZD", b"INR", b"ZAR", b"BRL", b"MXN", b"CNY", b"SGD", b"HKD", b"MAD", b"TND", b"XOF", b"eur",
    b"usd", b"gbp", b"chf", b"cad", b"aud", b"nok", b"sek", b"dkk", b"pln", b"euros", b"euro",
];
/// Whether a whole cell is the code of a currency.
pub(super) fn is_currency(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_uppercase) && CODES.contains(&text)
}

/// Longer runs are no sums.
const NUMBER_BYTES_MAX: usize = 24;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for sign in SIGNS {
        let sign = sign.trim_ascii_end().as_bytes();
        for at in memchr::memmem::find_iter(line.view, sign) {
            beside(line, found, &(at..at + sign.len()));
        }
    }
    for word in line.words.iter().filter(|word| (3..=5).contains(&word.len())) {
        if CODES.contains(&line.slice(word.start..word.end)) {
            beside(line, found, &(word.start..word.end));
        }
    }
    for (word, next) in line.words.iter().zip(line.words.iter().skip(1)) {
        let gap = line.slice(word.end..next.start);
        if gap == b" " && is_digit(line, next.start) && is_summed(line.slice(word.start..word.end)) {
            with_cents(line, found, next.start);
        }
    }
    for at in memchr::memmem::find_iter(line.view, b"@ ") {
        with_cents(line, found, at + 2);
    }
}

/// `total 412,50`, `PU HT 412,50`, `amt 2,970.00`: words that stand in front of a sum.
fn is_summed(word: &[u8]) -> bool {
    const TAXED: [&[u8]; 12] =
        [b"GST", b"VAT", b"TVA", b"MwSt", b"USt", b"HT", b"TTC", b"TVAC", b"HTVA", b"amt", b"Dr", b"Cr"];
    TAXED.contains(&word) || super::KEYS.lookup(b"", word) == Some(AccountField::Value(Entity::Amount))
}

/// What a number measures that is no sum.
const MEASURES: [&[u8]; 6] = [b" %", b" MB", b" GB", b" KB", b" ms", b" s "];

/// A number with two decimals, which needs no currency beside it.
fn with_cents(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let number = number_end(line, start).map(|end| start..end);
    if let Some(number) = number.filter(|number| row::is_amount(line.slice(number.clone())))
        && !line.byte(number.end).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'%')
        && !MEASURES.iter().any(|measure| line.slice(number.end..line.view.len()).starts_with(measure))
    {
        push(line, found, number, Entity::Amount);
    }
}

/// The number that touches a currency, or stands one blank away from it: the one in front, unless that is glued to more.
fn beside(line: &Line<'_>, found: &mut Vec<Span>, currency: &Range<usize>) {
    let behind = number_from(line, currency.end);
    // `EUR/USD 1.0842` is a rate.
    if line.byte_before(currency.start) == Some(b'/')
        && line.byte_before(currency.start - 1).is_some_and(|b| b.is_ascii_uppercase())
    {
        return;
    }
    let touching = behind.as_ref().is_some_and(|number| number.start == currency.end);
    // `on March 15, 2026 EUR 2,914.33`: the one with cents.
    let cents = |number: &Range<usize>| row::is_amount(line.slice(number.clone()));
    let front = number_to(line, currency.start).filter(|_| !touching);
    let dated = front.as_ref().is_some_and(|front| !cents(front)) && behind.as_ref().is_some_and(cents);
    let number = if dated { behind } else { front.or(behind) };
    if let Some(number) = number {
        push(line, found, number, Entity::Amount);
    }
}

fn is_digit(line: &Line<'_>, at: usize) -> bool {
    line.byte(at).is_some_and(|b| b.is_ascii_digit())
}

/// The number that begins at `at` or one blank behind it.
fn number_from(line: &Line<'_>, at: usize) -> Option<Range<usize>> {
    let start = at + line.blank_len(at);
    let end = number_end(line, start)?;
    let glued = line
        .byte(end)
        .is_some_and(|b| b.is_ascii_alphabetic() || b"-/:%_".contains(&b) && is_digit(line, end + 1));
    (!glued).then_some(start..end)
}

/// The end of `1 284,50`, `-48.40`, `1'200.00`.
fn number_end(line: &Line<'_>, start: usize) -> Option<usize> {
    let first = start + usize::from(line.byte(start) == Some(b'-'));
    if !is_digit(line, first) {
        return None;
    }
    let digits = |from: usize| line.run(from, |b| b.is_ascii_digit());
    let mut end = digits(first);
    loop {
        let spaced = line.blank_len(end);
        let mark = usize::from(matches!(line.byte(end), Some(b',' | b'.' | b'\'')));
        let group = digits(end + spaced.max(mark));
        // Behind a blank only a group of three goes on.
        let goes_on = if spaced > 0 { group == end + spaced + 3 } else { mark > 0 && group > end + 1 };
        if !goes_on || end - start > NUMBER_BYTES_MAX {
            return Some(end);
        }
        end = group;
    }
}

/// The number that ends at `end` or one blank in front of it.
fn number_to(line: &Line<'_>, end: usize) -> Option<Range<usize>> {
    let before = line.slice(end.saturating_sub(3)..end);
    let end =
        end - BLANKS.iter().find(|blank| before.ends_with(blank.as_bytes())).map_or(0, |blank| blank.len());
    let inside = |b: u8| b.is_ascii_digit() || b" .,'-\xc2\xa0\xe2\x80\xaf".contains(&b);
    let from = line.run_back(end, inside).max(end.saturating_sub(NUMBER_BYTES_MAX));
    (from..end).find_map(|start| {
        let begins =
            !line.byte_before(start).is_some_and(|b| b.is_ascii_alphanumeric() || b"_/:.,-".contains(&b));
        (begins && number_end(line, start) == Some(end)).then_some(start..end)
    })
}
