//! Names in prose whose given name no list has: two words with capitals that no list of words has either
//! (classification.md 4.2 `person_name`; 1: unsure whether it is an entity, it is).

use super::form::{is_particle, is_spelled};
use crate::detect::novel::is_unknown;
use crate::line::Line;
use crate::vocabulary::{
    GIVEN_NAMES, LEGAL_FORMS, NAMES_AND_WORDS, NOT_A_NAME, OTHER_LANGUAGES, PRODUCTS, SOFTWARE_WORDS, TRADES,
};
use crate::word::is_any;

/// Words behind which people are named in English, French, German, Dutch and Spanish.
const CUES: [&str; 43] = [
    "with",
    "to",
    "by",
    "ask",
    "asked",
    "call",
    "called",
    "contact",
    "contacted",
    "colleague",
    "manager",
    "boss",
    "user",
    "named",
    "told",
    "tell",
    "met",
    "and",
    "avec",
    "par",
    "collègue",
    "responsable",
    "contacter",
    "appeler",
    "joindre",
    "prévenir",
    "directeur",
    "directrice",
    "stagiaire",
    "assistante",
    "mit",
    "kollege",
    "kollegin",
    "herrn",
    "collega",
    "con",
    "colega",
    "compañero",
    "compañera",
    "for",
    "pour",
    "name",
    "chez",
];

/// Whether a name begins at word `index`.
pub(super) fn is_name(line: &Line<'_>, index: usize) -> bool {
    let word = |at: usize| line.words.get(at).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let beside = |at: usize| is_beside(line, at);
    if !is_candidate(word(index)) || is_in_token(line, index) || !beside(index) {
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
    let cued = || index > 0 && beside(index - 1) && is_any(&CUES, word(index - 1));
    let unknown = is_unknown(last) && !OTHER_LANGUAGES.has(last) && !writes_nouns_large(line);
    GIVEN_NAMES.has(last) || unknown || cued() && !SOFTWARE_WORDS.has(last)
}

/// A capital and small letters, and no word of the language or the trade.
fn is_candidate(text: &[u8]) -> bool {
    is_spelled(text)
        && !NOT_A_NAME.has(text)
        && !PRODUCTS.has(text)
        && !OTHER_LANGUAGES.has(text)
        && !is_elided(text)
        && is_unknown(text)
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

/// Whether word `index` names somebody by itself: a given name that is no other word, or any name where only people are
/// named: `Ann's laptop`, `my colleague Ann`, `le poste d'Ann`.
pub(super) fn stands_alone(line: &Line<'_>, index: usize) -> bool {
    let word = |at: usize| line.words.get(at).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let text = word(index);
    if !is_candidate(text) || is_in_token(line, index) || NAMES_AND_WORDS.has(text) {
        return false;
    }
    let owned = line.words.get(index).is_some_and(|w| {
        [&b"'s "[..], "\u{2019}s ".as_bytes()].iter().any(|own| line.slice(w.end..w.end + own.len()) == *own)
    }) && is_any(&POSSESSIONS, word(index + 2));
    let introduced = index > 0 && is_beside(line, index - 1) && is_any(&KIN, word(index - 1));
    let said = index > 1
        && is_beside(line, index - 1)
        && INTRODUCTIONS.iter().any(|phrase| {
            let before = line.words.get(index).map_or(0, |w| w.start);
            let from = before.saturating_sub(phrase.len() + 1);
            line.slice(from..before)
                .strip_suffix(b" ")
                .is_some_and(|text| text.eq_ignore_ascii_case(phrase.as_bytes()))
        });
    let possessor =
        index > 1 && is_any(&["de", "d"], word(index - 1)) && is_any(&POSSESSIONS, word(index - 2));
    let acts = is_beside(line, index) && is_any(&ACTS, word(index + 1));
    GIVEN_NAMES.has(text) || said || acts || owned || introduced || possessor
}

/// Whether word `index` is the initial of `A. Lee`, a name whose family name no list knows.
pub(super) fn is_initial(line: &Line<'_>, index: usize) -> bool {
    let (Some(initial), Some(family)) = (line.words.get(index), line.words.get(index + 1)) else {
        return false;
    };
    let text = line.slice(initial.start..initial.end);
    matches!(text, [b'A'..=b'Z'] | [b'A'..=b'Z', b'.'])
        && [&b". "[..], b" "].contains(&line.slice(initial.end..family.start))
        && line.byte(family.start - 1) == Some(b' ')
        && line.slice(initial.start..family.start).contains(&b'.')
        && line.byte_before(initial.start).is_none_or(|b| b" (,\"".contains(&b))
        && is_candidate(line.slice(family.start..family.end))
        && !is_in_token(line, index + 1)
}

/// In front of who speaks or is spoken of.
const INTRODUCTIONS: [&str; 13] = [
    "this is",
    "my name is",
    "name is",
    "here is",
    "speaking to",
    "spoke to",
    "spoke with",
    "talked to",
    "signed",
    "i am",
    "c'est",
    "je suis",
    "m'appelle",
];

/// What people do, and programs do not.
const ACTS: [&str; 26] = [
    "will",
    "says",
    "said",
    "called",
    "told",
    "asked",
    "confirmed",
    "confirms",
    "wants",
    "replied",
    "wrote",
    "forgot",
    "joined",
    "left",
    "tried",
    "thinks",
    "prefers",
    "dit",
    "demande",
    "confirme",
    "signale",
    "souhaite",
    "appelle",
    "rappelle",
    "pense",
    "propose",
];

/// What people have at work.
const POSSESSIONS: [&str; 32] = [
    "mailbox",
    "account",
    "laptop",
    "pc",
    "phone",
    "computer",
    "calendar",
    "password",
    "machine",
    "screen",
    "inbox",
    "licence",
    "license",
    "profile",
    "desktop",
    "workstation",
    "email",
    "session",
    "mobile",
    "tablet",
    "manager",
    "poste",
    "compte",
    "boîte",
    "ordinateur",
    "portable",
    "téléphone",
    "bureau",
    "agenda",
    "messagerie",
    "profil",
    "tablette",
];
/// Who somebody is to somebody else.
const KIN: [&str; 22] = [
    "colleague",
    "coworker",
    "boss",
    "wife",
    "husband",
    "daughter",
    "brother",
    "sister",
    "assistant",
    "secretary",
    "intern",
    "trainee",
    "collègue",
    "stagiaire",
    "assistante",
    "secrétaire",
    "directrice",
    "kollege",
    "kollegin",
    "collega",
    "compañero",
    "compañera",
];

/// Whether one blank stands between word `index` and the next.
fn is_beside(line: &Line<'_>, index: usize) -> bool {
    let (Some(word), Some(next)) = (line.words.get(index), line.words.get(index + 1)) else { return false };
    line.slice(word.end..next.start) == b" "
}

/// Whether the word is a part of a path, an address or the like.
fn is_in_token(line: &Line<'_>, index: usize) -> bool {
    let Some(word) = line.words.get(index) else { return true };
    let glue = |b: Option<u8>| b.is_some_and(|b| b"/\\@=_%+&$".contains(&b));
    glue(line.byte_before(word.start)) || glue(line.byte(word.end))
}
