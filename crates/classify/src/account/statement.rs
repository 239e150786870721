//! Statements of accounts in SWIFT's MT940: fields between colons, whose parts have no signs between them (classification.md
//! 4.7 `iban`, `amount`).

use super::party;
use crate::detect::is_bank_account;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::whole_values::WholeValues;

/// The fields with a balance: the sign, the day and the currency in front of the sum.
const BALANCES: [&[u8]; 6] = [b":60F:", b":60M:", b":62F:", b":62M:", b":64:", b":65:"];
const BALANCE_HEAD: usize = "C260401EUR".len();

/// Adds the values in place of all that they overlap.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut values = Vec::new();
    read(line, &mut values);
    values.sort_by_key(|value| value.start);
    let mut whole = WholeValues::default();
    for value in values {
        whole.add(value);
    }
    whole.replace(found, |_| false);
}

fn read(line: &Line<'_>, values: &mut Vec<Span>) {
    cash(line, values);
    for colon in memchr::memchr_iter(b':', line.view) {
        let field = line.slice(colon..line.view.len().min(colon + 5));
        if let Some(tag) = BALANCES.iter().find(|tag| field.starts_with(tag)) {
            sum(line, values, colon + tag.len() + BALANCE_HEAD);
        } else if field.starts_with(b":61:") {
            entry(line, values, colon + b":61:".len());
        } else if field.starts_with(b":25:") {
            account(line, values, colon + b":25:".len());
        }
    }
    // `?31FR76…` inside `:86:`: whose account the other one is.
    for mark in memchr::memmem::find_iter(line.view, b"?31") {
        account(line, values, mark + b"?31".len());
    }
    // `?32ANN LEE`: whose it is.
    for mark in memchr::memmem::find_iter(line.view, b"?32") {
        payer(line, values, mark + b"?32".len());
    }
    // `?20SVWZ+RE 20418?30`: what it pays.
    for mark in memchr::memmem::find_iter(line.view, b"SVWZ+RE ") {
        let start = mark + b"SVWZ+RE ".len();
        let number = start..line.run(start, |b| b.is_ascii_digit());
        if number.len() >= PAID_DIGITS_MIN {
            push(line, values, number, Entity::InvoiceNumber);
        }
    }
}

/// `16,195,142000,0,…` of the Bank Administration Institute's BAI2: a code of three digits and the sum in cents.
fn cash(line: &Line<'_>, values: &mut Vec<Span>) {
    const HEAD: usize = b"16,195,".len();
    let head = line.slice(0..HEAD);
    let code = matches!(head, [b'1', b'6', b',', code @ .., b','] if code.iter().all(u8::is_ascii_digit));
    let sum = HEAD..line.run(HEAD, |b| b.is_ascii_digit());
    if code && !sum.is_empty() && line.byte(sum.end) == Some(b',') {
        push(line, values, sum, Entity::Amount);
    }
}

/// Fewer digits number no invoice.
const PAID_DIGITS_MIN: usize = 4;

/// A name has up to 27 bytes, and ends with its part.
fn payer(line: &Line<'_>, values: &mut Vec<Span>, start: usize) {
    let end = line.run(start, |b| b.is_ascii_alphabetic() || !b.is_ascii() || b" .,&-'/".contains(&b));
    let name = start..line.run_back(end, |b| b == b' ').max(start);
    let text = line.slice(name.clone());
    if text.first().is_some_and(u8::is_ascii_uppercase) && text.contains(&b' ') {
        let entity = if party::is_organisation(text) { Entity::CustomerName } else { Entity::ContactName };
        push(line, values, name, entity);
    }
}

/// `2611281128C1299,00NTRF…`: the day, the day of booking, whether credit or debit, and the sum.
fn entry(line: &Line<'_>, values: &mut Vec<Span>, start: usize) {
    const DAYS: [usize; 2] = ["261128".len(), "2611281128".len()];
    let days = line.run(start, |b| b.is_ascii_digit());
    let sign = line.run(days, |b| b.is_ascii_uppercase());
    if DAYS.contains(&(days - start)) && (1..=3).contains(&(sign - days)) {
        sum(line, values, sign);
    }
}

fn sum(line: &Line<'_>, values: &mut Vec<Span>, start: usize) {
    let end = line.run(start, |b| b.is_ascii_digit() || b == b',');
    let text = line.slice(start..end);
    if text.len() >= 2 && text.contains(&b',') && text[0] != b',' {
        push(line, values, start..end, Entity::Amount);
    }
}

fn account(line: &Line<'_>, values: &mut Vec<Span>, start: usize) {
    let end = line.run(start, |b| b.is_ascii_digit() || b.is_ascii_uppercase());
    if is_bank_account(line.slice(start..end)) {
        push(line, values, start..end, Entity::Iban);
    }
}
