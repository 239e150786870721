//! Dry runs: what a diagnostic would hand over, counted beside the data at the customer's own wish. No consent is
//! needed, since nothing but counts and sizes leaves.

use crate::ids::{DiagnosticId, RunId, RunnerId, SubscriptionId};
use crate::moment::{Moment, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the ids of dry runs begin. Those of other runs begin with their case's id.
pub const DRY_RUN_PREFIX: &str = "dry";

/// How long a dry run waits for a runner and its counts; then nobody waits for its answer any more.
pub const DRY_RUN_LIFE: Span = Span::from_hours(24);

/// Whether a run is a dry run, by its id.
pub fn is_dry_run(run: &RunId) -> bool {
    run.as_str().starts_with(DRY_RUN_PREFIX)
}

/// What a dry run is to count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunOrder {
    /// Its id, apart from those of all runs.
    pub run: RunId,
    /// On which subscription.
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its text, lower-case hex.
    pub digest: String,
}

/// A dry run that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    /// What it is to count.
    pub order: DryRunOrder,
    /// When it was asked for.
    pub requested_at: Moment,
    /// The runner that took it, once one did.
    pub runner: Option<RunnerId>,
}

/// What a dry run counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunCounts {
    /// How many items a run would hand over.
    pub items: u64,
    /// Their size in bytes before screening.
    pub bytes: u64,
    /// How many sensitive values of each category they hold.
    pub spans: BTreeMap<String, u64>,
}
