//! Passwords of which a message gives only the form: `I set it to Pine!Cone77`, `New one: Rook-Harbor-52`
//! (classification.md 4.1).

use super::run::{next_run, trimmed};
use super::value::is_password;
use super::{account, phrase, read_out};
use crate::channel::Channel;
use crate::detect::novel;
use crate::entity::Entity;
use crate::entity::SpanCategory;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::PASSWORD_NOUNS;
use crate::word::is_any;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static ANNOUNCES: LazyLock<[Finder<'static>; 9]> = LazyLock::new(|| {
    [
        "set it to ",
        "changed it to ",
        "ew one: ",
        "ew one is ",
        "updated it to ",
        "it is now ",
        "switched it to ",
        "remplacé par ",
        "changé en ",
    ]
    .map(Finder::new)
});

pub(in crate::detect) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    read_out::find(line, found);
    account::find(line, found);
    behind_account(line, found);
    phrase::find(line, found);
    renewed(line, found);
    beside_noun(line, found);
    if line.channel == Channel::Case {
        told(line, found);
    }
    for phrase in ANNOUNCES.iter() {
        for start in phrase.find_iter(line.view) {
            let value = trimmed(line, next_run(line, start + phrase.needle().len()));
            if is_mixed(line.slice(value.clone())) && is_password(line, line.slice(value.clone())) {
                push(line, found, value, Entity::Password);
            }
        }
    }
}

/// `joe / X`: a run behind an account that was found, a slash between.
fn behind_account(line: &Line<'_>, found: &mut Vec<Span>) {
    let accounts: Vec<usize> = found
        .iter()
        .filter(|s| matches!(s.entity, Entity::Username | Entity::Email | Entity::TenantDomain))
        .map(|s| s.end)
        .collect();
    for end in accounts {
        if [&b" / "[..], b" | "].contains(&line.slice(end..end + 3)) {
            let value = trimmed(line, next_run(line, end + 3));
            if is_password(line, line.slice(value.clone())) && !is_found(found, &value) {
                push(line, found, value, Entity::Password);
            }
        }
    }
}

/// `mon ancien mot de passe était X, le nouveau Y`: another password, beside one that was stated.
fn renewed(line: &Line<'_>, found: &mut Vec<Span>) {
    const AGAIN: [&str; 8] = ["nouveau", "nouvelle", "new", "one", "ancien", "old", "previous", "neues"];
    if !found.iter().any(|span| span.entity == Entity::Password) {
        return;
    }
    for word in line.words.iter().filter(|word| is_any(&AGAIN, line.slice(word.start..word.end))) {
        let value = trimmed(line, next_run(line, word.end));
        let beside = line.slice(word.end..value.start).iter().all(|b| b" :\xc2\xa0\xab\"'".contains(b));
        if beside && is_password(line, line.slice(value.clone())) && !is_found(found, &value) {
            push(line, found, value, Entity::Password);
        }
    }
}

/// In a sentence that names a password and states none, a run that is made as passwords are.
fn beside_noun(line: &Line<'_>, found: &mut Vec<Span>) {
    let stated = found.iter().any(|s| s.category() == SpanCategory::Credential);
    let named =
        || line.marked(Marks::SECRET).any(|(_, word)| PASSWORD_NOUNS.has(line.slice(word.start..word.end)));
    if stated || !line.marks.has(Marks::SECRET) || !named() {
        return;
    }
    runs_made_like(line, found, |value| {
        let text = line.slice(value.clone());
        is_mixed(text) || is_mixed_words(text) || is_set_off(line, value) && is_word_and_number(text)
    });
}

/// A run that only a password is made like, whatever the message says of it: `I gave them Moor!Lamp6 this morning`.
fn told(line: &Line<'_>, found: &mut Vec<Span>) {
    runs_made_like(line, found, |value| is_unlike_words(line.slice(value.clone())));
}

/// Labels the runs that a password can be and that `is_made` recognises.
fn runs_made_like(line: &Line<'_>, found: &mut Vec<Span>, is_made: impl Fn(&Range<usize>) -> bool) {
    let mut at = 0;
    while at < line.view.len() {
        let run = next_run(line, at);
        at = run.end + 1;
        let value = trimmed(line, run);
        let text = line.slice(value.clone());
        if is_made(&value) && is_password(line, text) && !is_numbered(text) && !is_found(found, &value) {
            push(line, found, value, Entity::Password);
        }
    }
}

/// Both kinds of letters, digits, and a sign inside that sentences write at the end of a word or in front of a number alone.
/// `Case#4471`, `Sheet1!B12` and `kernel32!Start` are other things.
fn is_unlike_words(text: &[u8]) -> bool {
    let Some(sign) = text.iter().position(|b| b"!?#$^".contains(b)) else { return false };
    let (front, behind) = (&text[..sign], &text[sign + 1..]);
    is_mixed(text)
        && !text.iter().any(|b| b"=&.:;,".contains(b))
        && front.iter().any(u8::is_ascii_uppercase)
        && front.len() >= 3
        && behind.iter().any(u8::is_ascii_lowercase)
}

fn is_found(found: &[Span], value: &Range<usize>) -> bool {
    found.iter().any(|s| s.overlaps(value))
}

/// Whether a run stands behind a comma, a colon or a quote and ends a part of the sentence: `the one from home, Brehat2258.`
fn is_set_off(line: &Line<'_>, value: &Range<usize>) -> bool {
    let front = line.slice(value.start.saturating_sub(2)..value.start);
    matches!(front, b", " | b": " | b" \"" | b" '" | b" (") && line.byte(value.end).is_none_or(|b| b != b' ')
}

/// A word that no list knows, and a number behind it.
fn is_word_and_number(text: &[u8]) -> bool {
    const LETTERS_MIN: usize = 5;
    const DIGITS: std::ops::RangeInclusive<usize> = 2..=6;
    let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (word, number) = text.split_at(letters);
    letters >= LETTERS_MIN
        && DIGITS.contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && text.iter().any(u8::is_ascii_lowercase)
        && novel::is_unknown(word)
}

/// `Summer-Rain88`: two words with capitals and a number, a hyphen between.
fn is_mixed_words(text: &[u8]) -> bool {
    let mut parts = text.split(|b| *b == b'-');
    let word = |part: Option<&[u8]>| {
        part.is_some_and(|p| p.len() >= 3 && p[0].is_ascii_uppercase() && p[1].is_ascii_lowercase())
    };
    text.len() >= 8 && word(parts.next()) && word(parts.next()) && text.last().is_some_and(u8::is_ascii_digit)
}

/// `Ticket#2026030410000539`: a noun for what is numbered, and which one.
fn is_numbered(text: &[u8]) -> bool {
    const DIGITS_MIN: usize = 4;
    const NOUNS: [&str; 30] = [
        "ticket",
        "case",
        "incident",
        "issue",
        "bug",
        "request",
        "order",
        "invoice",
        "pr",
        "demande",
        "dossier",
        "commande",
        "facture",
        "appel",
        "call",
        "sr",
        "ref",
        "job",
        "build",
        "task",
        "change",
        "problem",
        "chat",
        "fiche",
        "intervention",
        "cas",
        "conversation",
        "thread",
        "quote",
        "devis",
    ];
    let parts = memchr::memchr(b'#', text).map(|sign| (&text[..sign], &text[sign + 1..]));
    parts.is_some_and(|(noun, number)| {
        is_any(&NOUNS, noun) && number.len() >= DIGITS_MIN && number.iter().all(u8::is_ascii_digit)
    })
}

/// Letters of both kinds, digits and symbols; `Windows-1252` has but one hyphen.
fn is_mixed(text: &[u8]) -> bool {
    const BYTES_MIN: usize = 8;
    let has = |kind: fn(&u8) -> bool| text.iter().any(kind);
    let symbol = has(|b| b"!#$%*~@?&+=^_".contains(b)) || memchr::memchr_iter(b'-', text).count() >= 2;
    text.len() >= BYTES_MIN
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit)
        && symbol
}
