//! The audit log as it is read over HTTP.

use domain::{Actor, Moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// Its place in the log, from 0.
    pub sequence: u64,
    /// When it took effect.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Moment,
    /// Who caused it.
    #[schema(value_type = Object)]
    pub by: Actor,
    /// Their name, where it is known to this tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// What happened, in the log's own form.
    #[schema(value_type = Object)]
    pub event: serde_json::Value,
}

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditPage {
    /// The entries, oldest first.
    pub items: Vec<AuditEntry>,
    /// What to pass as `from` for the next page, if there is one.
    pub next: Option<u64>,
}

/// The key that signs the log's checkpoints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogKey {
    /// In the form of C2SP signed notes: name, key hash and key.
    pub key: String,
    /// Statements that the key was changed, signed by the one before and the one after, oldest first: they lead from any
    /// key that was kept to this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rotations: Vec<String>,
}

/// That the log holds an event (RFC 6962, 2.1.1). Hashes are base64, as in C2SP tlog-proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InclusionProof {
    /// The event's place, from 0.
    pub index: u64,
    /// The size of the tree that the proof is of.
    pub size: u64,
    /// The hash of the event's leaf.
    pub leaf_hash: String,
    /// The hashes beside its path, from the leaf up.
    pub hashes: Vec<String>,
    /// The signed checkpoint of that tree, unless another size was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<String>,
}

/// That the log continues what it was (RFC 6962, 2.1.2). Hashes are base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsistencyProof {
    /// The size that it had.
    pub from: u64,
    /// The size of the tree that continues it.
    pub to: u64,
    /// The hashes of the proof.
    pub hashes: Vec<String>,
    /// The signed checkpoint of the later tree, unless another size was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<String>,
}
