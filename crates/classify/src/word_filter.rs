//! A quick no: whether a word can be in one of two sets, by one look at two bits.

/// The hashes of the words of two sets. It may say yes to a word that was never added, and never no to one that was.
#[derive(Clone, Debug)]
pub(crate) struct WordFilter {
    /// A power of two of blocks of 32 pairs of bits.
    blocks: Vec<u64>,
}

/// One word in about this many that was not added is taken for one that was.
const PAIRS_PER_WORD: usize = 16;

impl WordFilter {
    /// A filter over words with these hashes; `phrases` are those of first words of phrases.
    pub(crate) fn of(words: &[u32], phrases: &[u32]) -> Self {
        let pairs = (words.len() + phrases.len()) * PAIRS_PER_WORD;
        let mut filter = Self { blocks: vec![0; (pairs / 32).max(1).next_power_of_two()] };
        for (hashes, bit) in [(words, 1), (phrases, 2)] {
            for hash in hashes {
                filter.add(*hash, bit);
            }
        }
        filter
    }

    fn add(&mut self, hash: u32, bits: u64) {
        let (block, shift) = self.place(hash);
        self.blocks[block] |= bits << shift;
    }

    /// 1 if a word with this hash may be one of the words, 2 if it may begin a phrase, 3 if both, else 0.
    pub(crate) fn look_up(&self, hash: u32) -> u32 {
        let (block, shift) = self.place(hash);
        (self.blocks[block] >> shift & 3) as u32
    }

    fn place(&self, hash: u32) -> (usize, u32) {
        (hash as usize >> 5 & (self.blocks.len() - 1), (hash & 31) * 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::hash;

    #[test]
    fn what_was_added_is_never_missed_and_few_others_pass() {
        let hashes =
            |stem: &str| -> Vec<_> { (0..10_000).map(|n| hash(format!("{stem}-{n}").as_bytes())).collect() };
        let (words, phrases) = (hashes("name"), hashes("given"));
        let filter = WordFilter::of(&words, &phrases);
        assert!(words.iter().all(|hash| filter.look_up(*hash) & 1 == 1));
        assert!(phrases.iter().all(|hash| filter.look_up(*hash) & 2 == 2));
        let passed = hashes("other").into_iter().filter(|hash| filter.look_up(*hash) != 0).count();
        assert!(passed < 1_000, "{passed}");
    }
}
