//! Accounts behind the words that a message names them with: `account name joe7`, `compte de service svc_etl`
//! (classification.md 4.2 `username`).

use crate::detect::novel;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::taken::Taken;
use crate::vocabulary::ROLE_ACCOUNTS;
use crate::word::{Word, is_any};
use std::ops::Range;

/// What an account's name follows, word by word from its end.
const PHRASES: [&[&str]; 12] = [
    &["name", "account"],
    &["name", "user"],
    &["name", "login"],
    &["name", "logon"],
    &["account", "service"],
    &["service", "de", "compte"],
    &["technique", "compte"],
    &["domaine", "de", "compte"],
    &["local", "compte"],
    &["compte", "de", "nom"],
    &["utilisateur", "d", "nom"],
    &["d’utilisateur", "nom"],
];

/// Labels accounts that are made of a name in the same text: `skervella` beside `Solène Kervella`.
pub(super) fn find_derived(line: &Line<'_>, found: &mut Vec<Span>, text: &Range<usize>) {
    const NAMES_MAX: usize = 16;
    let names = found.iter().filter(|span| span.entity == Entity::PersonName);
    let made: Vec<Vec<u8>> =
        names.take(NAMES_MAX).flat_map(|span| derived(line.slice(span.start..span.end))).collect();
    if made.is_empty() {
        return;
    }
    let taken = Taken::of(found, |_| true);
    let first = line.words.partition_point(|word| word.start < text.start);
    let behind = line.words.partition_point(|word| word.end <= text.end);
    for word in line.words.get(first..behind).unwrap_or_default() {
        let name = word.start..word.end;
        if made.iter().any(|made| made == line.slice(name.clone())) && !taken.overlaps(&name) {
            push(line, found, name, Entity::Username);
        }
    }
}

/// The accounts that houses make of a given and a family name, in small letters without accents.
fn derived(name: &[u8]) -> Vec<Vec<u8>> {
    const FAMILY_BYTES_MIN: usize = 3;
    let folded = folded(name);
    let Some(blank) = memchr::memchr(b' ', &folded) else { return Vec::new() };
    let (given, family) = (&folded[..blank], &folded[blank + 1..]);
    let family: Vec<u8> = family.iter().copied().filter(u8::is_ascii_lowercase).collect();
    let Some(initial) = given.first().filter(|_| family.len() >= FAMILY_BYTES_MIN) else { return Vec::new() };
    let joined = |parts: &[&[u8]]| parts.concat();
    vec![
        joined(&[&[*initial], &family]),
        joined(&[&family, &[*initial]]),
        joined(&[given, b".", &family]),
        joined(&[given, b"_", &family]),
        joined(&[&[*initial], b".", &family]),
        joined(&[&family, b".", given]),
    ]
}

/// A name in small letters, each without its accent; hyphens and apostrophes are kept.
fn folded(name: &[u8]) -> Vec<u8> {
    const PLAIN: &[u8; 32] = b"aaaaaaaceeeeiiiidnooooo ouuuuyts";
    let mut plain = Vec::new();
    let mut bytes = name.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            0xc3 => {
                let letter = bytes.next().map(|b| usize::from(b & 0x1f)).and_then(|at| PLAIN.get(at));
                plain.extend(letter);
            }
            byte => plain.push(byte.to_ascii_lowercase()),
        }
    }
    plain
}

/// Labels such names in a text.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, text: &Range<usize>) {
    let first = line.words.partition_point(|word| word.start < text.start);
    let behind = line.words.partition_point(|word| word.end <= text.end);
    let taken = Taken::of(found, |_| true);
    for index in first + 1..behind.max(first + 1) {
        let Some(word) = line.words.get(index) else { break };
        let name = word.start..word.end;
        if is_name(line.slice(name.clone())) && follows_phrase(line, index) && !taken.overlaps(&name) {
            push(line, found, name, Entity::Username);
        }
    }
}

fn follows_phrase(line: &Line<'_>, index: usize) -> bool {
    let text = |word: &Word| line.slice(word.start..word.end);
    let Some(last) = index.checked_sub(1).and_then(|at| line.words.get(at)) else { return false };
    let beside = line.words.get(index).is_some_and(|word| line.slice(last.end..word.start) == b" ");
    beside
        && PHRASES.iter().any(|phrase| {
            phrase.iter().enumerate().all(|(back, expected)| {
                let word = index.checked_sub(1 + back).and_then(|at| line.words.get(at));
                word.is_some_and(|word| is_any(&[expected], text(word)))
            })
        })
}

/// A word that no list knows, or one with a sign or a number in it.
fn is_name(text: &[u8]) -> bool {
    const BYTES: std::ops::RangeInclusive<usize> = 3..=32;
    let shaped = text.iter().any(u8::is_ascii_lowercase)
        && text.iter().any(|b| b.is_ascii_digit() || b"_-.".contains(b))
        && text.first().is_some_and(u8::is_ascii_alphabetic)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b));
    BYTES.contains(&text.len()) && !ROLE_ACCOUNTS.has(text) && (shaped || novel::is_novel(text))
}
