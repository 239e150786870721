//! Where a record comes from, which the pipeline knows and the classifier does not guess.

use serde::{Deserialize, Serialize};

/// The kind of record (classification.md 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Diagnostics, telemetry, event and access logs, registry, configuration, audit records.
    #[default]
    Log,
    /// Case notes, chats, mail with the support desk.
    Case,
    /// Billing, purchase, payment, licence, provisioning and administrator contact records.
    Account,
}
