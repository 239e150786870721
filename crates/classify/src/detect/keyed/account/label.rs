//! Accounts behind a label and a colon, where sentences, headings and other labels stand too (classification.md 4.2 `username`).

use crate::detect::keyed::first_word;
use crate::detect::novel::is_unknown;
use crate::detect::row::is_secret;
use crate::detect::{person, user};
use crate::entity::Entity;
use crate::field::Field;
use crate::key::{self, KeyClass};
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{
    ENGLISH_WORDS, FRENCH_WORDS, GIVEN_NAMES, LINKING_WORDS, ORDINARY_WORDS, ROLE_ACCOUNTS,
};
use std::ops::Range;

/// Judges the word behind a label, if it names an account.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    // `imap-login: Aborted login`: the tag of a program; `org.example.mail.MailRequestor: …`: a class.
    if line.slice(field.key.clone()).ends_with(b"-login") || is_class(line.slice(field.key.clone())) {
        return;
    }
    // `user 'joe': duo said no`: what is said of whom stands in quotes.
    if matches!(line.byte_before(field.key.start), Some(b'\'')) && line.byte(field.key.end) == Some(b'\'') {
        return;
    }
    let word = first_word(line, field);
    // `login: driver = plaintext`: a section, and a key in it.
    if line.slice(word.end..word.end + 3) == b" = " {
        return;
    }
    if is_function(line.slice(field.key.clone())) || is_progress(line, &word) {
        return;
    }
    let value = line.slice(field.value.clone());
    // `Login:resume` in the value of another key.
    if line.byte_before(word.start) == Some(b':') && ENGLISH_WORDS.has(line.slice(word.clone())) {
        return;
    }
    // `Nom de compte complet : X`: the end of a label.
    let text = line.slice(word.clone());
    if line.slice(word.end..word.end + 2) == b" :" && (FRENCH_WORDS.has(text) || !is_unknown(text)) {
        return;
    }
    // `LOCAL SERVICE` is one name, and `user:epid:…` no account.
    let pair = value.first() != Some(&b'"')
        && line.slice(word.clone()).contains(&b':')
        && line.byte_before(field.value.start) == Some(b':');
    // `New Account: Security ID: S-1-5…`: the heading of a group of labels.
    let label = memchr::memchr(b':', value.get(..LABEL_BYTES_MAX.min(value.len())).unwrap_or_default());
    let label = label
        .and_then(|colon| value.get(..colon))
        .filter(|label| label.contains(&b' ') && !label.contains(&b','));
    let heading = label.is_some_and(is_label);
    let next_key =
        heading || line.slice(word.clone()).ends_with(b":") || line.slice(word.clone()).contains(&b'=');
    if ROLE_ACCOUNTS.has(value) || pair || next_key {
        return;
    }
    if person::full_name_at(line, found, &field.value) {
        return;
    }
    let rest = line.slice(word.end..field.value.end);
    // `User: the service has started` is a sentence, `Owner: Setup Host` a program.
    let follows = |kind: fn(&u8) -> bool| rest.first() == Some(&b' ') && rest.get(1).is_some_and(kind);
    let sentence = follows(u8::is_ascii_uppercase) && !is_next_label(rest)
        || follows(u8::is_ascii_lowercase)
            && (is_said(line.slice(word.clone())) || begins_sentence(line.slice(word.clone())));
    if !value.starts_with(b"NT ") && (!sentence || line.slice(word.clone()).contains(&b'\\')) {
        secret_behind(line, found, word.end);
        user::judge(line, found, word, user::Position::Key);
    }
}

/// Whether the key ends in a class with the packages that it is in.
fn is_class(key: &[u8]) -> bool {
    let path = key.rsplit(|b| *b == b' ').next().unwrap_or_default();
    let class = path.rsplit(|b| *b == b'.').next().unwrap_or_default();
    memchr::memchr_iter(b'.', path).nth(1).is_some() && class.first().is_some_and(u8::is_ascii_uppercase)
}

/// `getAccountsAsUser: …`: a function that tells what it does.
fn is_function(key: &[u8]) -> bool {
    const VERBS: [&[u8]; 12] = [
        b"get", b"set", b"is", b"has", b"on", b"add", b"remove", b"update", b"check", b"handle", b"find",
        b"notify",
    ];
    let name = key.rsplit(|b| !b.is_ascii_alphanumeric()).next().unwrap_or_default();
    VERBS.iter().any(|verb| {
        name.strip_prefix(*verb).is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_uppercase))
    })
}

/// `azurerm_subnet.users: Refreshing state...`, `Creating...`: what is being done with it (Terraform).
fn is_progress(line: &Line<'_>, word: &Range<usize>) -> bool {
    let text = line.slice(word.clone());
    let stem = text.strip_suffix(b"...").unwrap_or(text);
    let goes_on = text.len() > stem.len() || line.slice(word.end..word.end + 6) == b" state";
    goes_on && (stem.ends_with(b"ing") || stem.ends_with(b"complete"))
}

/// `my login: joe / X`, as people write an account and its password on one line.
fn secret_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    const SLASH: &[u8] = b" / ";
    let start = end + SLASH.len();
    let secret = start..line.run(start, |b| b.is_ascii_graphic() && !b"\",;()\x1f".contains(&b));
    let written = line.channel.is_prose() && line.slice(end..start) == SLASH;
    if written && is_secret(line.slice(secret.clone())) {
        push(line, found, secret, Entity::Password);
    }
}

/// Whether the first word belongs to a known key: `Security ID`, and not `joe Password`.
fn is_label(text: &[u8]) -> bool {
    let rest = memchr::memchr(b' ', text).and_then(|blank| text.get(blank + 1..)).unwrap_or_default();
    let class = key::lookup(b"", text);
    class.is_some() && class != key::lookup(b"", rest)
}

/// `users: Matched entry …`: a word with a capital that is nobody's name.
fn begins_sentence(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_uppercase) && !is_unknown(word) && !GIVEN_NAMES.has(word)
}

/// A word of a sentence: `login: timed out`.
fn is_said(word: &[u8]) -> bool {
    LINKING_WORDS.has(word) || ORDINARY_WORDS.has(word)
}

/// ` Account Domain: …`: the label of the next field, where an event's lines were joined by blanks.
pub(in crate::detect::keyed) fn is_next_label(rest: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', rest) else { return false };
    let label = rest.get(..colon).unwrap_or_default();
    label.len() <= LABEL_BYTES_MAX
        && label.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b" -'".contains(b))
        && matches!(rest.get(colon + 1), Some(b' ' | b'\t') | None)
        && label.trim_ascii_start().first().is_some_and(u8::is_ascii_uppercase)
}

/// Longer runs are no labels.
const LABEL_BYTES_MAX: usize = 40;
