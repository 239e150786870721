//! Exact lookup of single words, letter case aside.

use hashbrown::HashTable;
use std::hash::Hasher as _;

/// A map from a word, letter case aside, to what it is. A directory has hundreds of thousands of words, so they stand in
/// one text and not in an allocation each.
#[derive(Debug)]
pub(crate) struct Table<T> {
    /// The words in lower case, one after the other.
    text: Vec<u8>,
    /// Where each word stands in the text, and what it is.
    words: Vec<Word<T>>,
    /// The places in `words` by the hash of the word.
    places: HashTable<u32>,
    /// Per length, the first bytes that words of this length have: most lookups end here.
    firsts: Vec<[u64; 4]>,
}

#[derive(Clone, Copy, Debug)]
struct Word<T> {
    start: u32,
    length: u8,
    value: T,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { text: Vec::new(), words: Vec::new(), places: HashTable::new(), firsts: Vec::new() }
    }
}

/// Words longer than this are neither kept nor looked up.
const WORD_BYTES_MAX: usize = 128;

impl<T: Copy> Table<T> {
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds a word, in place of the same one that was added before; an empty or very long one is left out, and so is what
    /// comes behind four thousand million bytes of words.
    pub(crate) fn insert(&mut self, word: &[u8], value: T) {
        let Some(first) = word.first().filter(|_| word.len() <= WORD_BYTES_MAX) else { return };
        let (Ok(start), Ok(length)) = (u32::try_from(self.text.len()), u8::try_from(word.len())) else {
            return;
        };
        let Ok(new) = u32::try_from(self.words.len()) else { return };
        if self.firsts.len() <= word.len() {
            self.firsts.resize(word.len() + 1, [0; 4]);
        }
        let (block, bit) = place(*first);
        if let Some(blocks) = self.firsts.get_mut(word.len()) {
            blocks[block] |= bit;
        }
        let lower = word.to_ascii_lowercase();
        if let Some(known) = self.find(&lower).and_then(|place| self.words.get_mut(place)) {
            known.value = value;
            return;
        }
        self.text.extend_from_slice(&lower);
        self.words.push(Word { start, length, value });
        let Self { text, words, places, .. } = self;
        places.insert_unique(hash(&lower), new, |place| hash(spelled(text, words, *place)));
    }

    /// Adds a word; of two meanings the greater stays.
    pub(crate) fn raise(&mut self, word: &[u8], value: T)
    where
        T: Ord,
    {
        let value = self.get(word).map_or(value, |known| known.max(value));
        self.insert(word, value);
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
        self.words.get(self.find(lower)?).map(|word| word.value)
    }

    /// Every word, in lower case.
    pub(crate) fn words(&self) -> impl Iterator<Item = &[u8]> {
        (0..).take(self.words.len()).map(|place| spelled(&self.text, &self.words, place))
    }

    /// The place in `words` of a word in lower case.
    fn find(&self, lower: &[u8]) -> Option<usize> {
        let is_it = |place: &u32| spelled(&self.text, &self.words, *place) == lower;
        self.places.find(hash(lower), is_it).and_then(|place| usize::try_from(*place).ok())
    }
}

/// The word at a place.
fn spelled<'t, T>(text: &'t [u8], words: &[Word<T>], place: u32) -> &'t [u8] {
    let word = usize::try_from(place).ok().and_then(|place| words.get(place));
    let range = word.and_then(|word| {
        let start = usize::try_from(word.start).ok()?;
        text.get(start..start + usize::from(word.length))
    });
    range.unwrap_or_default()
}

fn hash(lower: &[u8]) -> u64 {
    let mut hasher = WordHasher::default();
    hasher.write(lower);
    hasher.finish()
}

/// Where the bit of a first byte stands.
fn place(first: u8) -> (usize, u64) {
    let first = first.to_ascii_lowercase();
    (usize::from(first >> 6), 1 << (first & 63))
}

/// FNV-1a, whose bits are mixed once more since the table uses the highest ones. The keys come from the tenant's and our own files and lookups add nothing, so nobody can flood a bucket.
#[derive(Debug)]
pub(crate) struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_same_word_the_last_meaning_stays_among_many() {
        let mut table = Table::default();
        for round in 0..2_u32 {
            for n in 0..5_000_u32 {
                table.insert(format!("word-{n}").as_bytes(), n + round);
            }
        }
        assert!((0..5_000_u32).all(|n| table.get(format!("WORD-{n}").as_bytes()) == Some(n + 1)));
        assert_eq!((table.get(b"word-5000"), table.get(b""), table.get(&[b'w'; 200])), (None, None, None));
    }

    #[test]
    fn letter_case_does_not_matter() {
        let mut table = Table::default();
        table.insert(b"NW-LT-7511", 7);
        assert_eq!(table.get(b"nw-lt-7511"), Some(7));
        assert_eq!(table.get(b"nw-lt-7512"), None);
    }
}
