//! The words of digits that a context names: an account that is a number, the first group of a telephone number.

use crate::word;
use hashbrown::HashTable;

/// Words without a letter that the context lists. A number that is none of them says nothing to the context.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// A bit for each length that listed words have; the last bit is for all longer ones.
    lengths: u64,
    /// A bit for each number of two digits that is listed: times are full of them.
    pairs: u128,
    words: HashTable<Box<[u8]>>,
}

impl Numbers {
    /// Adds `word` unless it has a letter.
    pub(super) fn insert(&mut self, word: &[u8]) {
        if word.is_empty() || word.iter().any(u8::is_ascii_alphabetic) || self.has(word) {
            return;
        }
        self.lengths |= length_bit(word);
        self.pairs |= pair_bit(word);
        let hash = |word: &[u8]| u64::from(word::hash(word)).wrapping_mul(MIX);
        self.words.insert_unique(hash(word), word.into(), |listed| hash(listed));
    }

    /// Whether a word of two digits is listed.
    pub(super) fn has_pairs(&self) -> bool {
        self.pairs != 0
    }

    /// Whether `word` is listed.
    #[inline]
    pub(super) fn has(&self, word: &[u8]) -> bool {
        self.lengths & length_bit(word) != 0
            && (word.len() != 2 || self.pairs & pair_bit(word) != 0)
            && self.find(word)
    }

    fn find(&self, word: &[u8]) -> bool {
        let hash = u64::from(word::hash(word)).wrapping_mul(MIX);
        self.words.find(hash, |listed| **listed == *word).is_some()
    }
}

/// Spreads a hash of 32 bits over 64.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The bit of two digits; of other words of two bytes it may be any.
fn pair_bit(word: &[u8]) -> u128 {
    match word {
        [tens, units] => 1 << (tens.wrapping_mul(10).wrapping_add(*units) & 127),
        _ => 0,
    }
}

fn length_bit(word: &[u8]) -> u64 {
    1 << word.len().min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_letters_are_listed() {
        let mut numbers = Numbers::default();
        for word in [&b"4711"[..], b"555-0123", b"ada7"] {
            numbers.insert(word);
        }
        assert_eq!(
            [&b"4711"[..], b"4712", b"555-0123", b"ada7"].map(|word| numbers.has(word)),
            [true, false, true, false]
        );
    }
}
