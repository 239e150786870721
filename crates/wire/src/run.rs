//! Runs of diagnostics.

use domain::{CaseId, Categories, CollectionId, DiagnosticId, Level, Moment, Reason, RunId, SubscriptionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A diagnostic to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that describes a run")]
pub struct NewRun {
    /// Which diagnostic.
    #[schema(value_type = String)]
    pub diagnostic: DiagnosticId,
    /// On which subscription; the case's only one when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub subscription: Option<SubscriptionId>,
    /// What it is told.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub inputs: serde_json::Map<String, serde_json::Value>,
}

/// The answer to a run: a denial is an answer, not an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ran {
    /// The run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// When it was decided.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// Whether it may run.
    pub allowed: bool,
    /// The rule that stands against it.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// The categories that nobody granted: what an access request would have to name.
    #[schema(value_type = Vec<String>)]
    pub missing: Categories,
}

/// A run as its people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Run {
    /// The run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// For which case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// On which subscription.
    #[schema(value_type = String)]
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    #[schema(value_type = String)]
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// The level it needs.
    #[schema(value_type = String)]
    pub level: Level,
    /// The categories it reads.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// requested, claimed, finished, stopped or denied.
    pub state: String,
    /// Why it was denied or stopped, in one word.
    pub why: Option<String>,
    /// The categories that nobody granted.
    #[schema(value_type = Vec<String>)]
    pub missing: Categories,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub requested_at: Moment,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Moment>,
    /// What it collected, once it finished.
    #[schema(value_type = Option<String>)]
    pub collection: Option<CollectionId>,
    /// What the analyzers found, on a single run only; none until it finished, once it is erased, or while the caller's
    /// access does not cover it. Showing it is a read in the log.
    #[schema(value_type = Option<Object>)]
    pub findings: Option<serde_json::Value>,
}
