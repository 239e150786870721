//! Codes that somebody read out or typed, named elsewhere in the message or not at all: `she gave 118 402 from the app`, `the code
//! is refused, I typed 40518` (classification.md 4.1 `otp`).

use super::noun::is_sign_in_code;
use super::run::previous_run;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{CODE_NOUNS, PASSWORD_NOUNS};
use crate::word::{Word, is_any};
use std::ops::Range;

/// What sends or shows codes.
const SOURCES: [&str; 8] = ["authenticator", "otp", "totp", "2fa", "mfa", "sms", "texto", "authentificateur"];
/// What somebody does with a code.
const GIVEN: [&str; 20] = [
    "typed", "type", "entered", "enter", "gave", "give", "put", "read", "used", "dicté", "dictée", "tapé",
    "saisi", "donné", "lu", "entré", "mis", "rentré", "got", "reçu",
];

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if found.iter().any(|s| s.entity == Entity::Otp) {
        return;
    }
    let sourced = line.words.iter().any(|word| is_any(&SOURCES, line.slice(word.start..word.end)));
    let named = line.marked(Marks::SECRET).any(|(index, word)| is_code(line, index, word));
    if !sourced && !named {
        return;
    }
    for (index, word) in line.words.iter().enumerate() {
        let Some(value) = digits_at(line, index, word) else { continue };
        let six = line.slice(value.clone()).iter().filter(|b| b.is_ascii_digit()).count() == 6;
        let given = || {
            line.byte_before(value.start) == Some(b' ')
                && is_any(&GIVEN, line.slice(previous_run(line, value.start)))
        };
        let free = || is_apart(line, &value) && !found.iter().any(|s| s.overlaps(&value));
        if (sourced && six || given()) && free() && !is_of_another(line, index) {
            push(line, found, value, Entity::Otp);
        }
    }
}

/// Whether a word names a code that signs in: `code`, `one time pass`.
fn is_code(line: &Line<'_>, index: usize, word: &Word) -> bool {
    let text = line.slice(word.start..word.end);
    let once = |word: &Word| is_any(&["time", "otp", "unique"], line.slice(word.start..word.end));
    let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
    CODE_NOUNS.has(text) && is_sign_in_code(line, index)
        || PASSWORD_NOUNS.has(text) && beside.filter_map(|at| line.words.get(at)).any(once)
}

/// `error code 500121`: the number of a code that signs nobody in.
fn is_of_another(line: &Line<'_>, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|at| Some((at, line.words.get(at)?)));
    before.is_some_and(|(at, noun)| {
        CODE_NOUNS.has(line.slice(noun.start..noun.end)) && !is_sign_in_code(line, at)
    })
}

/// The digits of a code at a word: four to eight, or two groups of three.
fn digits_at(line: &Line<'_>, index: usize, word: &Word) -> Option<Range<usize>> {
    let digits = |word: &Word| line.slice(word.start..word.end).iter().all(u8::is_ascii_digit);
    if !digits(word) {
        return None;
    }
    match (word.len(), line.words.get(index + 1)) {
        (4..=8, _) => Some(word.start..word.end),
        (3, Some(next)) if next.len() == 3 && digits(next) && line.slice(word.end..next.start) == b" " => {
            Some(word.start..next.end)
        }
        _ => None,
    }
}

fn is_apart(line: &Line<'_>, value: &Range<usize>) -> bool {
    let apart = |b: Option<u8>| b.is_none_or(|b| b" ,.;!?\"'()".contains(&b));
    apart(line.byte_before(value.start)) && apart(line.byte(value.end))
}
