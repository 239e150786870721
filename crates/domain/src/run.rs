//! Runs of diagnostics and what they collected, as far as the rules need them.

use crate::category::Categories;
use crate::event::RunOrder;
use crate::ids::{CaseId, CollectionId, RunId, RunnerId};
use crate::moment::Moment;
use serde::{Deserialize, Serialize};

/// A run that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What it was asked to do.
    pub order: RunOrder,
    /// When it was asked for.
    pub requested_at: Moment,
    /// Who took it, once somebody did.
    pub claim: Option<Claim>,
}

/// A runner's hold on a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who collects.
    pub runner: RunnerId,
    /// What it collects into.
    pub collection: CollectionId,
    /// When it was taken.
    pub at: Moment,
    /// What it may ship unmasked.
    pub covered: Categories,
    /// The hour since 1970 in which the collection is due.
    pub due_hour: i64,
}

/// Evidence that has not been destroyed: what a run collected, or a bundle that the customer attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// The run that it came from; none if one of the customer's people attached it.
    pub run: Option<RunId>,
    /// The case that it belongs to.
    pub case: CaseId,
    /// When its run was claimed, or it was attached; its retention counts from here.
    pub collected_at: Moment,
    /// The hour since 1970 in which it is due.
    pub due_hour: i64,
    /// The size of the sealed object.
    pub bytes: u64,
    /// SHA-256 of the sealed object, lower-case hex.
    pub sha256: String,
}
