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
        let mut context = Context::new(&SHA256);
        context.update(&[0]);
        context.update(leaf);
        Self(bytes_of(&context.finish()))
    }
}

impl NodeHash {
    /// The node above two subtrees: SHA-256 of a one byte and both hashes (RFC 6962, 2.1).
    pub fn above(left: Self, right: Self) -> Self {
        let mut text = [1; 65];
        for (to, from) in text.iter_mut().skip(1).zip(left.0.iter().chain(&right.0)) {
            *to = *from;
        }
        Self(sha256(&text))
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

fn sha256(bytes: &[u8]) -> [u8; 32] {
    bytes_of(&digest(&SHA256, bytes))
}

/// The bytes of a SHA-256 digest.
pub(crate) fn bytes_of(digest: &aws_lc_rs::digest::Digest) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog_tiles::tlog;

    #[test]
    fn hashes_are_those_of_rfc_6962() {
        for leaf in [&b""[..], b"x", &[7; 1000]] {
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
