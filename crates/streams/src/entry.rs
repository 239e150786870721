//! An entry of a log on its way out.

use domain::{Actor, CaseId, Event, Record, RunId};
use std::fmt;

/// What tells an entry from every other, of all logs. It follows from the leaf, so a repeat has the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventId(String);

impl EventId {
    /// The id of the entry whose leaf has this hash: `evt_` and the hash's first 16 bytes in hex.
    pub fn of(leaf_hash: &[u8; 32]) -> Self {
        let (half, _) = leaf_hash.split_at(16);
        Self(half.iter().fold("evt_".to_owned(), |id, byte| format!("{id}{byte:02x}")))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An entry of a log, with what stands beside it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What tells it from every other.
    pub id: EventId,
    /// Its leaf in the log, byte for byte.
    pub leaf: String,
    /// What the leaf says.
    pub record: Record,
    /// The case that it belongs to, if any.
    pub case: Option<CaseId>,
    /// Who caused it, by name, where that is known.
    pub name: Option<String>,
}

impl Entry {
    /// Whether what was asked for was refused, or ended without what it was for.
    pub(crate) const fn is_failure(&self) -> bool {
        matches!(self.record.event, Event::RunDenied { .. } | Event::RunStopped { .. })
    }

    /// The kind of whoever caused it, and their id.
    pub(crate) fn author(&self) -> (&'static str, String) {
        match &self.record.by {
            Actor::Person(id) => ("person", id.to_string()),
            Actor::Vendor(id) => ("vendor", id.to_string()),
            Actor::Runner(id) => ("runner", id.to_string()),
            Actor::System => ("system", "glasscase".to_owned()),
        }
    }

    /// The run that it is about, if any.
    pub(crate) fn run(&self) -> Option<&RunId> {
        match &self.record.event {
            Event::RunRequested { order } | Event::RunDenied { order, .. } => Some(&order.run),
            Event::RunClaimed { run, .. }
            | Event::RunStopped { run, .. }
            | Event::EvidenceStored { run, .. }
            | Event::DryRunClaimed { run, .. }
            | Event::DryRunCounted { run, .. }
            | Event::DryRunStopped { run, .. } => Some(run),
            Event::DryRunRequested { order } => Some(&order.run),
            _ => None,
        }
    }
}
