//! Exact lookup of single words, letter case aside.

use hashbrown::HashTable;

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
        self.put(word, value, |_| value);
    }

    /// Adds a word; of two meanings the greater stays.
    pub(crate) fn raise(&mut self, word: &[u8], value: T)
    where
        T: Ord,
    {
        self.put(word, value, |known| known.max(value));
    }

    /// Adds a word; one that is known gets what `again` makes of its value.
    fn put(&mut self, word: &[u8], value: T, again: impl FnOnce(T) -> T) {
        let Some(first) = word.first().filter(|_| word.len() <= WORD_BYTES_MAX) else { return };
        let hash = hash(word);
        if let Some(known) = self.find(hash, word).and_then(|place| self.words.get_mut(place)) {
            known.value = again(known.value);
            return;
        }
        let (Ok(start), Ok(length), Ok(new)) =
            (u32::try_from(self.text.len()), u8::try_from(word.len()), u32::try_from(self.words.len()))
        else {
            return;
        };
        if self.firsts.len() <= word.len() {
            self.firsts.resize(word.len() + 1, [0; 4]);
        }
        let (block, bit) = place(*first);
        if let Some(blocks) = self.firsts.get_mut(word.len()) {
            blocks[block] |= bit;
        }
        self.text.extend(word.iter().map(u8::to_ascii_lowercase));
        self.words.push(Word { start, length, value });
        let Self { text, words, places, .. } = self;
        places.insert_unique(hash, new, |place| self::hash(spelled(text, words, *place)));
    }

    pub(crate) fn get(&self, word: &[u8]) -> Option<T> {
        let (block, bit) = place(*word.first()?);
        if self.firsts.get(word.len())?[block] & bit == 0 {
            return None;
        }
        self.words.get(self.find(hash(word), word)?).map(|word| word.value)
    }

    /// Every word, in lower case.
    pub(crate) fn words(&self) -> impl Iterator<Item = &[u8]> {
        (0..).take(self.words.len()).map(|place| spelled(&self.text, &self.words, place))
    }

    /// The place in `words` of a word with this hash.
    fn find(&self, hash: u64, word: &[u8]) -> Option<usize> {
        let is_it = |place: &u32| spelled(&self.text, &self.words, *place).eq_ignore_ascii_case(word);
        self.places.find(hash, is_it).and_then(|place| usize::try_from(*place).ok())
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

/// Where the bit of a first byte stands.
fn place(first: u8) -> (usize, u64) {
    let first = first.to_ascii_lowercase();
    (usize::from(first >> 6), 1 << (first & 63))
}

/// The hash of a word, the bit that tells the case of a letter aside, so that no lookup has to write a word in lower case:
/// eight bytes at a time, the last eight overlapping those before them. The keys come from the tenant's and our own files
/// and lookups add nothing, so nobody can flood a bucket.
fn hash(word: &[u8]) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let add = |hash: u64, eight: u64| (hash.rotate_left(23) ^ (eight | LOWER)).wrapping_mul(MIX);
    let length = word.len() as u64;
    let all = match word.last_chunk::<8>() {
        None => {
            let mut short = [0; 8];
            short[..word.len()].copy_from_slice(word);
            add(length, u64::from_le_bytes(short))
        }
        Some(last) => {
            let front = &word[..word.len() - 1];
            let front = front.as_chunks::<8>().0.iter().map(|eight| u64::from_le_bytes(*eight));
            add(front.fold(length, add), u64::from_le_bytes(*last))
        }
    };
    (all ^ (all >> 32)).wrapping_mul(MIX)
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
