//! The words around the names of people in prose (classification.md 4.2 `person_name`). They are data:
//! `data/person_words.txt`.

use crate::sections;
use crate::vocabulary::WordList;
use std::sync::LazyLock;

const LIST: &str = include_str!("../../data/person_words.txt");

macro_rules! lists {
    ($($name:ident $heading:literal,)+) => {
        $(pub(super) static $name: LazyLock<WordList> =
            LazyLock::new(|| WordList::of(sections::under(LIST, $heading)));)+
    };
}

lists! {
    CUES "cue",
    ACTS "act",
    POSSESSIONS "possession",
    KIN "kin",
    CALLS "call",
}

static INTRODUCTIONS: LazyLock<Vec<&str>> = LazyLock::new(|| sections::under(LIST, "introduction").collect());

/// Whether a text ends with what introduces somebody: `my name is`.
pub(super) fn introduces(text: &[u8]) -> bool {
    INTRODUCTIONS.iter().any(|phrase| {
        let start = text.len().checked_sub(phrase.len());
        let glued = |start: usize| start > 0 && text.get(start - 1).is_some_and(|b| *b != b' ');
        start.is_some_and(|start| text[start..].eq_ignore_ascii_case(phrase.as_bytes()) && !glued(start))
    })
}
