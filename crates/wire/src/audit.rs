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
}
