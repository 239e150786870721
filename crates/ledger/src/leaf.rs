//! Hashes of the tree: of a leaf, of a node above leaves, of the whole.

use crate::bytes32::bytes32;
use aws_lc_rs::digest::{Context, SHA256, digest};

bytes32! {
    /// The hash of one leaf: SHA-256 of a zero byte and the leaf's bytes (RFC 6962, 2.1).
    LeafHash "a leaf hash"
}
bytes32! {
    /// The hash of a complete subtree. Of a subtree of one leaf it is the leaf's hash.
    NodeHash "a node hash"
}
bytes32! {
    /// The hash of a whole tree. Of the empty tree it is SHA-256 of nothing (RFC 6962, 2.1).
    RootHash "a root hash"
}

impl LeafHash {
    /// The hash of the leaf with these bytes.
    pub fn of(leaf: &[u8]) -> Self {
        Self(sha256_of([&[0], leaf]))
    }
}

impl NodeHash {
    /// The node above two subtrees: SHA-256 of a one byte and both hashes (RFC 6962, 2.1).
    pub fn above(left: Self, right: Self) -> Self {
        Self(sha256_of([&[1], &left.0, &right.0]))
    }
}

impl From<LeafHash> for NodeHash {
    fn from(leaf: LeafHash) -> Self {
        Self(leaf.0)
    }
}

impl RootHash {
    /// The root of the tree without leaves.
    pub fn of_nothing() -> Self {
        Self(sha256(b""))
    }
}

/// SHA-256 of pieces, one behind the other. Most leaves and parts are short, and are laid together for it.
pub(crate) fn sha256_of<const N: usize>(pieces: [&[u8]; N]) -> [u8; 32] {
    match pieces.iter().map(|piece| piece.len()).sum() {
        0..=128 => together::<N, 128>(pieces),
        129..=1024 => together::<N, 1024>(pieces),
        _ => in_pieces(pieces),
    }
}

fn together<const N: usize, const BYTES: usize>(pieces: [&[u8]; N]) -> [u8; 32] {
    let (mut together, mut length) = ([0; BYTES], 0);
    for piece in pieces {
        let Some(place) = together.get_mut(length..length + piece.len()) else { return in_pieces(pieces) };
        place.copy_from_slice(piece);
        length += piece.len();
    }
    sha256(together.get(..length).unwrap_or_default())
}

/// The same however long they are. Unlike the hash of one text it allocates what it works with.
fn in_pieces<const N: usize>(pieces: [&[u8]; N]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for piece in pieces {
        context.update(piece);
    }
    bytes_of(&context.finish())
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    bytes_of(&digest(&SHA256, bytes))
}

/// The bytes of a SHA-256 digest.
pub(crate) fn bytes_of(digest: &aws_lc_rs::digest::Digest) -> [u8; 32] {
    digest.as_ref().try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog_tiles::tlog;

    #[test]
    fn hashes_are_those_of_rfc_6962() {
        for leaf in [&b""[..], b"x", &[7; 1022], &[7; 1023], &[7; 1024], &[7; 5000]] {
            assert_eq!(LeafHash::of(leaf).0, tlog::record_hash(leaf).0);
        }
        let (left, right) = (NodeHash([1; 32]), NodeHash([2; 32]));
        let expected = tlog::node_hash(tlog::Hash(left.0), tlog::Hash(right.0));
        assert_eq!(NodeHash::above(left, right).0, expected.0);
        assert_eq!(RootHash::of_nothing().0, tlog::EMPTY_HASH.0);
    }

    #[test]
    fn the_hash_of_an_empty_leaf_is_the_published_one() {
        // RFC 6962 test vector, as in certificate-transparency's merkle tree tests.
        let published = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        assert_eq!(LeafHash::of(b"").to_string(), published);
    }
}
