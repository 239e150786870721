//! Words that no list knows: where an account's name is expected, such a word is one (classification.md 4.2 `username`).

use super::likely;
use super::user::{is_placeholder, is_program};
use crate::line::Line;
use crate::marks::Marks;
use crate::vocabulary::{
    ENGLISH_WORDS, FRENCH_WORDS, GENERIC_HOSTS, GIVEN_NAMES, LEVELS, LINKING_WORDS, LOGIN_WORDS,
    NOT_ACCOUNTS, ORDINARY_WORDS, PREDICATES, PRODUCTS, PROGRAMS, ROLE_ACCOUNTS, SOFTWARE_WORDS,
};
use std::ops::Range;

/// Shorter words are abbreviations of anything.
const NAME_BYTES: std::ops::RangeInclusive<usize> = 4..=24;

/// Whether the text is written as accounts are, and made of no words of the language or the trade: `joe`, `j.smyth`,
/// `jsmyth7`, `JSmyth`, `e107975`.
pub(crate) fn is_novel(text: &[u8]) -> bool {
    match text {
        [b'A'..=b'Z', surname @ ..] => match surname {
            [initial @ b'A'..=b'Z', rest @ ..] => is_word(&[&[initial.to_ascii_lowercase()], rest].concat()),
            _ => false,
        },
        [letter, digits @ ..] if is_staff_number(*letter, digits) => true,
        _ => {
            let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            (digits <= TAIL_DIGITS_MAX) && is_word(&text[..text.len() - digits])
        }
    }
}

/// Whether the text is one of these, and no run of letters as words have them: where words of French may stand, of which the
/// lists have few.
pub(super) fn is_improbable(text: &[u8]) -> bool {
    // The letters cost less than the lists.
    likely::is_unlikely(text) && is_novel(text)
}

/// More digits are a number with something in front.
const TAIL_DIGITS_MAX: usize = 4;

/// A letter and the number of somebody in a company; revisions and versions are written so too.
fn is_staff_number(letter: u8, digits: &[u8]) -> bool {
    letter.is_ascii_lowercase()
        && !b"rv".contains(&letter)
        && (5..=8).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
}

/// Whether the word is in small letters, and a part of it in no list.
fn is_word(text: &[u8]) -> bool {
    NAME_BYTES.contains(&text.len())
        && text.iter().all(|b| b.is_ascii_lowercase() || b"-_.".contains(b))
        && text.first().is_some_and(u8::is_ascii_lowercase)
        && text.last().is_some_and(u8::is_ascii_lowercase)
        && !ROLE_ACCOUNTS.has(text)
        && !NOT_ACCOUNTS.has(text)
        && !is_placeholder(text)
        && !is_program(text)
        && !is_domain(text)
        && text.split(|b| b"-_.".contains(b)).any(|part| part.len() > 2 && !is_known(part))
}

/// A short last label, which no surname is.
fn is_domain(text: &[u8]) -> bool {
    memchr::memrchr(b'.', text).is_some_and(|dot| text.len() - dot <= 4)
}

/// Whether the word stands elsewhere in the line as `[word]`, which is how programs name their parts.
pub(super) fn is_component(line: &Line<'_>, word: &Range<usize>) -> bool {
    let text = line.slice(word.clone());
    line.marks.has(Marks::BRACKET)
        && memchr::memmem::find_iter(line.view, text).any(|at| {
            at != word.start && line.byte_before(at) == Some(b'[') && line.byte(at + text.len()) == Some(b']')
        })
}

fn is_known(word: &[u8]) -> bool {
    let lists = [
        &ORDINARY_WORDS,
        &LINKING_WORDS,
        &LOGIN_WORDS,
        &PREDICATES,
        &GENERIC_HOSTS,
        &LEVELS,
        &PRODUCTS,
        &PROGRAMS,
    ];
    lists.iter().any(|list| list.has(word)) || is_derived(word) || is_compound(word)
}

/// Whether a text of several words has one that is no part of a name: neither a given name nor unknown to all lists.
pub(super) fn is_of_words(text: &[u8]) -> bool {
    let given = text.split(|b| *b == b' ').any(|word| GIVEN_NAMES.has(word));
    !given && text.to_ascii_lowercase().split(|b| *b == b' ').any(|word| word.len() > 2 && is_known(word))
}

/// Whether no word of the text is in a list of words.
pub(super) fn is_unknown(text: &[u8]) -> bool {
    text.to_ascii_lowercase().split(|b| *b == b' ').all(|word| !is_known(word))
}

fn is_derived(word: &[u8]) -> bool {
    is_listed(word) || derived(word).flatten().flatten().any(|base| is_listed(&base))
}

/// `deallocate`, `sessionid`: a prefix or a word, and a word.
fn is_compound(word: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 12] =
        [b"de", b"re", b"un", b"non", b"pre", b"auto", b"sub", b"mis", b"dis", b"over", b"multi", b"inter"];
    let prefixed = PREFIXES
        .iter()
        .filter_map(|prefix| word.strip_prefix(*prefix))
        .any(|rest| rest.len() >= 4 && is_derived(rest));
    // `cleanup`, `rollback`: a verb and its adverb.
    let adverb = [&b"up"[..], b"out", b"off", b"down", b"over", b"back"].iter().any(|adverb| {
        word.strip_suffix(*adverb).is_some_and(|verb| verb.len() >= PART_BYTES_MIN && is_derived(verb))
    });
    prefixed
        || adverb
        || (PART_BYTES_MIN..=word.len().saturating_sub(2)).any(|at| {
            let (front, back) = word.split_at(at);
            is_listed(front) && (back == b"id" || back.len() >= PART_BYTES_MIN && is_derived(back))
        })
}

const PART_BYTES_MIN: usize = 4;

fn is_listed(word: &[u8]) -> bool {
    ENGLISH_WORDS.has(word) || SOFTWARE_WORDS.has(word) || FRENCH_WORDS.has(word)
}

/// Endings, and what stands in their place in the word that they are put to.
const ENDINGS: [(&[u8], &[&[u8]]); 16] = [
    (b"ising", &[b"ize"]),
    (b"ised", &[b"ize"]),
    (b"ise", &[b"ize"]),
    (b"isation", &[b"ize", b"ization"]),
    (b"ies", &[b"y"]),
    (b"ied", &[b"y"]),
    (b"es", &[b"", b"e"]),
    (b"s", &[b""]),
    (b"ed", &[b"", b"e"]),
    (b"ing", &[b"", b"e"]),
    (b"er", &[b"", b"e"]),
    (b"ers", &[b"", b"e"]),
    (b"ly", &[b""]),
    (b"ness", &[b""]),
    (b"able", &[b"", b"e"]),
    (b"ment", &[b""]),
];

/// The words that `word` may be derived from: by an ending, or by a doubled consonant and an ending.
fn derived(word: &[u8]) -> impl Iterator<Item = [Option<Vec<u8>>; 3]> + '_ {
    ENDINGS.iter().filter_map(move |(ending, replacements)| {
        let stem = word.strip_suffix(*ending).filter(|stem| stem.len() >= 3)?;
        let put = |at: usize| replacements.get(at).map(|tail| [stem, tail].concat());
        let doubled = match stem {
            [.., a, b] if a == b && stem.len() >= 4 => stem.get(..stem.len() - 1).map(<[u8]>::to_vec),
            _ => None,
        };
        Some([put(0), put(1), doubled])
    })
}

#[cfg(test)]
mod tests {
    use super::is_novel;

    #[test]
    fn names_are_told_from_words() {
        for name in ["mlopez", "jdoe", "svc-etl", "tkowalczyk", "a.brandt", "frobisher_k"] {
            assert!(is_novel(name.as_bytes()), "{name}");
        }
        for word in [
            "user",
            "sessions",
            "stopped",
            "timestamps",
            "kubelet",
            "nginx",
            "systemd",
            "health-probe",
            "applied",
            "keyboard-interactive",
            "authenticating",
            "replication",
            "configurable",
            "www-data",
            "unreachable",
        ] {
            assert!(!is_novel(word.as_bytes()), "{word}");
        }
    }
}
