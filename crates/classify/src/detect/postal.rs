//! Street addresses in prose (classification.md 4.2 `postal_address`).

mod american;
mod number_last;

use crate::channel::Channel;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{OFFICES, STREETS_AFTER, STREETS_BEFORE};
use crate::word::Word;

/// How many words a street's name may have.
const STREET_WORDS_MAX: usize = 5;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let named = || found.iter().any(|span| span.entity == Entity::PersonName);
    if line.channel == Channel::Log && !named() {
        return complete(line, found);
    }
    number_last::find(line, found);
    let mut next = 0;
    for index in 0..line.words.len() {
        if index < next || !is_house_number(line, index) {
            if index >= next
                && let Some(last) = zone_end(line, index)
            {
                push(line, found, line.words[index].start..line.words[last].end, Entity::PostalAddress);
                next = last + 1;
            }
            continue;
        }
        let coded = british_end(line, index).or_else(|| american::end(line, index));
        if let Some(last) = coded.or_else(|| street_end(line, index).map(|last| town_end(line, last))) {
            let index = flat_before(line, index);
            let words = line.words;
            if let (Some(first), Some(end)) = (words.get(index), words.get(last)) {
                push(line, found, first.start..end.end, Entity::PostalAddress);
                next = last + 1;
            }
        }
    }
}

/// `14 rue Garibaldi, 69006 Lyon`: what is an address wherever it stands, by its number, street, code and town.
fn complete(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut next = 0;
    for (index, first) in line.words.iter().enumerate() {
        if index < next || !STREETS_BEFORE.has(text(line, index + 1)) || !is_house_number(line, index) {
            continue;
        }
        let end = street_end(line, index).map(|street| (street, town_end(line, street)));
        if let Some((_, last)) =
            end.filter(|(street, last)| last > street && is_french_code(text(line, street + 1)))
            && let Some(end) = line.words.get(last)
        {
            push(line, found, first.start..end.end, Entity::PostalAddress);
            next = last + 1;
        }
    }
}

/// `69006`; Belgium, Luxembourg and Switzerland have four digits.
fn is_french_code(text: &[u8]) -> bool {
    (4..=5).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}

/// Whether a word of the text is one of streets.
pub(super) fn names_street(text: &[u8]) -> bool {
    text.split(|b| b" ,.'".contains(b)).any(|word| {
        word.len() >= 3 && (STREETS_AFTER.has(word) || STREETS_BEFORE.has(word))
            || number_last::ends_like_street(word)
    })
}

fn text<'a>(line: &Line<'a>, index: usize) -> &'a [u8] {
    line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default()
}

/// One to four digits, possibly with a letter.
fn is_house_number(line: &Line<'_>, index: usize) -> bool {
    let number = text(line, index);
    // `09:46, via portal`.
    if line.words.get(index).is_some_and(|word| line.byte_before(word.start) == Some(b':')) {
        return false;
    }
    let digits = number.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=5).contains(&digits) && number.len() - digits <= 1
}

/// The last word of `ZA de la Prade, 81100 Castres`: French zones of trade have no numbers, but towns with their code.
fn zone_end(line: &Line<'_>, index: usize) -> Option<usize> {
    const ZONES: [&[u8]; 6] = [b"ZA", b"ZI", b"ZAC", b"ZAE", b"ZUP", b"ZIRST"];
    if !ZONES.contains(&text(line, index)) {
        return None;
    }
    let street = named_street(line, index)?;
    let last = town_end(line, street);
    (last > street && is_french_code(text(line, street + 1))).then_some(last)
}

/// Whether word `index` follows the one before it after a blank or a comma.
fn follows(line: &Line<'_>, index: usize) -> bool {
    let (Some(previous), Some(word)) =
        (index.checked_sub(1).and_then(|i| line.words.get(i)), line.words.get(index))
    else {
        return false;
    };
    matches!(line.slice(previous.end..word.start), b" " | b", " | b"'" | b". " | b" (" | b") ")
}

/// The last word of the street that begins with the number at `index`.
fn street_end(line: &Line<'_>, index: usize) -> Option<usize> {
    let mut at = index + 1;
    if [&b"bis"[..], b"ter", b"quater"].contains(&text(line, at)) {
        at += 1;
    }
    if follows(line, at) && STREETS_BEFORE.has(text(line, at)) {
        return named_street(line, at);
    }
    let before = at;
    while at < before + STREET_WORDS_MAX && follows(line, at) && is_capital(text(line, at)) {
        if at > before && STREETS_AFTER.has(text(line, at)) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The last word of a British address, which its postcode gives away: `88 Deansgate, Manchester M3 2ER`.
fn british_end(line: &Line<'_>, index: usize) -> Option<usize> {
    const WORDS_MAX: usize = 9;
    for at in index + 1..index + WORDS_MAX {
        if !follows(line, at) {
            return None;
        }
        if at > index + 2
            && is_outward(text(line, at))
            && is_inward(text(line, at + 1))
            && follows(line, at + 1)
        {
            return Some(at + 1);
        }
        if !is_capital(text(line, at)) {
            return None;
        }
    }
    None
}

/// `M3`, `SW1A`, `BS1`.
fn is_outward(word: &[u8]) -> bool {
    let letters = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
    (2..=4).contains(&word.len())
        && (1..=2).contains(&letters)
        && word.get(letters).is_some_and(u8::is_ascii_digit)
}

/// `2ER`.
fn is_inward(word: &[u8]) -> bool {
    matches!(word, [b'0'..=b'9', b'A'..=b'Z', b'A'..=b'Z'])
}

/// The first word of `Flat 3, ` in front of the number, or of `Unit 7` that is the number.
fn flat_before(line: &Line<'_>, index: usize) -> usize {
    let is_flat = |at: &usize| [&b"Flat"[..], b"Unit", b"Apartment", b"Suite"].contains(&text(line, *at));
    let apart = index
        .checked_sub(2)
        .filter(|flat| is_flat(flat) && is_house_number(line, *flat + 1) && has_comma_before(line, index));
    let numbered = index.checked_sub(1).filter(|flat| is_flat(flat) && follows(line, index));
    apart.or(numbered).unwrap_or(index)
}

/// `rue` and the words of its name: up to a comma, a capital word, or the town's code.
fn named_street(line: &Line<'_>, street: usize) -> Option<usize> {
    let mut last = street;
    for at in street + 1..=street + STREET_WORDS_MAX {
        // `0.0.0.0/0 via 192.0.2.1` is a route.
        let address =
            text(line, at).contains(&b'.') && text(line, at).iter().all(|b| b.is_ascii_digit() || *b == b'.');
        if !follows(line, at) || has_comma_before(line, at) || is_code(text(line, at)) || address {
            break;
        }
        last = at;
        let particles =
            [&b"de"[..], b"des", b"du", b"la", b"le", b"les", b"d", b"l", b"St", b"Saint", b"Sainte"];
        let is_end = !particles.contains(&text(line, at)) && !is_capital_next(line, at + 1);
        if is_end {
            break;
        }
    }
    // `Amiral Ronarc'h`.
    let breton = text(line, last).ends_with(b"c") && text(line, last + 1) == b"h" && follows(line, last + 1);
    (last > street).then_some(last + usize::from(breton))
}

fn is_capital_next(line: &Line<'_>, index: usize) -> bool {
    follows(line, index)
        && !has_comma_before(line, index)
        && is_capital(text(line, index))
        && line.words.get(index).is_some_and(|w: &Word| w.len() > 1)
}

fn has_comma_before(line: &Line<'_>, index: usize) -> bool {
    line.words.get(index).is_some_and(|w| line.slice(w.start.saturating_sub(2)..w.start).contains(&b','))
}

/// The last word of `, bureau 700` behind the street, or the street's own.
fn office_end(line: &Line<'_>, street: usize) -> usize {
    let named = has_comma_before(line, street + 1) && OFFICES.has(text(line, street + 1));
    let number = text(line, street + 2);
    let short = !number.is_empty() && number.len() <= 3 && number.iter().all(u8::is_ascii_alphanumeric);
    if named && (short || is_house_number(line, street + 2)) && follows(line, street + 2) {
        street + 2
    } else {
        street
    }
}

/// The last word of the town behind the street, or the street's own last word.
fn town_end(line: &Line<'_>, street: usize) -> usize {
    let street = office_end(line, street);
    let mut last = street;
    let mut code = false;
    for at in street + 1..street + 7 {
        if !follows(line, at) {
            break;
        }
        let word = text(line, at);
        let part = is_code(word) || is_capital(word);
        if !part || code && has_comma_before(line, at) {
            break;
        }
        code |= is_code(word);
        last = at;
    }
    // `Paris Cedex 01`.
    if code && text(line, last).eq_ignore_ascii_case(b"cedex") && is_house_number(line, last + 1) {
        last += 1;
    }
    if code { last } else { street }
}

/// A postal code: `69003`, `62704`, `BS1`, `4RN`, `IL`.
fn is_code(word: &[u8]) -> bool {
    let digits = word.iter().filter(|b| b.is_ascii_digit()).count();
    digits >= 1
        && word.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && word.len() <= 7
        && (word.len() >= 4 || digits < word.len())
}

fn is_capital(word: &[u8]) -> bool {
    word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0xc3)
}
