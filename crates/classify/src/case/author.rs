//! Whoever wrote, in the header of an entry: names, mail addresses, accounts, and the verbs that join them to the rest
//! (classification.md 4.6).

mod account;
mod name;
mod verb;

pub(super) use account::account_end;
pub(super) use name::{name_end, name_in_front_of_sentence};
pub(super) use verb::{is_speech, is_verb, verb_in};

use crate::detect::person;
use crate::line::Line;
use crate::vocabulary::{GIVEN_NAMES, HEADER_WORDS, ROLES, TITLES};
use crate::word::Word;

/// Behind the address of a mail that begins at `at`.
pub(super) fn mail_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| !b" \t<>()|,;".contains(&b));
    let end = line.run_back(end, |b| b == b':').max(at);
    line.slice(at..end).contains(&b'@').then_some(end)
}

/// The end of a channel's name behind its sign: `#helpdesk`.
pub(super) fn channel_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| b.is_ascii_lowercase() || b"-_".contains(&b));
    (end > at
        && matches!(line.byte_before(at), Some(b'#' | b'~'))
        && matches!(line.byte(end), Some(b' ' | b':')))
    .then_some(end)
}

/// Where the name itself begins: titles and parts are none of it (classification.md 4.2).
pub(super) fn behind_title(line: &Line<'_>, at: usize) -> usize {
    let is_title = |word: &&Word| {
        let text = line.slice(word.start..word.end);
        TITLES.has(text) || ROLES.has(text)
    };
    let title = line.word_from(at).filter(is_title);
    title.map_or(at, |word| line.run(word.end, |b| b" .".contains(&b)))
}

/// Words in front of whoever did something.
const OF: [&[u8]; 8] = [b"de", b"by", b"of", b"von", b"from", b"par", b"du", b"di"];

/// How many bytes say that something is of somebody: `note de Ann Lee`, `Commentaire de Ann Lee`.
pub(super) fn of_somebody(name: &[u8]) -> usize {
    let mut words = name.split(|b| *b == b' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let lowercase = |word: &[u8]| word.first().is_some_and(u8::is_ascii_lowercase);
    let word = HEADER_WORDS.has(first);
    if OF.iter().any(|of| of.eq_ignore_ascii_case(first)) {
        // `From  Ann Lee`.
        name.iter().skip(first.len()).take_while(|b| **b == b' ').count() + first.len()
    } else if word && !GIVEN_NAMES.has(first) && OF.contains(&second) {
        first.len() + second.len() + b"  ".len()
    } else if word && lowercase(first) {
        first.len() + 1
    } else {
        0
    }
}

/// Whether words of a language make a text up, none of them somebody's: `Attachment added: …`, `Chat Started: …`.
pub(super) fn is_of_words(text: &[u8]) -> bool {
    const LETTERS_MIN: usize = 4;
    let is_word =
        |word: &[u8]| word.len() >= LETTERS_MIN && !GIVEN_NAMES.has(word) && !person::is_no_word(word);
    text.is_ascii() && text.split(|b| *b == b' ').all(is_word)
}

/// Behind the part or number in brackets that a name has: `Ann Lee (cliente)`, `Lee, Ann [invisible for caller]`.
pub(super) fn part_end(line: &Line<'_>, end: usize) -> usize {
    let close = line.run(end + 2, |b| b.is_ascii_alphanumeric() || !b.is_ascii() || b" +.-/,".contains(&b));
    let brackets = (line.slice(end..end + 2), line.byte(close));
    if matches!(brackets, (b" (", Some(b')')) | (b" [", Some(b']'))) { close } else { end }
}
