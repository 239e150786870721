//! Passwords of several words, of which the last is a number: `her password is plum jam on bread 5`
//! (classification.md 4.1).

use super::run::{next_run, trimmed};
use crate::detect::user::is_placeholder;
use crate::entity::{Entity, SpanCategory};
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{PASSWORD_NOUNS, PASSWORD_STATES, PREDICATES};
use crate::word::is_any;
use std::ops::Range;

/// How many words may stand between the name of a password and what states it.
const WORDS_MAX: usize = 4;
/// What states: behind the name of a password the password itself follows.
const STATES: [&str; 8] = ["is", "was", "is:", "est", "était", "c'est", "c'était", ":"];
/// What a message calls a password that it named before: `l'ancien c'était`.
const AGAIN: [&str; 8] = ["l'ancien", "ancien", "nouveau", "l'autre", "old", "new", "one", "previous"];
/// The words of a phrase.
const PHRASE_WORDS: std::ops::RangeInclusive<usize> = 3..=6;
/// What a number counts in a sentence that states nothing.
const COUNTED: [&str; 24] = [
    "days",
    "day",
    "jours",
    "times",
    "fois",
    "characters",
    "caractères",
    "minutes",
    "hours",
    "heures",
    "weeks",
    "months",
    "mois",
    "ans",
    "years",
    "letters",
    "digits",
    "chiffres",
    "lettres",
    "version",
    "until",
    "since",
    "depuis",
    "error",
];

/// Labels phrases behind what states a password; a password that was found is enough.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if found.iter().any(|span| span.category() == SpanCategory::Credential) {
        return;
    }
    let mut named = false;
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        let noun = word.marks.has(Marks::SECRET) && PASSWORD_NOUNS.has(text);
        named |= noun;
        let again = named && index > 0 && is_any(&AGAIN, text);
        if !(noun || again) || !matches!(line.byte(word.end), Some(b' ' | b',')) {
            continue;
        }
        if let Some(phrase) = stated_behind(line, word.end).and_then(|start| phrase(line, start)) {
            push(line, found, phrase, Entity::Password);
            return;
        }
    }
}

/// Where the run behind what states begins, within some words and the sentence.
fn stated_behind(line: &Line<'_>, end: usize) -> Option<usize> {
    let mut at = end;
    for _ in 0..WORDS_MAX {
        let run = next_run(line, at);
        let text = line.slice(run.clone());
        if is_any(&STATES, text) {
            return Some(next_run(line, run.end).start);
        }
        if run.is_empty() || text.ends_with(b".") || text.ends_with(b"?") || text.ends_with(b"!") {
            return None;
        }
        at = run.end;
    }
    None
}

/// Small words and a number at their end, in front of what ends a part of the sentence.
fn phrase(line: &Line<'_>, start: usize) -> Option<Range<usize>> {
    const JOINTS: [&str; 9] = ["et", "and", "but", "mais", "or", "ou", "so", "then", "puis"];
    let (mut end, mut words, mut last) = (start, 0, start..start);
    loop {
        let run = next_run(line, end);
        let word = trimmed(line, run.clone());
        let text = line.slice(word.clone());
        if run.is_empty() || words > *PHRASE_WORDS.end() {
            return None;
        }
        if words > 0 && is_any(&JOINTS, text) {
            break;
        }
        let number = text.iter().all(u8::is_ascii_digit);
        let small = text.first().is_some_and(|b| b.is_ascii_lowercase() || !b.is_ascii())
            && text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii());
        let states =
            words == 0 && (PASSWORD_STATES.has(text) || PREDICATES.has(text) || is_placeholder(text));
        if !(number || small) || states || is_any(&COUNTED, text) {
            return None;
        }
        words += 1;
        end = run.end;
        last = word;
        if last.end < run.end || line.byte(run.end) != Some(b' ') {
            break;
        }
    }
    let numbered = line.slice(last.clone()).iter().all(u8::is_ascii_digit);
    (numbered && PHRASE_WORDS.contains(&words)).then_some(start..last.end)
}
