//! Accounts in French sentences: behind `pour`, `par` and `de` (classification.md 4.2 `username`).

use super::act::improbable_behind;
use super::{accept, token};
use crate::line::Line;
use crate::span::Span;
use crate::word::{Word, is_any};

/// Prepositions that an account's name follows.
pub(super) const PREPOSITIONS: [&str; 3] = ["pour", "par", "de"];

/// `demandée par joe`, `session ouverte pour joe`: of what no list knows, only what has no letters of a word.
pub(super) fn behind_preposition(line: &Line<'_>, found: &mut Vec<Span>, preposition: &Word) {
    let initialled =
        || token(line, preposition.end).filter(|token| is_initialled(line.slice(token.range.clone())));
    if let Some(token) = improbable_behind(line, preposition.end).or_else(initialled)
        && tells_of_login(line, preposition)
    {
        accept(line, found, &token);
    }
}

/// `s.marchetti`: an initial, a point and a name.
fn is_initialled(text: &[u8]) -> bool {
    const NAME_BYTES_MIN: usize = 4;
    matches!(text, [b'a'..=b'z', b'.', name @ ..]
        if name.len() >= NAME_BYTES_MIN && name.iter().all(|b| b.is_ascii_lowercase() || *b == b'-'))
}

/// Whether a French word of logins or accounts stands in the line, or a participle in front of `par`: `ouvert par`.
fn tells_of_login(line: &Line<'_>, preposition: &Word) -> bool {
    let text = |word: &Word| line.slice(word.start..word.end);
    let act = || {
        text(preposition) == b"par"
            && line.word_before(preposition.start).is_some_and(|word| {
                ["é", "ée", "és", "ées", "i", "ie", "it", "ite", "ert", "erte", "u", "ue"]
                    .iter()
                    .any(|ending| text(word).ends_with(ending.as_bytes()))
            })
    };
    act() || line.words.iter().any(|word| is_any(&LOGIN_WORDS, text(word)))
}

/// Whether a verb stands behind `end` that tells what was done to an account: `a été verrouillé`, `est désactivé`, `s'est`.
pub(super) fn is_predicate(line: &Line<'_>, end: usize) -> bool {
    const VERBS: [&str; 10] = ["a", "est", "s", "n", "était", "sera", "vient", "demande", "se", "ne"];
    line.slice(end..end + 3) == b" : "
        || line
            .word_from(end)
            .is_some_and(|word| word.start == end + 1 && is_any(&VERBS, line.slice(word.start..word.end)))
}

const LOGIN_WORDS: [&str; 14] = [
    "connexion",
    "déconnexion",
    "connecté",
    "connectée",
    "authentification",
    "session",
    "compte",
    "passe",
    "utilisateur",
    "identifiant",
    "verrouillé",
    "droits",
    "accès",
    "poste",
];
