//! Phrases of one or more words, found where their first word stands; letter case aside.

use crate::word::{self, Word};
use hashbrown::HashTable;
use std::ops::Range;

/// A map from a phrase to what it is. A directory has a hundred thousand, so they stand in one text.
#[derive(Debug)]
pub(crate) struct PhraseTable<T> {
    text: Vec<u8>,
    phrases: Vec<Phrase<T>>,
    /// The places in `phrases` by the hash of the first one or two words.
    places: HashTable<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Phrase<T> {
    start: u32,
    length: u16,
    /// How many bytes stand in front of the first word.
    lead: u8,
    /// The hash of the first word, and of the second if there is one.
    first: u32,
    second: Option<u32>,
    value: T,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        Self { text: Vec::new(), phrases: Vec::new(), places: HashTable::new() }
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
        let mut words = Vec::new();
        word::split(phrase.as_bytes(), &mut words);
        let Some(first) = words.first() else { return };
        let (Ok(lead), Ok(start), Ok(length), Ok(place)) = (
            u8::try_from(first.start),
            u32::try_from(self.text.len()),
            u16::try_from(phrase.len()),
            u32::try_from(self.phrases.len()),
        ) else {
            return;
        };
        let (first, second) = (first.hash, words.get(1).map(|second| second.hash));
        self.text.extend(phrase.bytes().map(|byte| byte.to_ascii_lowercase()));
        self.phrases.push(Phrase { start, length, lead, first, second, value });
        let phrases = &self.phrases;
        let key_at = |place: &u32| {
            phrases.get(*place as usize).map_or(0, |phrase| key_of(phrase.first, phrase.second))
        };
        self.places.insert_unique(key_of(first, second), place, key_at);
    }

    /// The hashes of the first words.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = u32> {
        self.phrases.iter().map(|phrase| phrase.first)
    }

    /// The longest phrase whose first word is the `index`th.
    pub(crate) fn longest_at(&self, view: &[u8], words: &[Word], index: usize) -> Option<(Range<usize>, T)> {
        let first = words.get(index)?;
        let second = words.get(index + 1).map(|second| second.hash);
        let keys = [key_of(first.hash, second), key_of(first.hash, None)];
        let mut best: Option<(u32, Range<usize>, T)> = None;
        for key in keys.into_iter().take(1 + usize::from(second.is_some())) {
            for &place in self.places.iter_hash(key) {
                let Some((range, value)) = self.stands_at(view, first.start, place) else { continue };
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

fn key_of(first: u32, second: Option<u32>) -> u64 {
    let first = u64::from(first).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    match second {
        Some(second) => (first ^ u64::from(second)).wrapping_mul(0xd6e8_feb8_6659_fd93),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn punctuation_in_front_and_between_belongs_to_a_phrase() {
        check(
            &["+32 (2) 555", "l’accueil"],
            "call +32 (2) 555 or 32 (2) 555; L’accueil",
            &["+32 (2) 555", "L’accueil"],
        );
    }
}
