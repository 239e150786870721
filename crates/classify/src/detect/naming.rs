//! Account names in the sentences of logs: what stands behind `user`, or behind `for`, `by` and `as` in a sentence on a
//! login (classification.md 4.2 `username`: `for user X`, `for X from`; 5.3).

mod act;
mod behind;
mod form;
mod french;
mod noun;
mod preposition;

pub(super) use behind::{is_address, starts_with_address};
pub(super) use form::is_device;
pub(super) use noun::nouns;
pub(super) use preposition::prepositions;

use super::novel::is_improbable;
use super::{cue, host, participant, user};
use crate::line::Line;
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::LOGIN_WORDS;
use crate::word::{Word, is_any};
use form::{is_hash, is_quantity};
use noun::{NOUNS, PARTS, behind_noun};
use preposition::{PREPOSITIONS, behind_preposition};
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let login = tells_of_login(line);
    for (index, word) in line.marked(Marks::ROLE.or(Marks::PREPOSITION)) {
        let text = line.slice(word.start..word.end);
        if text == b"as" && line.byte(word.end) == Some(b':') {
            authorized(line, found, word.end + 1);
        } else if is_any(&NOUNS, text) {
            behind_noun(line, found, index, word);
        } else if text == b"for" && names_uid(line, word) {
            if let Some(token) = token(line, word.end) {
                let end = line.run(token.range.start, |b| b != b':');
                user::judge(line, found, token.range.start..end, user::Position::Cue);
            }
        } else if text == b"as" && follows_origin(line, word) {
        } else if (login || is_closing_agent(line, word)) && is_any(&PREPOSITIONS, text) {
            behind_preposition(line, found, word, login);
        } else if is_any(&PARTS, text) {
            act::behind_part(line, found, word);
        } else if text == b"by" {
            act::behind_by(line, found, word);
        } else if is_any(&french::PREPOSITIONS, text) {
            french::behind_preposition(line, found, word);
        }
    }
}

/// `joe@192.0.2.7 logged in as Acme Client`: who came stands in front already.
fn follows_origin(line: &Line<'_>, preposition: &Word) -> bool {
    let before = |word: &Word| line.word_before(word.start).copied();
    let logged = before(preposition).and_then(|word| before(&word));
    logged.is_some_and(|logged| cue::follows_login(line, logged.start))
}

/// `as:joe (auth:SIMPLE)`, as Hadoop's services tell who asked.
fn authorized(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let name = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if line.slice(name.end..line.view.len()).starts_with(b" (auth:") {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// Whether a word of the line is one of logins: its mark says only that its hash is that of one.
fn tells_of_login(line: &Line<'_>) -> bool {
    line.marks.has(Marks::LOGIN)
        && line.marked(Marks::LOGIN).any(|(_, word)| LOGIN_WORDS.has(line.slice(word.start..word.end)))
}

/// `for joe:1001`: an account and its number.
fn names_uid(line: &Line<'_>, preposition: &Word) -> bool {
    let Some(name) = line.word_from(preposition.end).filter(|word| word.start == preposition.end + 1) else {
        return false;
    };
    let end = line.run(name.end + 1, |b| b.is_ascii_digit());
    line.byte(name.end) == Some(b':')
        && end > name.end + 1
        && line.byte(end).is_none_or(|b| b.is_ascii_whitespace() || b == b',')
        && is_improbable(line.slice(name.start..name.end))
}

/// `… by "joe".` at the end of a sentence.
fn is_closing_agent(line: &Line<'_>, word: &Word) -> bool {
    let quote = line.byte(word.end + 1);
    let close = line.run(word.end + 2, |b| Some(b) != quote);
    quote == Some(b'"') && close + 2 >= line.view.len() && line.slice(word.start..word.end) == b"by"
}

/// The token behind a word, and the quotes or brackets around it.
struct Token {
    range: Range<usize>,
    enclosed: bool,
}

/// The token behind one blank at `end`, without quotes, brackets and the punctuation behind it.
fn token(line: &Line<'_>, end: usize) -> Option<Token> {
    if line.byte(end) != Some(b' ') {
        return None;
    }
    // A value that is put into a sentence may leave a blank beside the sentence's own.
    let end = if line.byte(end + 1) == Some(b' ') { end + 1 } else { end };
    let start = line.run(end + 1, |b| b"'\"`[<(>\x1f".contains(&b));
    if start > end + 4 {
        return None;
    }
    let mut stop = line.run(start, |b| !b.is_ascii_whitespace() && !b"'\"`<>[](){},;|=\x1e\x1f".contains(&b));
    // `>joe<`, as SAP encloses values.
    let turned = line.byte_before(start) == Some(b'>') && line.byte(stop) == Some(b'<');
    let enclosed =
        start > end + 1 && (turned || line.byte(stop).is_some_and(|b| b"'\"`]>)\x1f@".contains(&b)));
    while stop > start && matches!(line.byte_before(stop), Some(b'.' | b':' | b'?')) && !enclosed {
        stop -= 1;
    }
    (stop > start && (enclosed || start == end + 1)).then_some(Token { range: start..stop, enclosed })
}

/// Judges the token as an account, and the host behind `from`.
fn accept(line: &Line<'_>, found: &mut Vec<Span>, token: &Token) {
    participant::bracketed(line, found, token.range.clone(), user::Position::Cue);
}

/// The client in `joe from laptop.example.org` (classification.md 4.2 `client_hostname`).
pub(super) fn origin(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let end = line.run(end, |b| b"'\"`]>\x1f".contains(&b));
    if line.slice(end..end + 6) != b" from " {
        return;
    }
    let Some(word) = line.word_at(end + 6).filter(|w| w.start == end + 6) else { return };
    let name = line.slice(word.start..word.end);
    let letters = name.iter().any(u8::is_ascii_alphabetic);
    let full = letters && name.contains(&b'.');
    let short =
        letters && (name.contains(&b'-') || name.iter().any(u8::is_ascii_digit)) && !name.contains(&b'_');
    if full {
        host::judge(line, found, word.start..word.end, host::Role::Client);
    } else if short && !is_device(name) && !super::guid::is_guid(name) && !is_hash(name) && !is_quantity(name)
    {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}
