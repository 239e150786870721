//! What a cell of a row without a header is by the cells beside it: the sums in front of a currency, the town and the code behind a
//! street, the name in front of its address of mail (classification.md 4.7).

use super::{document, party, row, seats, sold, sum};
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, NAMES_AND_WORDS, TITLES};
use std::ops::Range;

/// What the cells of a row tell together.
pub(super) struct Row<'a> {
    /// The first cell that is not empty.
    pub(super) first: usize,
    pub(super) sums: bool,
    pub(super) sells: bool,
    pub(super) organisation: bool,
    /// The cell whose letters say that it is a document's number.
    pub(super) numbered: Option<usize>,
    /// The cells with numbers in front of a currency.
    pub(super) priced: Range<usize>,
    /// Which cell is a street.
    street: Option<usize>,
    /// The local part of an address of mail.
    pub(super) mail: Option<&'a [u8]>,
}

impl<'a> Row<'a> {
    pub(super) fn of(line: &Line<'a>, cells: &[Range<usize>], found: &[Span]) -> Self {
        let texts = || cells.iter().map(|cell| line.slice(cell.clone()));
        let any = |kind: fn(&[u8]) -> bool| texts().any(kind);
        let priced = priced(&texts().collect::<Vec<_>>());
        Self {
            first: cells.iter().position(|cell| !cell.is_empty()).unwrap_or(0),
            sums: any(row::is_amount) || !priced.is_empty(),
            sells: any(seats::is_product) || any(sold::is_planned),
            organisation: any(party::is_organisation),
            numbered: texts().position(|text| document::by_prefix(text).is_some()),
            priced,
            street: cells.iter().position(|cell| holds_address(found, cell)),
            mail: texts().find_map(|text| text.get(..memchr::memchr(b'@', text)?)),
        }
    }

    /// Whether the cell is a postal code: digits, at most two cells behind the street.
    pub(super) fn is_postal_code(&self, at: usize, text: &[u8]) -> bool {
        const CELLS_MAX: usize = 3;
        let behind = self.street.is_some_and(|street| at > street && at - street <= CELLS_MAX);
        behind && (4..=6).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
    }

    /// Whether the cell stands where a town does, right behind the street.
    pub(super) fn is_town(&self, at: usize) -> bool {
        self.street.is_some_and(|street| at == street + 1)
    }

    /// Whether the last of two or three words with capitals is in the row's address of mail: `Lwazi Ndlovu` beside
    /// `lwazi.ndlovu@…`.
    pub(super) fn is_named(&self, text: &[u8]) -> bool {
        const LETTERS_MIN: usize = 4;
        let Some(mail) = self.mail.map(<[u8]>::to_ascii_lowercase) else { return false };
        let words = || text.split(|b| *b == b' ');
        let capitals = (2..=3).contains(&words().count()) && words().all(party::is_capital);
        let surname = words().next_back().unwrap_or_default().to_ascii_lowercase();
        capitals && surname.len() >= LETTERS_MIN && memchr::memmem::find(&mail, &surname).is_some()
    }
}

/// The cells in front of the first one with the code of a currency that are numbers: `34.2`, `120`, `4104`, `NOK`.
fn priced(texts: &[&[u8]]) -> Range<usize> {
    let Some(end) = texts.iter().position(|text| sum::is_currency(text)) else { return 0..0 };
    let cells = texts[..end].iter().rev().take_while(|text| is_figure(text)).count();
    end - cells..end
}

/// Digits, which may have decimals; eight that begin as years do are a date.
fn is_figure(text: &[u8]) -> bool {
    const FIGURE_BYTES_MAX: usize = 14;
    let dated = text.len() == 8 && (text.starts_with(b"20") || text.starts_with(b"19"));
    (1..=FIGURE_BYTES_MAX).contains(&text.len())
        && !dated
        && !row::is_dated(text)
        && text[0].is_ascii_digit()
        && text.iter().all(|b| b.is_ascii_digit() || b".,".contains(b))
}

/// `KS-A-5530`, `CN-26-0044`: capitals, signs and at least three digits.
pub(super) fn is_coded(text: &[u8]) -> bool {
    const LETTERS_MAX: usize = 5;
    const DIGITS_MIN: usize = 3;
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    (1..=LETTERS_MAX).contains(&letters)
        && text.get(letters) == Some(&b'-')
        && digits >= DIGITS_MIN
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-')
}

/// `gx7hQ2mVtL1c`: letters in both cases and digits, as stores number what was ordered.
pub(super) fn is_mixed(text: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| text.iter().filter(|b| kind(b)).count();
    (10..=20).contains(&text.len())
        && text.iter().all(u8::is_ascii_alphanumeric)
        && count(u8::is_ascii_digit) >= 2
        && count(u8::is_ascii_lowercase) >= 2
        && count(u8::is_ascii_uppercase) >= 2
}

/// Whether a whole address or a part of the cell is one, as in `Shed 4, Duncan Road, Cape Town 8001`.
pub(super) fn holds_address(found: &[Span], cell: &Range<usize>) -> bool {
    found
        .iter()
        .any(|span| span.entity == Entity::PostalAddress && cell.start <= span.start && span.end <= cell.end)
}

/// `27 RUE DU PORT 69005 LYON`: a house's number, words, a postal code and a town.
pub(super) fn is_posted(text: &[u8]) -> bool {
    const HOUSE_DIGITS_MAX: usize = 4;
    let digits = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let mut words = text.split(|b| *b == b' ');
    let house = words.next().is_some_and(|word| (1..=HOUSE_DIGITS_MAX).contains(&word.len()) && digits(word));
    let street = words.next().is_some_and(party::is_capital);
    let code = words.by_ref().any(|word| word.len() == 5 && digits(word));
    house && street && code && words.next().is_some_and(party::is_capital)
}

/// Whether a cell can be a name and no more: `ACME MARINE INC ACH INV-11804` tells what was paid, too.
pub(super) fn can_name(text: &[u8]) -> bool {
    !text.first().is_some_and(u8::is_ascii_lowercase)
        && !text
            .split(|b| *b == b' ')
            .any(|word| document::by_prefix(word.strip_suffix(b"/").unwrap_or(word)).is_some())
}

/// A given name that is no other word.
pub(super) fn is_given(text: &[u8]) -> bool {
    party::is_capital(text) && GIVEN_NAMES.has(text) && !NAMES_AND_WORDS.has(text) && !TITLES.has(text)
}

/// One word with a capital and small letters.
pub(super) fn is_surname(text: &[u8]) -> bool {
    party::is_capital(text)
        && text.iter().any(|b| b.is_ascii_lowercase() || !b.is_ascii())
        && text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b"'-".contains(b))
}

/// How many were bought, in front of a price.
pub(super) fn is_count(text: &[u8]) -> bool {
    (1..=3).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}
