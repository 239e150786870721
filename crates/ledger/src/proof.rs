//! Proofs that a tree has a leaf, and that a tree continues an earlier one (RFC 6962, 2.1.1 and 2.1.2).
//!
//! Who proves needs a few nodes of the tree: the `…_needs` functions name their stored indexes, to be fetched in
//! one query, and the `prove_…` functions look them up. [`node_of`] looks them up in a list of all leaves instead.

use crate::{Frontier, LeafHash, NodeHash, RootHash, TREE_SIZE_MAX};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use tlog_tiles::tlog::{self, Hash, HashReader};

/// That a tree has a certain leaf: the nodes beside the path from the leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InclusionProof(pub Vec<NodeHash>);

/// That a tree begins with all leaves of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConsistencyProof(pub Vec<NodeHash>);

/// Why there is no proof, or why it is not believed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProofError {
    /// The question makes no sense.
    #[error("a tree of {size} leaves has no leaf {index}")]
    NoSuchLeaf {
        /// Leaves of the tree.
        size: u64,
        /// The leaf asked for, counted from 0.
        index: u64,
    },
    /// The question makes no sense.
    #[error("a tree of {size} leaves does not continue one of {earlier}")]
    NotEarlier {
        /// Leaves of the later tree.
        size: u64,
        /// Leaves of the tree said to be earlier.
        earlier: u64,
    },
    /// The tree is larger than any log.
    #[error("a tree of {size} leaves is larger than any log")]
    TooLarge {
        /// Leaves of the tree.
        size: u64,
    },
    /// A node that the proof needs was not found.
    #[error("the stored tree lacks a node that the proof needs: rebuild it from the log")]
    MissingNode,
    /// The proof does not lead to the root.
    #[error("the proof does not lead to the root")]
    Refused,
}

/// The stored indexes of the nodes that prove leaf `index` in the tree of `size` leaves.
///
/// # Errors
///
/// [`ProofError::NoSuchLeaf`] or [`ProofError::TooLarge`].
pub fn inclusion_needs(size: u64, index: u64) -> Result<Vec<u64>, ProofError> {
    let wanted = Wanted::default();
    check_leaf(size, index)?;
    tlog::prove_record(size, index, &wanted).map_err(|_| ProofError::MissingNode)?;
    Ok(wanted.0.into_inner())
}

/// Proves that the tree of `size` leaves has leaf `index`. `node` looks a node up by its stored index.
///
/// # Errors
///
/// [`ProofError`] if the question makes no sense or a node is missing.
pub fn prove_inclusion(
    size: u64,
    index: u64,
    node: impl Fn(u64) -> Option<NodeHash>,
) -> Result<InclusionProof, ProofError> {
    check_leaf(size, index)?;
    let proof = tlog::prove_record(size, index, &Lookup(node)).map_err(|_| ProofError::MissingNode)?;
    Ok(InclusionProof(proof.into_iter().map(|hash| NodeHash(hash.0)).collect()))
}

/// Checks that the tree of `size` leaves with this root has `leaf` at `index`.
///
/// # Errors
///
/// [`ProofError::Refused`] if it has not, and the errors of a question that makes no sense.
pub fn verify_inclusion(
    proof: &InclusionProof,
    size: u64,
    root: RootHash,
    index: u64,
    leaf: LeafHash,
) -> Result<(), ProofError> {
    check_leaf(size, index)?;
    tlog::check_record(&hashes(&proof.0), size, Hash(root.0), index, Hash(leaf.0))
        .map_err(|_| ProofError::Refused)
}

/// The stored indexes of the nodes that prove that the tree of `size` leaves continues that of `earlier`.
///
/// # Errors
///
/// [`ProofError::NotEarlier`] or [`ProofError::TooLarge`].
pub fn consistency_needs(size: u64, earlier: u64) -> Result<Vec<u64>, ProofError> {
    let wanted = Wanted::default();
    check_earlier(size, earlier)?;
    if earlier > 0 {
        tlog::prove_tree(size, earlier, &wanted).map_err(|_| ProofError::MissingNode)?;
    }
    Ok(wanted.0.into_inner())
}

/// Proves that the tree of `size` leaves begins with all leaves of the tree of `earlier`. Every tree continues
/// the empty one, so that proof is empty.
///
/// # Errors
///
/// [`ProofError`] if the question makes no sense or a node is missing.
pub fn prove_consistency(
    size: u64,
    earlier: u64,
    node: impl Fn(u64) -> Option<NodeHash>,
) -> Result<ConsistencyProof, ProofError> {
    check_earlier(size, earlier)?;
    if earlier == 0 {
        return Ok(ConsistencyProof(Vec::new()));
    }
    let proof = tlog::prove_tree(size, earlier, &Lookup(node)).map_err(|_| ProofError::MissingNode)?;
    Ok(ConsistencyProof(proof.into_iter().map(|hash| NodeHash(hash.0)).collect()))
}

/// Checks that the tree of `size` leaves with this root continues the tree of `earlier` leaves with that one.
///
/// # Errors
///
/// [`ProofError::Refused`] if it does not, and the errors of a question that makes no sense.
pub fn verify_consistency(
    proof: &ConsistencyProof,
    (size, root): (u64, RootHash),
    (earlier, earlier_root): (u64, RootHash),
) -> Result<(), ProofError> {
    check_earlier(size, earlier)?;
    if earlier == 0 {
        let right = proof.0.is_empty() && earlier_root == RootHash::of_nothing();
        return if right { Ok(()) } else { Err(ProofError::Refused) };
    }
    tlog::check_tree(&hashes(&proof.0), size, Hash(root.0), earlier, Hash(earlier_root.0))
        .map_err(|_| ProofError::Refused)
}

/// Looks nodes up in the list of all leaves of a tree, hashing the leaves below each: for small trees.
pub fn node_of(leaves: &[LeafHash]) -> impl Fn(u64) -> Option<NodeHash> {
    |index| {
        let (level, nth) = tlog::split_stored_hash_index(index);
        let width = 1_usize.checked_shl(level.into())?;
        let first = usize::try_from(nth).ok()?.checked_mul(width)?;
        let mut below = Frontier::new();
        leaves.get(first..first.checked_add(width)?)?.iter().for_each(|leaf| below.append(*leaf));
        Some(NodeHash(below.root().0))
    }
}

fn check_leaf(size: u64, index: u64) -> Result<(), ProofError> {
    if size > TREE_SIZE_MAX {
        return Err(ProofError::TooLarge { size });
    }
    if index < size { Ok(()) } else { Err(ProofError::NoSuchLeaf { size, index }) }
}

fn check_earlier(size: u64, earlier: u64) -> Result<(), ProofError> {
    if size > TREE_SIZE_MAX {
        return Err(ProofError::TooLarge { size });
    }
    if earlier <= size { Ok(()) } else { Err(ProofError::NotEarlier { size, earlier }) }
}

fn hashes(nodes: &[NodeHash]) -> Vec<Hash> {
    nodes.iter().map(|node| Hash(node.0)).collect()
}

/// Remembers which nodes were asked for, and answers with anything.
#[derive(Default)]
struct Wanted(RefCell<Vec<u64>>);

impl HashReader for Wanted {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
        self.0.borrow_mut().extend_from_slice(indexes);
        Ok(vec![Hash::default(); indexes.len()])
    }
}

/// Answers with the nodes that a function finds.
struct Lookup<F>(F);

impl<F: Fn(u64) -> Option<NodeHash>> HashReader for Lookup<F> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
        let found = indexes.iter().map(|&index| (self.0)(index).map(|node| Hash(node.0)));
        found.collect::<Option<_>>().ok_or(tlog::Error::IndexesNotInTree)
    }
}
