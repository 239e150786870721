//! Personal names in fields and in prose (classification.md 4.2 `person_name`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, NOT_A_NAME, TITLES};
use crate::word::Word;
use std::ops::Range;

/// Names in the prose of a case: a title or a given name, and the capitalised words behind it.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut next = 0;
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        if index < next {
            continue;
        }
        if is_title(line, word) {
            next = index + 1 + name_behind(line, found, index + 1, 1);
        } else if GIVEN_NAMES.has(text) && is_capitalised(text) {
            next = index + name_behind(line, found, index, 2);
        }
    }
}

/// A title with a capital (or `M.`), directly in front of a name.
fn is_title(line: &Line<'_>, word: &Word) -> bool {
    let text = line.slice(word.start..word.end);
    let short = text.len() <= 2;
    TITLES.has(text)
        && text.first().is_some_and(u8::is_ascii_uppercase)
        && (!short || text != b"Me")
        && (text.len() > 1 || line.byte(word.end) == Some(b'.'))
}

/// Labels the name that starts with word `index`, if it has enough words; gives how many words it took.
pub(super) fn name_behind(line: &Line<'_>, found: &mut Vec<Span>, index: usize, words_min: usize) -> usize {
    let Some(first) = line.words.get(index) else { return 0 };
    let mut end = first.end;
    let mut count = 0;
    for word in line.words.iter().skip(index).take(NAME_WORDS_MAX) {
        let text = line.slice(word.start..word.end);
        let joined = count == 0 || matches!(line.slice(end..word.start), b" ");
        let particle = count > 0 && PARTICLES.contains(&text) && is_followed_by_capital(line, word.end);
        if !joined || !(is_name_word(text) || particle) {
            break;
        }
        end = word.end;
        count += 1;
    }
    if count >= words_min {
        push(line, found, first.start..end, Entity::PersonName);
        count
    } else {
        0
    }
}

const NAME_WORDS_MAX: usize = 4;
const PARTICLES: [&[u8]; 12] =
    [b"de", b"du", b"des", b"la", b"le", b"van", b"von", b"der", b"den", b"da", b"di", b"el"];

fn is_followed_by_capital(line: &Line<'_>, end: usize) -> bool {
    line.word_from(end).is_some_and(|w| w.start <= end + 1 && is_capitalised(line.slice(w.start..w.end)))
}

fn is_name_word(text: &[u8]) -> bool {
    let letters =
        text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || matches!(b, b'-' | b'\'' | b'.'));
    letters
        && is_capitalised(text)
        && !NOT_A_NAME.has(text)
        && (text.len() == 1 || !is_upper(text) || text.len() > 3)
}

fn is_upper(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_uppercase() || !b.is_ascii_alphabetic())
}

/// Starts with a capital; of the letters beyond ASCII, those whose capitals UTF-8 puts at C3 80 to C3 9E and C4, C5.
fn is_capitalised(text: &[u8]) -> bool {
    match text {
        [first, ..] if first.is_ascii() => first.is_ascii_uppercase(),
        [0xc3, second, ..] => (0x80..=0x9e).contains(second),
        [0xc4 | 0xc5, second, ..] => second % 2 == 0 || *second == 0xbd || *second == 0xbb,
        [first, ..] => *first >= 0xc6,
        [] => false,
    }
}

/// Judges the value of a field for names: two to five words that can be a name.
pub(super) fn judge_name(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    let mut words = text.split(|b| *b == b' ').filter(|w| !w.is_empty());
    let plausible = |w: &[u8]| {
        w.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b"-'.,".contains(b))
            && !NOT_A_NAME.has(w)
    };
    let count = words.clone().count();
    let starts_like_name = words.clone().filter(|w| is_capitalised(w)).count() * 2 > count;
    if (2..=5).contains(&count) && words.all(plausible) && starts_like_name {
        let titled = line.word_from(range.start).filter(|w| TITLES.has(line.slice(w.start..w.end)));
        let start = titled.and_then(|w| line.word_from(w.end)).map_or(range.start, |w| w.start);
        push(line, found, start..range.end, Entity::PersonName);
    }
}
