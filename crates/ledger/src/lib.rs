//! Merkle leaves, frontier, tiles, proofs, receipts, checkpoints, cosignatures and the export file of a tenant's log.
//!
//! Every event of a tenant is one leaf of a Merkle tree hashed as in RFC 6962. A [`Checkpoint`] is a signed
//! statement of the tree's size and root (C2SP tlog-checkpoint in a C2SP signed note), and an export file holds
//! leaves, personal parts and checkpoints so that anybody can check them offline.
//!
//! What always holds:
//! - a leaf is opaque bytes: what an event means is not known here;
//! - [`Frontier`] gives the same root as the stored-hash arithmetic behind [`prove_inclusion`];
//! - in an export that [`Auditor`] finds no fault in, every byte is covered: by a leaf hash, by a signature, by
//!   the strict form of a line, or by the digest in the last line.
//!
//! What is absent: files, sockets, clocks and randomness. Bytes come from a reader that the caller gives, a
//! moment arrives as text and a key's seed as bytes. No input makes this crate panic.

mod audit;
mod bytes32;
mod checkpoint;
mod commitment;
pub mod export;
mod fault;
mod frontier;
mod leaf;
mod log_key;
mod note_key;
mod origin;
mod proof;
mod receipt;
mod rotation;
pub mod tile;
mod verifier_key;
pub mod witness;

pub use audit::{Audit, Auditor, Trust};
pub use bytes32::BadHex;
pub use checkpoint::{Checkpoint, CheckpointError, open, seal, stated};
pub use commitment::{Commitment, Salt};
pub use export::{Entry, EventEntry, ExportReader, ExportWriter, Header, Part, WriteError};
pub use fault::{Fault, FaultKind, Faults, Noticed};
pub use frontier::{BadFrontier, Frontier};
pub use leaf::{LeafHash, NodeHash, RootHash};
pub use log_key::{BadLogKey, LogKey};
pub use origin::{BadOrigin, Origin};
pub use proof::{
    ConsistencyProof, InclusionProof, ProofError, consistency_needs, inclusion_needs, node_of,
    prove_consistency, prove_inclusion, verify_consistency, verify_inclusion,
};
pub use receipt::{BadReceipt, Receipt};
pub use rotation::{BadRotation, Rotation};
pub use verifier_key::{BadVerifierKey, VerifierKey};

/// The largest tree in leaves: the largest integer that every JSON reader keeps exactly (RFC 8785, 3.2.2.3).
pub const TREE_SIZE_MAX: u64 = (1 << 53) - 1;
