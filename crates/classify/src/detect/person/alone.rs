//! Names of one word in prose: given names, and any where only people are named (classification.md 4.2 `person_name`).

use super::form::is_spelled;
use super::unlisted::{is_beside, is_candidate, is_in_token};
use super::words::{ACTS, CALLS, KIN, POSSESSIONS, introduces};
use crate::detect::novel::is_unknown;
use crate::line::Line;
use crate::view::FILLER;
use crate::vocabulary::{GIVEN_NAMES, NAMES_AND_WORDS, NOT_A_NAME};
use crate::word::is_any;

/// No introduction is longer.
const INTRODUCTION_BYTES_MAX: usize = 32;

/// Whether word `index` names somebody by itself: a given name that is no other word, or any name where only people are
/// named: `Ann's laptop`, `my colleague Ann`, `le poste d'Ann`.
pub(super) fn stands_alone(line: &Line<'_>, index: usize) -> bool {
    let word = |at: usize| line.words.get(at).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let text = word(index);
    if NAMES_AND_WORDS.has(text) {
        return is_spelled(text) && GIVEN_NAMES.has(text) && (is_owner(line, index) || speaks(line, index));
    }
    if !is_candidate(text) || is_in_token(line, index) {
        return false;
    }
    let owned = is_owner(line, index);
    let introduced = index > 0 && is_beside(line, index - 1) && KIN.has(word(index - 1));
    let said = index > 1
        && is_beside(line, index - 1)
        && line.words.get(index).is_some_and(|w| {
            let before = line.slice(w.start.saturating_sub(INTRODUCTION_BYTES_MAX)..w.start);
            before.strip_suffix(b" ").is_some_and(introduces)
        });
    let possessor = index > 1 && is_any(&["de", "d"], word(index - 1)) && POSSESSIONS.has(word(index - 2));
    let acts = is_beside(line, index) && ACTS.has(word(index + 1)) && !is_of_product(text);
    GIVEN_NAMES.has(text)
        || line.context.is_given_name(text)
        || said
        || acts
        || owned
        || introduced
        || possessor
}

/// `Cheers, Jo`: a word with a capital behind the end of a letter, and nothing behind it.
pub(super) fn closes(line: &Line<'_>, index: usize) -> bool {
    const CLOSINGS: [&str; 22] = [
        "cheers",
        "regards",
        "best",
        "thanks",
        "thx",
        "rgds",
        "br",
        "kr",
        "sincerely",
        "wishes",
        "cordialement",
        "merci",
        "salutations",
        "amicalement",
        "bàv",
        "cdt",
        "grüße",
        "gruß",
        "mfg",
        "saludos",
        "saluti",
        "groeten",
    ];
    let (Some(before), Some(word)) =
        (index.checked_sub(1).and_then(|at| line.words.get(at)), line.words.get(index))
    else {
        return false;
    };
    let (gap, text) = (line.slice(before.end..word.start), line.slice(word.start..word.end));
    let spelled = text.len() >= 2
        && text.first().is_some_and(u8::is_ascii_uppercase)
        && text.iter().skip(1).all(|b| b.is_ascii_lowercase() || !b.is_ascii() || *b == b'-');
    spelled
        && gap.first() == Some(&b',')
        && gap.iter().skip(1).all(u8::is_ascii_whitespace)
        && is_any(&CLOSINGS, line.slice(before.start..before.end))
        && line
            .byte(line.run(word.end, |b| b == b'.' || b.is_ascii_whitespace()))
            .is_none_or(|b| b == b'"' || b == FILLER)
        && !NOT_A_NAME.has(text)
        && (GIVEN_NAMES.has(text) || line.context.is_given_name(text) || is_unknown(text))
}

/// `Ann's laptop`.
fn is_owner(line: &Line<'_>, index: usize) -> bool {
    let word = |at: usize| line.words.get(at).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    line.words.get(index).is_some_and(|w| {
        [&b"'s "[..], "\u{2019}s ".as_bytes()].iter().any(|own| line.slice(w.end..w.end + own.len()) == *own)
    }) && POSSESSIONS.has(word(index + 2))
}

/// `Dean says`: a name that is also another word, and what only people do.
fn speaks(line: &Line<'_>, index: usize) -> bool {
    const SPEECH: [&str; 10] =
        ["says", "said", "wrote", "told", "asked", "confirmed", "confirms", "replied", "thinks", "agrees"];
    let next = line.words.get(index + 1);
    is_beside(line, index)
        && !is_in_token(line, index)
        && next.is_some_and(|next| is_any(&SPEECH, line.slice(next.start..next.end)))
}

/// `BitLocker`, `OneDrive`: words joined without a sign, which a family's name has behind a particle alone (`MacNeil`).
fn is_of_product(text: &[u8]) -> bool {
    const PARTICLES: [&[u8]; 10] =
        [b"Mac", b"Mc", b"De", b"Di", b"Du", b"La", b"Le", b"Van", b"Fitz", b"San"];
    let inner = text.iter().skip(1).position(u8::is_ascii_uppercase).map(|at| at + 1);
    inner.is_some_and(|at| text[at - 1].is_ascii_lowercase() && !PARTICLES.contains(&&text[..at]))
}

/// Whether word `index` is a name behind the sign for who should read it, `@Dean can you look`, or one that is also another word,
/// where only somebody can act: `can Dean have a look`.
pub(super) fn is_called(line: &Line<'_>, index: usize) -> bool {
    let Some(word) = line.words.get(index) else { return false };
    let text = line.slice(word.start..word.end);
    let mentioned = line.byte_before(word.start) == Some(b'@')
        && line.byte_before(word.start - 1).is_none_or(|b| b.is_ascii_whitespace() || b == b'"')
        && line.byte(word.end).is_none_or(|b| b" ,:!?\n\"".contains(&b));
    let before = index.checked_sub(1).and_then(|at| line.words.get(at));
    let called = before.is_some_and(|before| CALLS.has(line.slice(before.start..before.end)));
    let acts =
        line.byte(word.end) == Some(b' ') && line.byte(word.end + 1).is_some_and(|b| b.is_ascii_lowercase());
    is_spelled(text) && GIVEN_NAMES.has(text) && (mentioned || called && acts && is_beside(line, index - 1))
}
