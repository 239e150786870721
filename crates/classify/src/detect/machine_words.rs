//! The words and phrases that say that a machine's name stands beside them (classification.md 4.2 `machine_name`). They are
//! data: `data/machine_words.txt`.

use crate::line::Line;
use crate::sections;
use crate::vocabulary::WordList;
use std::sync::LazyLock;

const LIST: &str = include_str!("../data/machine_words.txt");

fn under(heading: &'static str) -> impl Iterator<Item = &'static str> {
    sections::under(LIST, heading)
}

macro_rules! lists {
    ($($name:ident $heading:literal,)+) => {
        $(static $name: LazyLock<WordList> = LazyLock::new(|| WordList::of(under($heading)));)+
    };
}

lists! {
    NOUNS "noun",
    SURE_NOUNS "sure noun",
    PREPOSITIONS "preposition",
    WORK "work",
    MESSAGES "message",
    REACHED "reached",
    RAN "ran",
}

static STATES: LazyLock<Vec<&str>> = LazyLock::new(|| under("state").collect());
static SAID: LazyLock<Vec<&str>> = LazyLock::new(|| under("said").collect());
static BEHIND: LazyLock<Vec<&str>> = LazyLock::new(|| under("behind").collect());

/// All words that a name may follow.
pub(super) fn words_before() -> impl Iterator<Item = &'static str> {
    under("noun").chain(under("preposition"))
}

/// Whether a machine's name may follow the noun.
pub(super) fn is_noun(text: &[u8]) -> bool {
    NOUNS.has(text)
}

/// Whether nothing but a machine's name follows the noun.
pub(super) fn is_sure_noun(text: &[u8]) -> bool {
    SURE_NOUNS.has(text)
}

/// Whether a machine's name may follow the preposition.
pub(super) fn is_preposition(text: &[u8]) -> bool {
    PREPOSITIONS.has(text)
}

/// Whether the preposition at `start` tells what was done to a machine: `backup of mars`, `redémarrage de mars`.
pub(super) fn follows_work(line: &Line<'_>, start: usize) -> bool {
    is_behind(line, start, &WORK)
}

/// Whether `from` at `start` tells where a message of machines came from: `request from`, `refused connect from`.
pub(super) fn follows_message(line: &Line<'_>, start: usize) -> bool {
    is_behind(line, start, &MESSAGES)
}

/// Whether the preposition at `start` tells where a program went or ran: `connect to`, `running on`.
pub(super) fn is_reached(line: &Line<'_>, preposition: &[u8], start: usize) -> bool {
    match preposition.to_ascii_lowercase().as_slice() {
        b"to" | b"vers" => is_behind(line, start, &REACHED),
        b"on" | b"sur" => is_behind(line, start, &RAN),
        _ => false,
    }
}

fn is_behind(line: &Line<'_>, start: usize, words: &WordList) -> bool {
    line.word_before(start).is_some_and(|word| words.has(line.slice(word.start..word.end)))
}

/// Whether `rest` goes on with what is said of machines alone: ` is down`, `: has left`.
pub(super) fn is_state(rest: &[u8]) -> bool {
    begins_with_any(rest.strip_prefix(b":").unwrap_or(rest), &STATES)
}

/// Whether `rest` goes on with what is said of machines, among others.
pub(super) fn is_said(rest: &[u8]) -> bool {
    begins_with_any(rest, &SAID) || begins_with_any(rest, &STATES)
}

/// Whether `rest` goes on with a sentence on where something was.
pub(super) fn goes_on(rest: &[u8]) -> bool {
    matches!(rest, [b' ', b'(' | b'[', ..]) || begins_with_any(rest, &BEHIND)
}

/// Whether a blank and one of the phrases stand at the start, and nothing of a word behind it.
fn begins_with_any(rest: &[u8], phrases: &[&str]) -> bool {
    let Some(rest) = rest.strip_prefix(b" ") else { return false };
    phrases.iter().any(|phrase| {
        let (start, behind) = rest.split_at(phrase.len().min(rest.len()));
        start.eq_ignore_ascii_case(phrase.as_bytes())
            && behind.first().is_none_or(|b| !b.is_ascii_alphanumeric() && b.is_ascii())
    })
}

/// Whether a sentence or its part ends here.
pub(super) fn ends(rest: &[u8]) -> bool {
    matches!(
        rest,
        [] | [b',' | b';' | b')' | b']' | b'\'' | b'"' | b'\n' | b'\r', ..] | [b'.' | b':' | b'?' | b'!']
    ) || matches!(rest, [b'.' | b':' | b'?' | b'!', b' ' | b'\n' | b'\r' | b'"' | b'\\', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_is_read() {
        let read = [
            "noun",
            "sure noun",
            "preposition",
            "work",
            "message",
            "reached",
            "ran",
            "state",
            "said",
            "behind",
        ];
        assert!(sections::lines(LIST).all(|(heading, _)| read.contains(&heading)));
        assert!(read.iter().all(|heading| under(heading).next().is_some()));
        assert!(under("sure noun").all(|noun| is_noun(noun.as_bytes())));
    }

    #[test]
    fn phrases_end_where_a_word_ends() {
        assert!(is_state(b" is down.") && is_state(b": has left") && !is_state(b" is downstream"));
        assert!(is_said(b" IS up") && is_said(" ne répond plus".as_bytes()) && !is_said(b" issued"));
        assert!(goes_on(b" (192.0.2.7)") && goes_on(b" for 3 s") && !goes_on(b" forgot"));
    }
}
