//! Texts and what is known of them, in bounded memory.

use hashbrown::HashTable;
use std::mem;

/// What is known of texts by their hashes. What was not asked for while half of the room filled up is forgotten.
#[derive(Debug)]
pub(crate) struct Shelf<P> {
    young: Generation<P>,
    old: Generation<P>,
    bytes_max: usize,
    parts_max: usize,
}

/// Texts one behind the other, each with its answer behind it, and where each stands.
#[derive(Debug)]
struct Generation<P> {
    bytes: Vec<u8>,
    parts: Vec<P>,
    entries: HashTable<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    start: u32,
    first_part: u32,
    text: u16,
    answer: u16,
    parts: u16,
}

/// An answer to a text: bytes, and parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer<'s, P> {
    pub(crate) bytes: &'s [u8],
    pub(crate) parts: &'s [P],
}

/// What an entry takes of a table that has just doubled.
const ENTRY_BYTES: usize = 80;

impl<P: Copy> Shelf<P> {
    /// A shelf that takes at most twice so many bytes for texts, answers and its table, and for twice so many parts.
    pub(crate) const fn new(bytes_max: usize, parts_max: usize) -> Self {
        Self { young: Generation::new(), old: Generation::new(), bytes_max, parts_max }
    }

    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }

    /// The answer to a text with this hash.
    pub(crate) fn get(&mut self, hash: u64, text: &[u8]) -> Option<Answer<'_, P>> {
        let entry = match self.young.find(hash, text) {
            Some(entry) => entry,
            None => self.renew(hash, text)?,
        };
        Some(self.young.answer(&entry))
    }

    /// Takes over what the old generation knows.
    fn renew(&mut self, hash: u64, text: &[u8]) -> Option<Entry> {
        let entry = self.old.find(hash, text)?;
        let Answer { bytes, parts } = self.old.answer(&entry);
        let (bytes, parts) = (bytes.to_vec(), parts.to_vec());
        self.insert(hash, text, &bytes, parts);
        self.young.find(hash, text)
    }

    /// Keeps the answer to a text that has none, if each of them is shorter than 65,536.
    pub(crate) fn insert(
        &mut self,
        hash: u64,
        text: &[u8],
        answer: &[u8],
        parts: impl IntoIterator<Item = P, IntoIter: ExactSizeIterator>,
    ) {
        let parts = parts.into_iter();
        let Generation { bytes, parts: kept, entries } = &self.young;
        let taken = bytes.len() + entries.len() * ENTRY_BYTES;
        let is_full =
            taken + text.len() + answer.len() > self.bytes_max || kept.len() + parts.len() > self.parts_max;
        if is_full {
            mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young.add(hash, text, answer, parts);
    }

    /// How many bytes are allocated for texts, answers, parts and tables.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        let of = |g: &Generation<P>| {
            g.bytes.capacity() + g.parts.capacity() * size_of::<P>() + g.entries.allocation_size()
        };
        of(&self.young) + of(&self.old)
    }
}

impl<P: Copy> Generation<P> {
    const fn new() -> Self {
        Self { bytes: Vec::new(), parts: Vec::new(), entries: HashTable::new() }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.parts.clear();
        self.entries.clear();
    }

    fn find(&self, hash: u64, text: &[u8]) -> Option<Entry> {
        let is_it = |entry: &Entry| {
            let start = entry.start as usize;
            entry.hash == hash && self.bytes.get(start..start + usize::from(entry.text)) == Some(text)
        };
        self.entries.find(hash, is_it).copied()
    }

    fn answer(&self, entry: &Entry) -> Answer<'_, P> {
        let start = entry.start as usize + usize::from(entry.text);
        let first = entry.first_part as usize;
        let bytes = self.bytes.get(start..start + usize::from(entry.answer));
        let parts = self.parts.get(first..first + usize::from(entry.parts));
        Answer { bytes: bytes.unwrap_or_default(), parts: parts.unwrap_or_default() }
    }

    fn add(&mut self, hash: u64, text: &[u8], answer: &[u8], parts: impl ExactSizeIterator<Item = P>) {
        let short = [text.len(), answer.len(), parts.len()].map(u16::try_from);
        let places = [self.bytes.len(), self.parts.len()].map(u32::try_from);
        let ([Ok(text_length), Ok(answer_length), Ok(count)], [Ok(start), Ok(first_part)]) = (short, places)
        else {
            return;
        };
        self.bytes.extend_from_slice(text);
        self.bytes.extend_from_slice(answer);
        self.parts.extend(parts);
        let entry = Entry { hash, start, first_part, text: text_length, answer: answer_length, parts: count };
        self.entries.insert_unique(hash, entry, |entry| entry.hash);
    }
}

/// The hash of a text: eight bytes at a time, in four lanes that do not wait for each other.
pub(crate) fn hash(text: &[u8]) -> u64 {
    const MIX: [u64; 4] =
        [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93, 0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db];
    let mut lanes = MIX;
    let (blocks, rest) = text.as_chunks::<32>();
    let mut last = [0; 32];
    last[..rest.len()].copy_from_slice(rest);
    for block in blocks.iter().chain(std::iter::once(&last)) {
        for ((lane, eight), mix) in lanes.iter_mut().zip(block.as_chunks::<8>().0).zip(MIX) {
            *lane = (lane.rotate_left(23) ^ u64::from_le_bytes(*eight)).wrapping_mul(mix);
        }
    }
    let all =
        lanes.iter().fold(text.len() as u64, |all, lane| (all ^ lane ^ (lane >> 29)).wrapping_mul(MIX[1]));
    all ^ (all >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shelf: &mut Shelf<u8>, text: &str, expected: Option<(&str, &[u8])>) {
        let answer = shelf.get(hash(text.as_bytes()), text.as_bytes());
        let expected = expected.map(|(bytes, parts)| Answer { bytes: bytes.as_bytes(), parts });
        assert_eq!(answer, expected, "{text}");
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let mut shelf = Shelf::new(1 << 20, 1 << 16);
        shelf.insert(hash(b"often"), b"often", b"yes", [3]);
        for n in 0..40_000 {
            let text = format!("a line that comes once, the one with the number {n:08}");
            shelf.insert(hash(text.as_bytes()), text.as_bytes(), b"once", [1, 2]);
            check(&mut shelf, "often", Some(("yes", &[3])));
        }
        check(&mut shelf, "a line that comes once, the one with the number 00000039", None);
        let last = "a line that comes once, the one with the number 00039999";
        check(&mut shelf, last, Some(("once", &[1, 2])));
        assert!(shelf.capacity() < 5 << 20, "{}", shelf.capacity());
        for n in 0..200_000_u32 {
            let text = n.to_le_bytes();
            shelf.insert(hash(&text), &text, b"", []);
        }
        assert!(shelf.capacity() < 5 << 20, "{}", shelf.capacity());
        shelf.clear();
        check(&mut shelf, "often", None);
    }
}
