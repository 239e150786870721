//! The right edge of the tree: what an append and a root need, and no more.

use crate::TREE_SIZE_MAX;
use crate::leaf::{LeafHash, NodeHash, RootHash};
use tlog_tiles::tlog::stored_hash_index;

/// A tree reduced to the complete subtrees it consists of, largest first: one for each one-bit of its size.
///
/// INVARIANT: `peaks` holds exactly `size.count_ones()` hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<NodeHash>,
}

/// Bytes that are no frontier.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a stored frontier of {bytes} bytes is damaged: rebuild it from the log")]
pub struct BadFrontier {
    /// How many bytes were given.
    pub bytes: usize,
}

impl Frontier {
    /// The frontier of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the next leaf.
    pub fn append(&mut self, leaf: LeafHash) {
        self.append_storing(leaf, |_, _| ());
    }

    /// Adds the next leaf and reports each node that it completes, the leaf's own first, under its index in the
    /// order of stored hashes (C2SP; two nodes per leaf on average). Whoever keeps them can prove without leaves.
    pub fn append_storing(&mut self, leaf: LeafHash, mut store: impl FnMut(u64, NodeHash)) {
        let mut node = NodeHash::from(leaf);
        let index = stored_hash_index(0, self.size);
        store(index, node);
        // Each trailing one-bit of the size is a complete subtree to the left that the new node pairs with.
        for step in 1..=u64::from(self.size.trailing_ones()) {
            let Some(left) = self.peaks.pop() else { break };
            node = NodeHash::above(left, node);
            store(index + step, node);
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root of the tree as it is now.
    pub fn root(&self) -> RootHash {
        let above = self.peaks.iter().copied().rev().reduce(|right, left| NodeHash::above(left, right));
        above.map_or_else(RootHash::of_nothing, |node| RootHash(node.0))
    }

    /// The frontier as bytes: the size (8 bytes, big-endian), then the peaks (32 bytes each), largest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 32 * self.peaks.len());
        bytes.extend_from_slice(&self.size.to_be_bytes());
        for peak in &self.peaks {
            bytes.extend_from_slice(&peak.0);
        }
        bytes
    }

    /// The frontier that [`Frontier::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// [`BadFrontier`] if the length does not fit the size, or the size is above [`TREE_SIZE_MAX`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadFrontier> {
        let bad = BadFrontier { bytes: bytes.len() };
        let Some((size, hashes)) = bytes.split_first_chunk::<8>() else { return Err(bad) };
        let size = u64::from_be_bytes(*size);
        let (peaks, rest) = hashes.as_chunks::<32>();
        let fits = rest.is_empty() && u64::try_from(peaks.len()) == Ok(u64::from(size.count_ones()));
        if !fits || size > TREE_SIZE_MAX {
            return Err(bad);
        }
        Ok(Self { size, peaks: peaks.iter().copied().map(NodeHash).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog_tiles::tlog::{self, Hash, HashReader};

    struct Stored(Vec<Hash>);

    impl HashReader for Stored {
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
            Ok(indexes.iter().map(|&index| self.0[usize::try_from(index).unwrap()]).collect())
        }
    }

    #[test]
    fn the_root_is_that_of_the_reference_at_every_size() {
        let (mut frontier, mut stored) = (Frontier::new(), Stored(Vec::new()));
        for size in 0..=300_u64 {
            assert_eq!(frontier.size(), size);
            assert_eq!(frontier.root().0, tlog::tree_hash(size, &stored).unwrap().0, "size {size}");
            let leaf = size.to_string();
            let expected = tlog::stored_hashes(size, leaf.as_bytes(), &stored).unwrap();
            let mut got = Vec::new();
            frontier.append_storing(LeafHash::of(leaf.as_bytes()), |index, node| got.push((index, node.0)));
            let first = u64::try_from(stored.0.len()).unwrap();
            assert_eq!(got, (first..).zip(expected.iter().map(|hash| hash.0)).collect::<Vec<_>>());
            stored.0.extend(expected);
        }
    }

    #[test]
    fn bytes_bring_the_frontier_back() {
        let mut frontier = Frontier::new();
        for size in 0..40_u8 {
            assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Ok(frontier.clone()), "size {size}");
            frontier.append(LeafHash([size; 32]));
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let mut frontier = Frontier::new();
        frontier.append(LeafHash([1; 32]));
        let bytes = frontier.to_bytes();
        let longer = [&bytes[..], &[0]].concat();
        let other_size = [&3_u64.to_be_bytes()[..], &bytes[8..]].concat();
        let too_large = [&(1_u64 << 60).to_be_bytes()[..], &bytes[8..]].concat();
        for bad in [&bytes[..7], &bytes[..39], &longer, &other_size, &too_large, &[]] {
            assert_eq!(Frontier::from_bytes(bad), Err(BadFrontier { bytes: bad.len() }));
        }
    }
}
