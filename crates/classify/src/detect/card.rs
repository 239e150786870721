//! Payment cards and bank accounts, by their check digits (classification.md 4.7, any channel).

use crate::entity::Entity;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for word in line.telling() {
        if word.len() < 4 {
            continue;
        }
        let text = line.slice(word.start..word.end);
        if (b'2'..=b'6').contains(&text[0]) {
            if !is_glued(line.byte_before(word.start)) {
                card(line, found, word.start);
            }
        } else if text[..2].iter().all(u8::is_ascii_uppercase) && text[2..4].iter().all(u8::is_ascii_digit) {
            iban(line, found, word.start);
        }
    }
}

fn is_glued(before: Option<u8>) -> bool {
    before.is_some_and(|b| b.is_ascii_alphanumeric() || b"-_.@:/*+".contains(&b))
}

/// The end of groups of letters and digits joined by one blank or dash, while they stay within `bytes_max` characters.
fn grouped_end(line: &Line<'_>, start: usize, kind: impl Fn(u8) -> bool + Copy, group_max: usize) -> usize {
    let mut end = line.run(start, kind);
    while end - start < 42 && matches!(line.byte(end), Some(b' ' | b'-')) {
        let next = line.run(end + 1, kind);
        if next == end + 1 || next - end - 1 > group_max {
            break;
        }
        end = next;
    }
    end
}

/// Whether the groups are those that cards are written in: of four to six digits, the last of which may be shorter.
fn is_grouped(text: &[u8]) -> bool {
    const GROUP: std::ops::RangeInclusive<usize> = 4..=6;
    let groups: Vec<usize> = text.split(|b| b" -".contains(b)).map(<[u8]>::len).collect();
    groups.split_last().is_some_and(|(_, front)| front.iter().all(|group| GROUP.contains(group)))
}

/// `case 2603965101628536`: digits in one run that number what a desk works on.
fn numbers_case(line: &Line<'_>, start: usize, end: usize) -> bool {
    const NOUNS: [&[u8]; 6] = [b"case", b"ticket", b"incident", b"dossier", b"sr", b"case#"];
    line.slice(start..end).iter().all(u8::is_ascii_digit)
        && line.word_before(start).is_some_and(|word| {
            let text = line.slice(word.start..word.end);
            line.slice(word.end..start).iter().all(|b| b" #:".contains(b))
                && NOUNS.iter().any(|noun| text.eq_ignore_ascii_case(noun))
        })
}

/// The longest run of groups that is a card, which begins with 2 to 6: what stands behind a blank may be another number.
fn card(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let first = line.run(start, |b| b.is_ascii_digit());
    if first - start < 13 && !matches!(line.byte(first), Some(b' ' | b'-')) {
        return;
    }
    let mut end =
        if first - start >= 13 { first } else { grouped_end(line, start, |b| b.is_ascii_digit(), 6) };
    while end >= start + 13 {
        let glued = line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
        let digits: Vec<u8> =
            line.slice(start..end).iter().filter(|b| b.is_ascii_digit()).map(|b| b - b'0').collect();
        // The identifier of a telephone has the check digit of a card.
        let device = || line.fields.class_at(start) == Some(KeyClass::DeviceGuid);
        if !glued
            && is_card(&digits)
            && is_grouped(line.slice(start..end))
            && !device()
            && !numbers_case(line, start, end)
        {
            return push(line, found, start..end, Entity::PaymentCard);
        }
        let Some(separator) = memchr::memrchr2(b' ', b'-', line.slice(start..end)) else { return };
        end = start + separator;
    }
}

/// Thirteen to nineteen digits of an issuer's range, and a valid check digit.
pub(crate) fn is_card(digits: &[u8]) -> bool {
    let length = match digits.first() {
        Some(2 | 5) => digits.len() == 16,
        Some(3) => (14..=16).contains(&digits.len()),
        Some(4) => matches!(digits.len(), 13 | 16 | 19),
        Some(6) => (16..=19).contains(&digits.len()),
        _ => false,
    };
    length && luhn(digits) && digits.iter().any(|d| *d != digits[0])
}

fn luhn(digits: &[u8]) -> bool {
    let doubled = |d: u8| if d > 4 { 2 * d - 9 } else { 2 * d };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| u32::from(if i % 2 == 1 { doubled(*d) } else { *d }))
        .sum();
    sum.is_multiple_of(10)
}

fn iban(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    // SWIFT writes an account behind a slash (`:50K:/FR76…`, `/IBAN/FR76…`), EDIFACT behind a plus (`FII+OR+FR76…'`).
    let account = matches!(line.byte_before(start), Some(b'/' | b'+'));
    if is_glued(line.byte_before(start)) && !account {
        return;
    }
    if !is_country(line.slice(start..start + 2))
        || super::guid::is_guid(line.slice(start..start + super::guid::GUID_BYTES))
    {
        return;
    }
    let mut end = grouped_end(line, start, |b| b.is_ascii_uppercase() || b.is_ascii_digit(), 4);
    while end > start + 14 {
        if is_iban(line.slice(start..end)) {
            // Its groups are no telephone number.
            found.retain(|span| span.entity != Entity::Phone || span.start < start || span.end > end);
            return push(line, found, start..end, Entity::Iban);
        }
        let Some(blank) = memchr::memrchr(b' ', line.slice(start..end)) else { return };
        end = start + blank;
    }
}

/// Countries of the IBAN registry (ISO 13616).
const COUNTRIES: &[u8] = b"AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL GR \
    GT HR HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO OM PK PL PS PT QA RO RS RU SA SC \
    SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE";

pub(crate) fn is_country(code: &[u8]) -> bool {
    COUNTRIES.split(|b| *b == b' ').any(|country| country == code)
}

/// A country's code and two digits, as an account's number begins (ISO 13616).
pub(crate) fn begins_account(word: &[u8]) -> bool {
    matches!(word, [_, _, b'0'..=b'9', b'0'..=b'9', ..]) && is_country(&word[..2])
}

/// The number of an account at a bank, in one word.
pub(crate) fn is_bank_account(text: &[u8]) -> bool {
    begins_account(text) && text.iter().all(u8::is_ascii_alphanumeric) && is_iban(text)
}

/// Valid by ISO 7064 mod 97.
pub(crate) fn is_iban(text: &[u8]) -> bool {
    let plain: Vec<u8> = text.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    let (Some(head), Some(tail)) = (plain.get(..4), plain.get(4..)) else { return false };
    let value = |b: &u8| {
        if b.is_ascii_digit() { u32::from(b - b'0') } else { u32::from(b.to_ascii_uppercase() - b'A') + 10 }
    };
    let rest = tail.iter().chain(head).fold(0, |rest: u32, b| {
        let value = value(b);
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    (15..=34).contains(&plain.len()) && rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_decide() {
        let digits = |text: &str| text.bytes().map(|b| b - b'0').collect::<Vec<_>>();
        assert!(is_card(&digits("4111111111111111")) && is_card(&digits("374474702884516")));
        assert!(!is_card(&digits("4111111111111112")));
        assert!(is_iban(b"GB82 WEST 1234 5698 7654 32") && !is_iban(b"GB82 WEST 1234 5698 7654 33"));
    }
}
