//! Names in prose whose given name no list has: two words with capitals that no list of words has either
//! (classification.md 4.2 `person_name`; 1: unsure whether it is an entity, it is).

use super::{is_particle, is_spelled, is_unknown};
use crate::line::Line;
use crate::vocabulary::{GIVEN_NAMES, NOT_A_NAME, PRODUCTS, SOFTWARE_WORDS};

/// Words behind which people are named in English, French, German, Dutch and Spanish.
const CUES: [&str; 44] = [
    "with", "to", "by", "ask", "asked", "call", "called", "contact", "contacted", "colleague", "manager", "boss", "user", "named",
    "told", "tell", "met", "and", "avec", "par", "collègue", "responsable", "contacter", "appeler", "joindre", "prévenir",
    "directeur", "directrice", "stagiaire", "assistante", "mit", "kollege", "kollegin", "herrn", "collega", "met", "con",
    "colega", "compañero", "compañera", "for", "pour", "name", "chez",
];

/// Whether a name begins at word `index`.
pub(super) fn is_name(line: &Line<'_>, index: usize) -> bool {
    let word = |at: usize| line.words.get(at).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let beside = |at: usize| {
        let (Some(word), Some(next)) = (line.words.get(at), line.words.get(at + 1)) else { return false };
        line.slice(word.end..next.start) == b" "
    };
    if !is_candidate(word(index)) || is_in_token(line, index) || !beside(index) {
        return false;
    }
    let mut family = index + 1;
    while family < index + 3 && is_particle(word(family)) && beside(family) {
        family += 1;
    }
    let last = word(family);
    if !is_spelled(last) || NOT_A_NAME.has(last) || is_in_token(line, family) {
        return false;
    }
    let cued = || {
        index > 0 && beside(index - 1) && CUES.iter().any(|cue| word(index - 1).eq_ignore_ascii_case(cue.as_bytes()))
    };
    GIVEN_NAMES.has(last) || is_unknown(last) || cued() && !SOFTWARE_WORDS.has(last)
}

/// A capital and small letters, and no word of the language or the trade.
fn is_candidate(text: &[u8]) -> bool {
    is_spelled(text) && !NOT_A_NAME.has(text) && !PRODUCTS.has(text) && is_unknown(text)
}

/// Whether the word is a part of a path, an address or the like.
fn is_in_token(line: &Line<'_>, index: usize) -> bool {
    let Some(word) = line.words.get(index) else { return true };
    let glue = |b: Option<u8>| b.is_some_and(|b| b"/\\@=_%+&$".contains(&b));
    glue(line.byte_before(word.start)) || glue(line.byte(word.end))
}
