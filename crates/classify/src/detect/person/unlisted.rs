//! Names in prose whose given name no list has: two words with capitals that no list of words has either
//! (classification.md 4.2 `person_name`; 1: unsure whether it is an entity, it is).

use super::form::{is_particle, is_spelled};
use super::words::CUES;
use crate::detect::novel::is_unknown;
use crate::line::Line;
use crate::vocabulary::{
    ENGLISH_WORDS, FRENCH_WORDS, GIVEN_NAMES, LEGAL_FORMS, NAMES_AND_WORDS, NOT_A_NAME, ORDINARY_WORDS,
    OTHER_LANGUAGES, PRODUCTS, SOFTWARE_WORDS, TRADES,
};
use crate::word::is_any;
use std::ops::Range;

/// Whether a name begins at word `index`.
pub(super) fn is_name(line: &Line<'_>, index: usize) -> bool {
    let word = |at: usize| line.words.get(at).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let beside = |at: usize| is_beside(line, at);
    if !is_candidate(word(index)) || is_in_token(line, index) || !beside(index) {
        return false;
    }
    if is_participle(word(index))
        && beside(index + 1)
        && is_spelled(word(index + 1))
        && is_spelled(word(index + 2))
    {
        return false;
    }
    let mut family = index + 1;
    while family < index + 3 && is_particle(word(family)) && beside(family) {
        family += 1;
    }
    let last = word(family);
    if !is_spelled(last)
        || NOT_A_NAME.has(last)
        || LEGAL_FORMS.has(last)
        || TRADES.has(last)
        || is_in_token(line, family)
    {
        return false;
    }
    let cued = || index > 0 && beside(index - 1) && CUES.has(word(index - 1));
    let unknown = is_unknown(last) && !OTHER_LANGUAGES.has(last) && !writes_nouns_large(line);
    GIVEN_NAMES.has(last) || unknown || cued() && !SOFTWARE_WORDS.has(last)
}

/// A capital and small letters, and no word of the language or the trade.
pub(super) fn is_candidate(text: &[u8]) -> bool {
    is_spelled(text)
        && !NOT_A_NAME.has(text)
        && !PRODUCTS.has(text)
        && !OTHER_LANGUAGES.has(text)
        && !is_elided(text)
        && (is_unknown(text) || is_given(text))
}

/// `Rappelé` of `Rappelé Ann Lee`: what was done to whom, as French notes begin; a name of three words begins otherwise.
fn is_participle(text: &[u8]) -> bool {
    ["é", "ée", "és", "ées"].iter().any(|end| text.ends_with(end.as_bytes())) && !GIVEN_NAMES.has(text)
}

/// A given name that no list has as a word, if only parts of words make it up: `Declan`.
fn is_given(text: &[u8]) -> bool {
    GIVEN_NAMES.has(text)
        && ![&*ENGLISH_WORDS, &*FRENCH_WORDS, &*SOFTWARE_WORDS, &*ORDINARY_WORDS]
            .iter()
            .any(|list| list.has(text))
        && !text.ends_with(b"er")
        && !text.ends_with(b"s")
}

/// `L’ordonnanceur`, `Qu'elle`: a small word of French in front of another; names go on with a capital (`D'Amico`).
fn is_elided(text: &[u8]) -> bool {
    let marks = [&b"'"[..], "\u{2019}".as_bytes()];
    let behind = |mark: &&[u8]| {
        let at = memchr::memmem::find(text.get(..6).unwrap_or(text), mark)?;
        text.get(at + mark.len()).copied()
    };
    marks.iter().find_map(behind).is_some_and(|next| next.is_ascii_lowercase() || !next.is_ascii())
}

/// The given name in `d’Hugues`, `qu’Hugues`, and the family name behind it.
pub(super) fn given_behind_elision(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    const MARK: &str = "\u{2019}";
    const SMALL: [&str; 8] = ["d", "l", "qu", "n", "jusqu", "lorsqu", "puisqu", "chez"];
    let word = line.words.get(index)?;
    let text = line.slice(word.start..word.end);
    let mark = memchr::memmem::find(text.get(..10).unwrap_or(text), MARK.as_bytes())?;
    let name = text.get(mark + MARK.len()..)?;
    let named = is_any(&SMALL, &text[..mark])
        && is_spelled(name)
        && (GIVEN_NAMES.has(name) || line.context.is_given_name(name))
        && !NAMES_AND_WORDS.has(name);
    let family = line.words.get(index + 1).filter(|next| {
        let text = line.slice(next.start..next.end);
        is_beside(line, index) && is_spelled(text) && !NOT_A_NAME.has(text)
    });
    named.then(|| word.start + mark + MARK.len()..family.map_or(word.end, |family| family.end))
}

/// Whether the line is German, whose nouns have capitals as names have.
fn writes_nouns_large(line: &Line<'_>) -> bool {
    const GERMAN: [&str; 20] = [
        "der", "die", "das", "und", "ist", "nicht", "ich", "wir", "bitte", "für", "auf", "mit", "den", "dem",
        "ein", "eine", "sich", "von", "im", "lautet",
    ];
    line.words
        .iter()
        .any(|word| GERMAN.iter().any(|small| line.slice(word.start..word.end) == small.as_bytes()))
}

/// Whether word `index` is the initial of `A. Lee` or `J.-B. Lee`, a name whose family name no list knows.
pub(super) fn is_initial(line: &Line<'_>, index: usize) -> bool {
    let (Some(initial), Some(family)) = (line.words.get(index), line.words.get(index + 1)) else {
        return false;
    };
    let text = line.slice(initial.start..initial.end);
    let double =
        matches!(text, [b'A'..=b'Z', b'.', b'-', b'A'..=b'Z'] | [b'A'..=b'Z', b'.', b'-', b'A'..=b'Z', b'.']);
    (double || matches!(text, [b'A'..=b'Z'] | [b'A'..=b'Z', b'.']))
        && [&b". "[..], b" "].contains(&line.slice(initial.end..family.start))
        && line.byte(family.start - 1) == Some(b' ')
        && line.slice(initial.start..family.start).contains(&b'.')
        && line.byte_before(initial.start).is_none_or(|b| b" (,\"\n".contains(&b))
        && is_candidate(line.slice(family.start..family.end))
        && !is_in_token(line, index + 1)
}

/// Whether one blank stands between word `index` and the next.
pub(super) fn is_beside(line: &Line<'_>, index: usize) -> bool {
    let (Some(word), Some(next)) = (line.words.get(index), line.words.get(index + 1)) else { return false };
    line.slice(word.end..next.start) == b" "
}

/// Whether the word is a part of a path, an address or the like.
pub(super) fn is_in_token(line: &Line<'_>, index: usize) -> bool {
    let Some(word) = line.words.get(index) else { return true };
    let glue = |b: Option<u8>| b.is_some_and(|b| b"/\\@=_%+&$".contains(&b));
    glue(line.byte_before(word.start)) || glue(line.byte(word.end))
}
