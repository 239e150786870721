//! How names are written: capitals, particles, the order of their parts (classification.md 4.2 `person_name`).

use crate::detect::novel::is_unknown;
use crate::vocabulary::{GIVEN_NAMES, GREETINGS, LEGAL_FORMS, NOT_A_NAME, TITLES};

/// A capital and small letters.
pub(super) fn is_spelled(text: &[u8]) -> bool {
    text.len() >= 3
        && is_capitalised(text)
        && text.iter().skip(1).any(u8::is_ascii_lowercase)
        && text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || *b == b'-' || *b == b'\'')
}

const PARTICLES: [&[u8]; 26] = [
    b"de", b"du", b"des", b"la", b"le", b"van", b"von", b"der", b"den", b"da", b"di", b"el", b"do", b"dos",
    b"das", b"del", b"della", b"ter", b"ten", b"zu", b"zum", b"al", b"bin", b"bint", b"y", b"e",
];

pub(super) fn is_name_word(text: &[u8]) -> bool {
    let letters =
        text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || matches!(b, b'-' | b'\'' | b'.'));
    letters
        && is_capitalised(text)
        && !NOT_A_NAME.has(text)
        && !is_run_together(text)
        && (is_letter(text) || !is_upper(text) || text.len() > 3)
}

/// One letter, which may be a word of a name: `Ó`.
const fn is_letter(text: &[u8]) -> bool {
    matches!(text, [_] | [0xc3..=0xc5, _])
}

/// `ManagedDevice`: a capital behind more small letters than a name's particle has (`McNeil`, `DeLuca`, `MacDonald`).
pub(super) fn is_run_together(text: &[u8]) -> bool {
    const PARTICLE_BYTES_MAX: usize = 4;
    let capital =
        text.windows(2).rposition(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    capital.is_some_and(|at| at >= PARTICLE_BYTES_MAX)
}

fn is_upper(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_uppercase() || !b.is_ascii_alphabetic())
}

/// Starts with a capital; of the letters beyond ASCII, those whose capitals UTF-8 puts at C3 80 to C3 9E and C4, C5.
pub(super) fn is_capitalised(text: &[u8]) -> bool {
    match text {
        [first, ..] if first.is_ascii() => first.is_ascii_uppercase(),
        [0xc3, second, ..] => (0x80..=0x9e).contains(second),
        [0xc4 | 0xc5, second, ..] => second % 2 == 0 || *second == 0xbd || *second == 0xbb,
        [first, ..] => *first >= 0xc6,
        [] => false,
    }
}

/// A family name in large letters, as French and forms write it: `AUDOUIN` of `AUDOUIN Maxime`.
pub(super) fn is_large(text: &[u8]) -> bool {
    const LETTERS_MIN: usize = 4;
    text.len() >= LETTERS_MIN
        && text.iter().all(|b| b.is_ascii_uppercase() || !b.is_ascii() || b"-'".contains(b))
        && text.iter().any(u8::is_ascii_uppercase)
        && is_unknown(text)
}

pub(super) fn is_particle(word: &[u8]) -> bool {
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// `d’Arcy`, `d'Arcy`: a particle that has lost its vowel, and the name behind it.
pub(super) fn is_elided(word: &[u8]) -> bool {
    let name = word.strip_prefix(b"d'").or_else(|| word.strip_prefix("d’".as_bytes()));
    name.is_some_and(|name| name.len() > 1 && is_name_word(name))
}

/// Whether the text is a first and a last name, each with a capital, and nothing else.
pub(crate) fn is_full_name(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    text.contains(&b' ')
        && (2..=5).contains(&words().count())
        && !words().next_back().is_some_and(is_particle)
        && !words().next().is_some_and(is_elided)
        && words().all(|word| is_name_word(word) || is_particle(word) || is_elided(word))
        && words().filter(|word| word.len() > 1 && (is_name_word(word) || is_elided(word))).count() >= 2
}

/// Whether the text is a full name one word of which is a given name or no word at all, and no word but a given name is one
/// of products.
pub(crate) fn is_person(text: &[u8]) -> bool {
    let telling = |word: &[u8]| GIVEN_NAMES.has(word) || word.len() >= 4 && is_unknown(word);
    is_full_name(text) && text.split(|b| *b == b' ').any(telling)
}

/// Whether no word of a part of a name is in a list of words.
pub(crate) fn is_no_word(text: &[u8]) -> bool {
    text.len() >= 4 && is_unknown(text)
}

/// Whether the text has two to four words with capitals, the last of which is no word of products and places.
pub(in crate::detect) fn is_shaped(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    (2..=4).contains(&words().count())
        && !words().next().is_some_and(|first| TITLES.has(first))
        && words().all(|word| is_particle(word) || is_name_word(word) || is_plain(word))
        && words().next_back().is_some_and(is_name_word)
}

/// A capital and letters.
fn is_plain(word: &[u8]) -> bool {
    is_capitalised(word) && !is_run_together(word) && word.iter().all(u8::is_ascii_alphabetic)
}

/// Whether the text is a family name with its particles: `de la Torre`.
pub(in crate::detect) fn is_family_name(text: &[u8]) -> bool {
    let last = text.rsplit(|b| *b == b' ').next().unwrap_or_default();
    (is_name_word(last) || is_elided(last))
        && text.split(|b| *b == b' ').all(|word| is_name_word(word) || is_particle(word) || is_elided(word))
}

/// Whether the text is `Last, First`.
pub(crate) fn is_reversed(text: &[u8]) -> bool {
    let Some(comma) = memchr::memchr(b',', text) else { return false };
    let part = |text: &[u8]| {
        let words = || text.split(|b| *b == b' ');
        (1..=4).contains(&words().count())
            && words().all(|word| is_name_word(word) || is_particle(word) || is_elided(word))
            && words().any(|word| is_name_word(word) || is_elided(word))
    };
    // `Vormetric, Inc.`
    let company =
        |text: &[u8]| LEGAL_FORMS.has(text.strip_suffix(b".").unwrap_or(text)) || LEGAL_FORMS.has(text);
    // `Thanks, Ann Lee`.
    let greets = GREETINGS.has(&text[..comma]);
    !greets
        && part(&text[..comma])
        && text.get(comma + 2..).is_some_and(|behind| part(behind) && !company(behind))
}
