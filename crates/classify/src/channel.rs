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
    /// Sentences that a program made for people out of what it read, such as the findings of diagnostics: they hold what
    /// people write, and nothing but that is anybody's text.
    Prose,
    /// Billing, purchase, payment, licence, provisioning and administrator contact records.
    Account,
}

impl Channel {
    /// Whether people's names, addresses and numbers are to be expected in the middle of sentences.
    pub(crate) const fn is_prose(self) -> bool {
        matches!(self, Self::Case | Self::Prose)
    }
}
