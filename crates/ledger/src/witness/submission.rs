//! The request of C2SP tlog-witness: a checkpoint, with the proof that it continues the one that the witness signed last.

use crate::checkpoint::{self, Checkpoint, CheckpointError};
use crate::proof::{ConsistencyProof, verify_consistency};
use crate::{NodeHash, RootHash, TREE_SIZE_MAX, VerifierKey};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt::Write as _;

/// The most lines that a proof may have.
const PROOF_LINES_MAX: usize = 63;

/// What a log asks a witness to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The size of the checkpoint that the witness signed last, as the log believes; 0 for none.
    pub old: u64,
    /// That the tree begins with the leaves of that one.
    pub proof: ConsistencyProof,
    /// The checkpoint, a signed note.
    pub note: String,
}

/// Why a witness does not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// The request is not in its form, or makes no sense.
    #[error("the request makes no sense: {0}")]
    Malformed(&'static str),
    /// The witness does not know the log.
    #[error("this witness does not know the log `{origin}`")]
    UnknownLog {
        /// The log that the checkpoint names.
        origin: String,
    },
    /// No key of the log signed the checkpoint.
    #[error("no key of the log `{origin}` that this witness knows signed the checkpoint of size {size}")]
    Unsigned {
        /// The log.
        origin: String,
        /// The size that the checkpoint states.
        size: u64,
    },
    /// The witness signed another size last.
    #[error("this witness signed the size {signed} last, not {old}")]
    OtherSize {
        /// The size that it signed last.
        signed: u64,
        /// The size that the log believes.
        old: u64,
    },
    /// Of the same size, the witness signed another root.
    #[error(
        "two versions of the log `{origin}` exist: of {size} events this witness signed another root than the log signs now"
    )]
    OtherRoot {
        /// The log.
        origin: String,
        /// The size.
        size: u64,
    },
    /// The proof does not lead from one root to the other.
    #[error(
        "the log `{origin}` does not continue what this witness signed: nothing proves that its {size} events begin with the {signed} that were there before, so two versions of it exist, or its proof is broken"
    )]
    Inconsistent {
        /// The log.
        origin: String,
        /// The size that the witness signed last.
        signed: u64,
        /// The size that it was asked to sign.
        size: u64,
    },
}

impl Submission {
    /// The request's body.
    pub fn to_text(&self) -> String {
        let mut text = format!("old {}\n", self.old);
        for node in &self.proof.0 {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{}", BASE64_STANDARD.encode(node.0));
        }
        text.push('\n');
        text.push_str(&self.note);
        text
    }

    /// The request that this body is.
    ///
    /// # Errors
    ///
    /// [`Rejected::Malformed`].
    pub fn from_text(text: &str) -> Result<Self, Rejected> {
        let malformed = Rejected::Malformed;
        let (head, note) =
            text.split_once("\n\n").ok_or(malformed("no empty line stands before the checkpoint"))?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(number);
        let old = old.ok_or(malformed("its first line is not `old` and a size"))?;
        let nodes: Option<Vec<_>> = lines.map(node).collect();
        let nodes = nodes.ok_or(malformed("a line of its proof is no hash in base64"))?;
        if nodes.len() > PROOF_LINES_MAX {
            return Err(malformed("its proof has more than 63 lines"));
        }
        Ok(Self { old, proof: ConsistencyProof(nodes), note: note.to_owned() })
    }
}

/// A node of a proof, as one line of base64.
pub(crate) fn node(line: &str) -> Option<NodeHash> {
    let bytes: [u8; 32] = BASE64_STANDARD.decode(line).ok()?.try_into().ok()?;
    (BASE64_STANDARD.encode(bytes) == line).then_some(NodeHash(bytes))
}

/// A size or an index without sign or leading zeros.
pub(crate) fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number <= TREE_SIZE_MAX && number.to_string() == text).then_some(number)
}

/// Whether a witness that signed `last` of the log may sign what it is asked to: gives the checkpoint then.
///
/// # Errors
///
/// [`Rejected`] says why not.
pub fn consider(
    submission: &Submission,
    keys: &[VerifierKey],
    last: Option<(u64, RootHash)>,
) -> Result<Checkpoint, Rejected> {
    let opened =
        checkpoint::open(&submission.note, keys).map_err(|why| unopened(&submission.note, &why, keys))?;
    let (old, (signed, root)) = (submission.old, last.unwrap_or((0, RootHash::of_nothing())));
    if old > opened.size {
        return Err(Rejected::Malformed("its old size is above that of its checkpoint"));
    }
    if old != signed {
        return Err(Rejected::OtherSize { signed, old });
    }
    let (origin, size) = (opened.origin.to_string(), opened.size);
    if old == size && last.is_some() && root != opened.root {
        return Err(Rejected::OtherRoot { origin, size });
    }
    verify_consistency(&submission.proof, (size, opened.root), (old, root))
        .map_err(|_| Rejected::Inconsistent { origin, signed, size })?;
    Ok(opened)
}

fn unopened(note: &str, why: &CheckpointError, keys: &[VerifierKey]) -> Rejected {
    let origin = note.lines().next().unwrap_or_default().to_owned();
    match *why {
        CheckpointError::Malformed { why } => Rejected::Malformed(why),
        CheckpointError::Unsigned { size, .. } | CheckpointError::Forged { size, .. } => {
            let is_known = keys.iter().any(|key| key.origin().as_str() == origin);
            if is_known { Rejected::Unsigned { origin, size } } else { Rejected::UnknownLog { origin } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frontier, LeafHash, LogKey, Origin, node_of, prove_consistency};

    fn leaves(count: u8, word: &str) -> Vec<LeafHash> {
        (0..count).map(|n| LeafHash::of(format!("{n}{}", if n < 3 { "" } else { word }).as_bytes())).collect()
    }

    fn root(leaves: &[LeafHash]) -> RootHash {
        let mut frontier = Frontier::new();
        for leaf in leaves {
            frontier.append(*leaf);
        }
        frontier.root()
    }

    fn key() -> LogKey {
        LogKey::from_seed("desk.example", &[3; 32]).unwrap()
    }

    fn origin() -> Origin {
        Origin::new("desk.example", "contoso").unwrap()
    }

    fn asked(leaves: &[LeafHash], old: u64) -> Submission {
        let size = leaves.len() as u64;
        let time = "2026-01-02T03:04:05Z".to_owned();
        let checkpoint = Checkpoint { origin: origin(), size, root: root(leaves), time };
        let proof = prove_consistency(size, old, node_of(leaves)).unwrap();
        Submission { old, proof, note: crate::seal(&checkpoint, &key()).unwrap() }
    }

    fn judged(submission: &Submission, last: Option<(u64, RootHash)>) -> Result<u64, Rejected> {
        consider(submission, &[key().verifier_key(&origin())], last).map(|checkpoint| checkpoint.size)
    }

    #[test]
    fn the_body_brings_the_request_back() {
        let asked = asked(&leaves(9, "a"), 5);
        assert!(asked.to_text().starts_with("old 5\n"), "{}", asked.to_text());
        assert_eq!(Submission::from_text(&asked.to_text()), Ok(asked));
        for text in
            ["", "old 1\n", "old 01\n\nx", "old -1\n\nx", "new 1\n\nx", "old 1\nAAAA\n\nx", "old 1\n \n\nx"]
        {
            assert!(Submission::from_text(text).is_err(), "{text:?}");
        }
        let long = format!("old 1\n{}\nx", format!("{}\n", BASE64_STANDARD.encode([0; 32])).repeat(64));
        assert!(matches!(Submission::from_text(&long), Err(Rejected::Malformed(_))));
    }

    #[test]
    fn what_continues_the_last_is_signed() {
        let (five, nine) = (leaves(5, "a"), leaves(9, "a"));
        assert_eq!(judged(&asked(&five, 0), None), Ok(5));
        assert_eq!(judged(&asked(&nine, 5), Some((5, root(&five)))), Ok(9));
        assert_eq!(judged(&asked(&five, 5), Some((5, root(&five)))), Ok(5), "the same again, sealed anew");
    }

    #[test]
    fn a_second_version_is_not_signed() {
        let (five, nine) = (leaves(5, "a"), leaves(9, "b"));
        let signed = Some((5, root(&five)));
        assert!(matches!(
            judged(&asked(&nine, 5), signed),
            Err(Rejected::Inconsistent { signed: 5, size: 9, .. })
        ));
        let other = asked(&leaves(5, "b"), 5);
        assert!(matches!(judged(&other, signed), Err(Rejected::OtherRoot { size: 5, .. })));
    }

    #[test]
    fn another_size_than_the_last_is_told() {
        let nine = leaves(9, "a");
        let signed = Some((9, root(&nine)));
        assert_eq!(judged(&asked(&nine, 0), signed), Err(Rejected::OtherSize { signed: 9, old: 0 }));
        let five = asked(&leaves(5, "a"), 5);
        assert_eq!(judged(&five, signed), Err(Rejected::OtherSize { signed: 9, old: 5 }), "never back");
        assert!(matches!(judged(&Submission { old: 6, ..five }, signed), Err(Rejected::Malformed(_))));
    }

    #[test]
    fn who_did_not_sign_is_told_apart() {
        let asked = asked(&leaves(5, "a"), 0);
        let other = LogKey::from_seed("desk.example", &[4; 32]).unwrap();
        let judge = |key| consider(&asked, &[key], None).unwrap_err();
        assert!(matches!(judge(other.verifier_key(&origin())), Rejected::Unsigned { size: 5, .. }));
        let fabrikam = key().verifier_key(&Origin::new("desk.example", "fabrikam").unwrap());
        assert!(matches!(judge(fabrikam), Rejected::UnknownLog { .. }));
    }
}
