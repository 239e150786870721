//! Phrases of one or more words, found where their first word stands; letter case aside.

use crate::word::{Splitter, Word};
use hashbrown::HashTable;
use std::ops::Range;

/// A map from a phrase to what it is. A directory has a hundred thousand, so they stand in one text.
///
/// Phrases are found by as many of their first words as certainly stand whole in a text that holds them: the telephone
/// numbers of an organisation differ in their last groups alone, and by two words each would have to be compared with all.
#[derive(Debug)]
pub(crate) struct PhraseTable<T> {
    text: Vec<u8>,
    phrases: Vec<Phrase<T>>,
    /// The places in `phrases` by the key of their first words.
    places: HashTable<u32>,
    /// A bit for each number of words that make keys.
    counts: u32,
    /// Finds the words of what is added; its buffers are reused.
    splitter: Splitter,
    words: Vec<Word>,
}

#[derive(Clone, Copy, Debug)]
struct Phrase<T> {
    start: u32,
    length: u16,
    /// How many bytes stand in front of the first word.
    lead: u8,
    value: T,
    /// The hash of the first word.
    first: u32,
    /// Of the hashes of its first words.
    key: u32,
}

/// More words do not make a key more telling.
const KEY_WORDS_MAX: usize = 6;

/// How many of so many words make a phrase's key. The last of three or more may go on in a text: `+33 1 44` in `+33 1 445`.
fn key_words(words: usize) -> usize {
    if words <= 2 { words } else { (words - 1).min(KEY_WORDS_MAX) }
}

/// The key of some words, and of one more.
fn extended(key: u32, word: &Word) -> u32 {
    (key.rotate_left(5) ^ word.hash).wrapping_mul(0x9e37_79b1)
}

/// A key as the table takes it.
fn spread(key: u32) -> u64 {
    u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        Self {
            text: Vec::new(),
            phrases: Vec::new(),
            places: HashTable::new(),
            counts: 0,
            splitter: Splitter::default(),
            words: Vec::new(),
        }
    }
}

impl<T: Copy> PhraseTable<T> {
    /// A table of phrases.
    pub(crate) fn of<'p>(phrases: impl Iterator<Item = (&'p str, T)>) -> Self {
        let mut table = Self::default();
        phrases.for_each(|(phrase, value)| table.insert(phrase, value));
        table
    }

    /// Adds a phrase; of two that are the same the first stays. One without a word, or of more than 60 KB, is left out.
    pub(crate) fn insert(&mut self, phrase: &str, value: T) {
        self.splitter.split(phrase.as_bytes(), &mut self.words);
        let Some(first) = self.words.first() else { return };
        let (Ok(lead), Ok(start), Ok(length), Ok(place)) = (
            u8::try_from(first.start),
            u32::try_from(self.text.len()),
            u16::try_from(phrase.len()),
            u32::try_from(self.phrases.len()),
        ) else {
            return;
        };
        let (first, count) = (first.hash, key_words(self.words.len()));
        let key = self.words.iter().take(count).fold(0, extended);
        self.counts |= 1 << count;
        self.text.extend(phrase.bytes().map(|byte| byte.to_ascii_lowercase()));
        self.phrases.push(Phrase { start, length, lead, value, first, key });
        let phrases = &self.phrases;
        let key_at = |place: &u32| spread(phrases.get(*place as usize).map_or(0, |phrase| phrase.key));
        self.places.insert_unique(spread(key), place, key_at);
    }

    /// The hashes of the first words.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = u32> {
        self.phrases.iter().map(|phrase| phrase.first)
    }

    /// The longest phrase whose first word is the `index`th.
    pub(crate) fn longest_at(&self, view: &[u8], words: &[Word], index: usize) -> Option<(Range<usize>, T)> {
        let start = words.get(index)?.start;
        let mut best: Option<(u32, Range<usize>, T)> = None;
        let mut key = 0;
        for (word, count) in words.iter().skip(index).zip(1..=KEY_WORDS_MAX) {
            key = extended(key, word);
            if self.counts >> count & 1 == 0 {
                continue;
            }
            for &place in self.places.iter_hash(spread(key)) {
                let Some((range, value)) = self.stands_at(view, start, place) else { continue };
                let better = best.as_ref().is_none_or(|(earlier, b, _)| {
                    range.len() > b.len() || range.len() == b.len() && place < *earlier
                });
                if better {
                    best = Some((place, range, value));
                }
            }
        }
        best.map(|(_, range, value)| (range, value))
    }

    fn stands_at(&self, view: &[u8], first: usize, place: u32) -> Option<(Range<usize>, T)> {
        let phrase = self.phrases.get(place as usize)?;
        let text = self.text.get(phrase.start as usize..)?.get(..usize::from(phrase.length))?;
        let start = first.checked_sub(usize::from(phrase.lead))?;
        let range = start..start + text.len();
        view.get(range.clone())?.eq_ignore_ascii_case(text).then_some((range, phrase.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word;

    fn check(phrases: &[&str], text: &str, expected: &[&str]) {
        let table = PhraseTable::of(phrases.iter().map(|phrase| (*phrase, ())));
        let mut words = Vec::new();
        word::split(text.as_bytes(), &mut words);
        let found: Vec<_> = (0..words.len())
            .filter(|at| table.firsts().any(|first| first == words[*at].hash))
            .filter_map(|at| table.longest_at(text.as_bytes(), &words, at))
            .map(|(range, ())| &text[range])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_longest_is_found_letter_case_aside() {
        check(
            &["Ann Lee", "Ann Lee Smith", "Ann"],
            "x ann lee smith, ANN LEE. Ann",
            &["ann lee smith", "ANN LEE", "Ann"],
        );
    }

    #[test]
    fn many_phrases_that_begin_alike_are_told_apart() {
        let phone = |n: u32| format!("+33 1 44 {:02} {:02}", n / 100, n % 100);
        let phrases: Vec<_> = (0..5_000).map(phone).collect();
        let table = PhraseTable::of(phrases.iter().map(String::as_str).zip(0..));
        for n in [0, 17, 4_999] {
            let text = format!("call {}0 now", phone(n));
            let mut words = Vec::new();
            word::split(text.as_bytes(), &mut words);
            // The last group may go on.
            assert_eq!(table.longest_at(text.as_bytes(), &words, 1), Some((5..5 + phone(n).len(), n)));
        }
    }

    #[test]
    fn punctuation_in_front_and_between_belongs_to_a_phrase() {
        check(
            &["+32 (2) 555", "l’accueil"],
            "call +32 (2) 555 or 32 (2) 555; L’accueil",
            &["+32 (2) 555", "L’accueil"],
        );
    }
}
