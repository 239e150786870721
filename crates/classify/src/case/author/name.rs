//! Names of whoever wrote, in the header of an entry (classification.md 4.2 `person_name`, 4.6).

use super::verb::{is_speech, verb_in};
use super::{is_of_words, of_somebody};
use crate::case::part::{is_of_header_words, time_end, word_end};
use crate::case::separator::is_fence;
use crate::detect::person;
use crate::line::Line;
use crate::vocabulary::{GIVEN_NAMES, HEADER_WORDS, ROLES, TITLES};

/// The end of a name that begins at `at` and stands alone between separators.
pub(in crate::case) fn name_end(line: &Line<'_>, at: usize) -> Option<usize> {
    if let Some(end) = reversed_end(line, at) {
        return Some(end);
    }
    let end = line.run(at, |b| !b"|<>[](){}:;,*\t\n\"".contains(&b));
    let whole = line.slice(at..end);
    // Two blanks, a dash between blanks and a time end it as well.
    let stop = whole.windows(3).position(|w| {
        w[..2] == *b"  "
            || w[0] == b' ' && is_fence(&[w[1], w[2], w[2]])
            || w == b" - "
            || w == b" / "
            || w == " –".as_bytes()[..3].as_ref()
    });
    let digit = whole.windows(2).position(|w| w[0] == b' ' && w[1].is_ascii_digit());
    let dash = ["–", "—", "·", "•", "→", "»", "«"]
        .iter()
        .filter_map(|dash| memchr::memmem::find(whole, dash.as_bytes()))
        .min();
    let stop = stop.into_iter().chain(digit).chain(dash).chain(verb_in(whole)).chain(date_in(whole)).min();
    let stop = stop.unwrap_or(whole.len());
    let name = whole.get(..stop)?.trim_ascii_end();
    let last = at + whole.len() == line.view.len();
    let name = if last { name.strip_suffix(b".").unwrap_or(name) } else { name };
    let end = at + name.len();
    let closed = last
        || stop < whole.len()
        || line.byte(at + whole.len()).is_some_and(|b| b"|<>)](:;*\t[{\"".contains(&b))
        || is_comma_of_header(line, at + whole.len());
    let known = person::is_full_name(name)
        && of_somebody(name) == 0
        && !is_of_header_words(name)
        && !is_of_words(name);
    // `19 Jun 2026` names nobody.
    let month = HEADER_WORDS.has(name) && digit == Some(name.len());
    let single = GIVEN_NAMES.has(name) && !month
        || is_titled(line, at, name)
        || at == 0 && is_speaking(whole, name)
        || is_shortened(line, name, end);
    (closed && (known || single && !ROLES.has(name))).then_some(end)
}

/// The end of a given and a family name, whatever their order, with a word of a language and its capital right behind it: `Ann
/// Whitfield Connecting now`.
pub(in crate::case) fn name_in_front_of_sentence(line: &Line<'_>, at: usize) -> Option<usize> {
    let inside = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || b"'-".contains(&b);
    let first = line.run(at, inside);
    let reversed = line.slice(first..first + 2) == b", ";
    let gap = if reversed { b", ".len() } else { 1 };
    let end = line.run(first + gap, inside);
    let (one, other) = (line.slice(at..first), line.slice(first + gap..end));
    let (given, family) = if reversed { (other, one) } else { (one, other) };
    let next = end + 1..line.run(end + 1, |b| b.is_ascii_alphabetic() || !b.is_ascii());
    let begun = line.slice(next.clone());
    let sentence = begun.first().is_some_and(u8::is_ascii_uppercase) && !person::is_no_word(begun);
    let spoken = line.byte(end) == Some(b' ') && matches!(line.byte(next.end), Some(b' ' | b',' | b'\''));
    let named = GIVEN_NAMES.has(given)
        && person::is_no_word(family)
        && person::is_full_name(&[given, family].join(&b' '));
    (named && spoken && sentence && (reversed || line.byte(first) == Some(b' '))).then_some(end)
}

/// The end of `Lee, Ann` in front of a separator.
fn reversed_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let inside = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || b"'-".contains(&b);
    let comma = line.run(at, inside);
    let end = line.run(comma + 2, inside);
    let separated = [&b" - "[..], b" | ", b": ", b" (", b" ["]
        .iter()
        .any(|it| line.slice(end..line.view.len()).starts_with(it));
    (line.slice(comma..comma + 2) == b", " && separated && person::is_reversed(line.slice(at..end)))
        .then_some(end)
}

/// Where in `Ann Lee Feb 12` or `Ann Lee mercredi 10` the words of a date begin: one of headers in front of a number.
fn date_in(text: &[u8]) -> Option<usize> {
    const LETTERS_MIN: usize = 3;
    memchr::memchr_iter(b' ', text).find(|blank| {
        let mut words = text[blank + 1..].split(|b| *b == b' ');
        let (word, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let ends = next.is_empty() && !GIVEN_NAMES.has(word);
        let digit = |text: &[u8]| text.first().is_some_and(u8::is_ascii_digit);
        // `Mon Mar 02`.
        let dated = digit(next) || HEADER_WORDS.has(next) && words.next().is_some_and(digit);
        word.len() >= LETTERS_MIN && HEADER_WORDS.has(word) && (ends || dated)
    })
}

/// A word with a capital.
fn is_single(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_uppercase)
        && name.len() >= 2
        && name.iter().skip(1).all(|b| b.is_ascii_lowercase() || !b.is_ascii() || *b == b'-')
        && !HEADER_WORDS.has(name)
}

/// `Kristjan T: …`: a word that is no other, and an initial.
fn is_shortened(line: &Line<'_>, name: &[u8], end: usize) -> bool {
    let (first, initial) = name.split_at(memchr::memchr(b' ', name).unwrap_or(name.len()));
    let initial = matches!(initial, [b' ', letter] | [b' ', letter, b'.'] if letter.is_ascii_uppercase());
    initial && is_single(first) && line.byte(end) == Some(b':')
}

/// `mr Okonjo`: a family name behind a title.
fn is_titled(line: &Line<'_>, at: usize, name: &[u8]) -> bool {
    let title = line.word_before(at).filter(|word| line.run(word.end, |b| b" .".contains(&b)) == at);
    is_single(name) && title.is_some_and(|word| TITLES.has(line.slice(word.start..word.end)))
}

/// `Hoa a répondu`: whoever says something is somebody.
fn is_speaking(text: &[u8], name: &[u8]) -> bool {
    let behind = text.get(name.len() + 1..).unwrap_or_default();
    let verb = behind.strip_prefix(b"a ").unwrap_or(behind);
    is_single(name) && !is_of_words(name) && is_speech(verb.split(|b| *b == b' ').next().unwrap_or_default())
}

/// `Ann Lee, 4.3.2026: …`, `Ann Lee, le 4 mars …`: a comma that a time or a word of headers stands behind.
fn is_comma_of_header(line: &Line<'_>, at: usize) -> bool {
    let behind = at + b", ".len();
    line.slice(at..behind) == b", " && (time_end(line, behind).is_some() || word_end(line, behind).is_some())
}
