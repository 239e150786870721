//! Witnesses: others who sign that a log only ever grew (C2SP tlog-witness and tlog-cosignature).
//!
//! A witness signs a checkpoint only if it continues the last one that it signed of the same log. So a log's operator
//! who shows two versions of a log gets a signature for one of them at most.

mod cosignature;
mod key;
mod policy;
mod submission;

pub use cosignature::{BadCosignature, cosigned_at, with_cosignatures};
pub use key::{BadWitnessKey, CosigningKey, WitnessKey};
pub use policy::{BadPolicy, Policy, PolicyWitness};
pub use submission::{Rejected, Submission, consider};
pub(crate) use submission::{node, number};
