//! Rows of a ledger's journals: its code and name, the entry's number and date, the account and its name (classification.md 4.7).
//! In France every house has to hand on its entries so (article A. 47 A-1 of the book of tax procedures).

use super::row::is_dated;
use crate::line::Line;
use std::ops::Range;

/// How many cells of a row say where in the ledger it stands, and nothing of a customer; none if it is no row of a journal.
pub(super) fn leading_cells(line: &Line<'_>, cells: &[Range<usize>]) -> Option<usize> {
    let [code, name, entry, date, account, title, ..] = cells else { return None };
    let text = |cell: &Range<usize>| line.slice(cell.clone());
    let is_it = is_code(text(code))
        && is_name(text(name))
        && is_entry(text(entry))
        && (is_day(text(date)) || is_dated(text(date)))
        && is_account(text(account))
        && is_name(text(title));
    is_it.then_some([code, name, entry, date, account, title].len())
}

/// `VE`, `OD1`.
fn is_code(text: &[u8]) -> bool {
    (2..=4).contains(&text.len())
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.first().is_some_and(u8::is_ascii_uppercase)
}

/// Words, without digits.
fn is_name(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii())
        && !text.iter().any(u8::is_ascii_digit)
}

/// A number, which may have letters in front.
fn is_entry(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_digit)
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-/".contains(b))
}

/// `20260331`.
fn is_day(text: &[u8]) -> bool {
    text.len() == 8 && text.iter().all(u8::is_ascii_digit)
}

/// `411000`, `1100`.
fn is_account(text: &[u8]) -> bool {
    (3..=10).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}
