//! A receipt: one text that proves, offline, that a log holds a leaf (C2SP tlog-proof).

use crate::checkpoint::{self, Checkpoint, CheckpointError};
use crate::proof::{InclusionProof, ProofError, verify_inclusion};
use crate::witness::{node, number};
use crate::{LeafHash, VerifierKey};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt::Write as _;

/// The first line.
const FORMAT: &str = "c2sp.org/tlog-proof@v1";
/// The most lines that a proof can need: one for each level of a tree.
const PROOF_LINES_MAX: usize = 64;

/// A leaf, its place, the proof that it is there, and the signed checkpoint of the tree that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The leaf's bytes. They stand in the `extra` line, so that the receipt says by itself what it is of.
    pub leaf: Vec<u8>,
    /// Its place in the log, from 0.
    pub index: u64,
    /// That it is there.
    pub proof: InclusionProof,
    /// The checkpoint, a signed note, with the cosignatures that there are.
    pub note: String,
}

/// Why a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadReceipt {
    /// The text is not in the form of a receipt.
    #[error("it is no receipt: {0}")]
    Malformed(&'static str),
    /// The checkpoint cannot be believed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The leaf is not in the tree of the checkpoint.
    #[error(
        "the checkpoint of size {size} has another event {index} than this one: something in the receipt was changed"
    )]
    NotIncluded {
        /// The checkpoint's size.
        size: u64,
        /// The place that the receipt names.
        index: u64,
    },
}

impl Receipt {
    /// The receipt as text, its lines ended by newlines.
    pub fn to_text(&self) -> String {
        let mut text =
            format!("{FORMAT}\nextra {}\nindex {}\n", BASE64_STANDARD.encode(&self.leaf), self.index);
        for node in &self.proof.0 {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{}", BASE64_STANDARD.encode(node.0));
        }
        text.push('\n');
        text.push_str(&self.note);
        text
    }

    /// The receipt that a text is.
    ///
    /// # Errors
    ///
    /// [`BadReceipt::Malformed`].
    pub fn from_text(text: &str) -> Result<Self, BadReceipt> {
        let bad = BadReceipt::Malformed;
        let (head, note) =
            text.split_once("\n\n").ok_or(bad("no empty line stands before its checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FORMAT) {
            return Err(bad("its first line is not `c2sp.org/tlog-proof@v1`"));
        }
        let leaf = lines.next().and_then(|line| line.strip_prefix("extra "));
        let leaf = leaf.ok_or(bad("its second line is not `extra` with the event"))?;
        let leaf = BASE64_STANDARD.decode(leaf).map_err(|_| bad("its event is not base64"))?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(number);
        let index = index.ok_or(bad("its third line is not `index` and a number"))?;
        let nodes: Option<Vec<_>> = lines.map(node).collect();
        let nodes = nodes.ok_or(bad("a line of its proof is no hash in base64"))?;
        if nodes.len() > PROOF_LINES_MAX {
            return Err(bad("its proof has more lines than any tree is high"));
        }
        Ok(Self { leaf, index, proof: InclusionProof(nodes), note: note.to_owned() })
    }

    /// Checks the checkpoint's signature against the trusted keys, and that its tree holds the leaf at its place.
    ///
    /// # Errors
    ///
    /// [`BadReceipt`].
    pub fn verify(&self, trusted: &[VerifierKey]) -> Result<Checkpoint, BadReceipt> {
        let checkpoint = checkpoint::open(&self.note, trusted)?;
        let (size, index) = (checkpoint.size, self.index);
        let leaf = LeafHash::of(&self.leaf);
        match verify_inclusion(&self.proof, size, checkpoint.root, index, leaf) {
            Ok(()) => Ok(checkpoint),
            Err(ProofError::TooLarge { .. }) => Err(BadReceipt::Malformed("its tree is larger than any log")),
            Err(_) => Err(BadReceipt::NotIncluded { size, index }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frontier, LogKey, Origin, node_of, prove_inclusion};

    fn key() -> LogKey {
        LogKey::from_seed("desk.example", &[3; 32]).unwrap()
    }

    fn receipt() -> Receipt {
        let leaves: Vec<_> = (0..11_u8).map(|n| LeafHash::of(&[n])).collect();
        let mut frontier = Frontier::new();
        for leaf in &leaves {
            frontier.append(*leaf);
        }
        let origin = Origin::new("desk.example", "contoso").unwrap();
        let time = "2026-01-02T03:04:05Z".to_owned();
        let checkpoint = Checkpoint { origin, size: 11, root: frontier.root(), time };
        let note = crate::seal(&checkpoint, &key()).unwrap();
        let proof = prove_inclusion(11, 6, node_of(&leaves)).unwrap();
        Receipt { leaf: vec![6], index: 6, proof, note }
    }

    fn trusted() -> [VerifierKey; 1] {
        [key().verifier_key(&Origin::new("desk.example", "contoso").unwrap())]
    }

    #[test]
    fn a_text_brings_a_receipt_back_that_holds() {
        let text = receipt().to_text();
        assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra Bg==\nindex 6\n"), "{text}");
        let read = Receipt::from_text(&text).unwrap();
        assert_eq!(read, receipt());
        assert_eq!(read.verify(&trusted()).unwrap().size, 11);
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let text = receipt().to_text();
        for (place, bit) in (0..text.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let verified = Receipt::from_text(&changed).and_then(|receipt| receipt.verify(&trusted()));
            assert!(verified.is_err(), "{changed}");
        }
    }

    #[test]
    fn another_place_or_key_is_told() {
        let moved = Receipt { index: 7, ..receipt() };
        assert_eq!(moved.verify(&trusted()), Err(BadReceipt::NotIncluded { size: 11, index: 7 }));
        let beyond = Receipt { index: 11, ..receipt() };
        assert_eq!(beyond.verify(&trusted()), Err(BadReceipt::NotIncluded { size: 11, index: 11 }));
        assert!(matches!(receipt().verify(&[]), Err(BadReceipt::Checkpoint(_))));
    }
}
