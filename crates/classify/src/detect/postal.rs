//! Street addresses in prose (classification.md 4.2 `postal_address`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{STREETS_AFTER, STREETS_BEFORE};
use crate::word::Word;

/// How many words a street's name may have.
const STREET_WORDS_MAX: usize = 5;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut next = 0;
    for index in 0..line.words.len() {
        if index < next || !is_house_number(line, index) {
            continue;
        }
        if let Some(last) = street_end(line, index) {
            let last = town_end(line, last);
            let words = line.words;
            if let (Some(first), Some(end)) = (words.get(index), words.get(last)) {
                push(line, found, first.start..end.end, Entity::PostalAddress);
                next = last + 1;
            }
        }
    }
}

fn text<'a>(line: &Line<'a>, index: usize) -> &'a [u8] {
    line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default()
}

/// One to four digits, possibly with a letter.
fn is_house_number(line: &Line<'_>, index: usize) -> bool {
    let number = text(line, index);
    let digits = number.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=5).contains(&digits) && number.len() - digits <= 1
}

/// Whether word `index` follows the one before it after a blank or a comma.
fn follows(line: &Line<'_>, index: usize) -> bool {
    let (Some(previous), Some(word)) =
        (index.checked_sub(1).and_then(|i| line.words.get(i)), line.words.get(index))
    else {
        return false;
    };
    matches!(line.slice(previous.end..word.start), b" " | b", " | b"'" | b". ")
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

/// `rue` and the words of its name: up to a comma, a capital word, or the town's code.
fn named_street(line: &Line<'_>, street: usize) -> Option<usize> {
    let mut last = street;
    for at in street + 1..=street + STREET_WORDS_MAX {
        if !follows(line, at) || has_comma_before(line, at) || is_code(text(line, at)) {
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
    (last > street).then_some(last)
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

/// The last word of the town behind the street, or the street's own last word.
fn town_end(line: &Line<'_>, street: usize) -> usize {
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
