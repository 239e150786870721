//! Exact lookup of single words, letter case aside.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from a word, letter case aside, to what it is.
#[derive(Debug)]
pub(crate) struct Table<T> {
    words: HashMap<Box<[u8]>, T, BuildHasherDefault<WordHasher>>,
    /// Per length, the first bytes that words of this length have: most lookups end here.
    firsts: Vec<[u64; 4]>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { words: HashMap::default(), firsts: Vec::new() }
    }
}

/// Words longer than this are neither kept nor looked up.
const WORD_BYTES_MAX: usize = 128;

impl<T: Copy> Table<T> {
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds a word; an empty or very long one is left out.
    pub(crate) fn insert(&mut self, word: &[u8], value: T) {
        let Some(first) = word.first().filter(|_| word.len() <= WORD_BYTES_MAX) else { return };
        if self.firsts.len() <= word.len() {
            self.firsts.resize(word.len() + 1, [0; 4]);
        }
        let (block, bit) = place(*first);
        if let Some(blocks) = self.firsts.get_mut(word.len()) {
            blocks[block] |= bit;
        }
        self.words.insert(word.to_ascii_lowercase().into(), value);
    }

    pub(crate) fn get(&self, word: &[u8]) -> Option<T> {
        let (block, bit) = place(*word.first()?);
        if self.firsts.get(word.len())?[block] & bit == 0 {
            return None;
        }
        let mut lower = [0; WORD_BYTES_MAX];
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        self.words.get(&*lower).copied()
    }
}

/// Where the bit of a first byte stands.
fn place(first: u8) -> (usize, u64) {
    let first = first.to_ascii_lowercase();
    (usize::from(first >> 6), 1 << (first & 63))
}

/// FNV-1a. The keys come from the tenant's and our own files and lookups add nothing, so nobody can flood a bucket.
#[derive(Debug)]
pub(crate) struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_does_not_matter() {
        let mut table = Table::default();
        table.insert(b"NW-LT-7511", 7);
        assert_eq!(table.get(b"nw-lt-7511"), Some(7));
        assert_eq!(table.get(b"nw-lt-7512"), None);
    }
}
