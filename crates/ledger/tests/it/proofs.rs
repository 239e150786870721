//! Proofs of every leaf and every earlier tree.

use ledger::{
    ConsistencyProof, Frontier, InclusionProof, LeafHash, NodeHash, ProofError, RootHash, TREE_SIZE_MAX,
    consistency_needs, inclusion_needs, node_of, prove_consistency, prove_inclusion, verify_consistency,
    verify_inclusion,
};
use std::collections::HashMap;

const SIZE: u64 = 70;

/// A log with the root at each size and its stored nodes.
struct Log {
    leaves: Vec<LeafHash>,
    roots: Vec<RootHash>,
    nodes: HashMap<u64, NodeHash>,
}

fn log() -> Log {
    let mut frontier = Frontier::new();
    let mut log = Log { leaves: Vec::new(), roots: vec![frontier.root()], nodes: HashMap::new() };
    for i in 0..SIZE {
        let leaf = LeafHash::of(i.to_string().as_bytes());
        frontier.append_storing(leaf, |index, node| {
            log.nodes.insert(index, node);
        });
        log.leaves.push(leaf);
        log.roots.push(frontier.root());
    }
    log
}

fn at<T: Copy>(list: &[T], index: u64) -> T {
    list[usize::try_from(index).unwrap()]
}

#[test]
fn every_leaf_of_every_tree_is_proven_and_no_other() {
    let log = log();
    for (size, index) in (1..=SIZE).flat_map(|size| (0..size).map(move |index| (size, index))) {
        let proof = prove_inclusion(size, index, |node| log.nodes.get(&node).copied()).unwrap();
        let verify = |leaf| verify_inclusion(&proof, size, at(&log.roots, size), index, leaf);
        assert_eq!(verify(at(&log.leaves, index)), Ok(()), "leaf {index} of {size}");
        assert_eq!(verify(LeafHash([0; 32])), Err(ProofError::Refused));
    }
}

#[test]
fn every_tree_is_proven_to_continue_every_earlier_one() {
    let log = log();
    for (size, earlier) in (0..=SIZE).flat_map(|size| (0..=size).map(move |earlier| (size, earlier))) {
        let proof = prove_consistency(size, earlier, |node| log.nodes.get(&node).copied()).unwrap();
        let verify = |root| verify_consistency(&proof, (size, at(&log.roots, size)), (earlier, root));
        assert_eq!(verify(at(&log.roots, earlier)), Ok(()), "{size} continues {earlier}");
        assert_eq!(verify(RootHash([0; 32])), Err(ProofError::Refused), "{size} continues {earlier}");
    }
}

#[test]
fn the_needed_nodes_suffice_and_leaves_give_the_same_proof() {
    let log = log();
    let only = |needs: Vec<u64>| {
        let nodes = &log.nodes;
        move |index| needs.contains(&index).then(|| nodes[&index])
    };
    let from_leaves = prove_inclusion(SIZE, 33, node_of(&log.leaves));
    assert_eq!(prove_inclusion(SIZE, 33, only(inclusion_needs(SIZE, 33).unwrap())), from_leaves);
    let from_leaves = prove_consistency(SIZE, 33, node_of(&log.leaves));
    assert_eq!(prove_consistency(SIZE, 33, only(consistency_needs(SIZE, 33).unwrap())), from_leaves);
}

#[test]
fn a_changed_or_longer_proof_is_refused() {
    let log = log();
    let InclusionProof(nodes) = prove_inclusion(SIZE, 5, node_of(&log.leaves)).unwrap();
    let verify =
        |nodes| verify_inclusion(&InclusionProof(nodes), SIZE, at(&log.roots, SIZE), 5, log.leaves[5]);
    for place in 0..nodes.len() {
        let mut changed = nodes.clone();
        changed[place].0[0] ^= 1;
        assert_eq!(verify(changed), Err(ProofError::Refused));
    }
    assert_eq!(verify([&nodes[..], &[NodeHash([0; 32])]].concat()), Err(ProofError::Refused));
    assert_eq!(verify(nodes[1..].to_vec()), Err(ProofError::Refused));
}

#[test]
fn questions_without_sense_are_refused() {
    let none = |_| None;
    assert_eq!(prove_inclusion(3, 3, none), Err(ProofError::NoSuchLeaf { size: 3, index: 3 }));
    assert_eq!(prove_consistency(3, 4, none), Err(ProofError::NotEarlier { size: 3, earlier: 4 }));
    assert_eq!(prove_inclusion(3, 1, none), Err(ProofError::MissingNode));
    let size = TREE_SIZE_MAX + 1;
    assert_eq!(inclusion_needs(size, 0), Err(ProofError::TooLarge { size }));
    assert!(inclusion_needs(TREE_SIZE_MAX, TREE_SIZE_MAX - 1).is_ok());
    let empty = (InclusionProof(Vec::new()), ConsistencyProof(Vec::new()));
    assert!(verify_inclusion(&empty.0, u64::MAX, RootHash([0; 32]), 0, LeafHash([0; 32])).is_err());
    assert!(verify_consistency(&empty.1, (u64::MAX, RootHash([0; 32])), (1, RootHash([0; 32]))).is_err());
}
