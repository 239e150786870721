//! Dry runs: what a diagnostic would hand over, counted for the customer's own people.

use domain::{DiagnosticId, DryRunCounts, Moment, RunId, RunnerId, SubscriptionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A dry run was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DryRunAsked {
    /// The dry run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
}

/// A dry run as the customer's people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DryRun {
    /// The dry run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// On which subscription.
    #[schema(value_type = String)]
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    #[schema(value_type = String)]
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// requested, claimed, finished or stopped.
    pub state: String,
    /// Why it was stopped, in one word.
    pub why: Option<String>,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub requested_at: Moment,
    /// The runner that took it.
    #[schema(value_type = Option<String>)]
    pub runner: Option<RunnerId>,
    /// What it counted: `items`, `bytes` before screening, and `spans`, the sensitive values of each category.
    #[schema(value_type = Option<Object>)]
    pub counts: Option<DryRunCounts>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Moment>,
}

/// A dry run that a runner took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DryRunClaimed {
    /// The dry run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// On which subscription.
    #[schema(value_type = String)]
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    #[schema(value_type = String)]
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its text; a runner with another text refuses.
    pub digest: String,
    /// What it is told.
    #[schema(value_type = Object)]
    pub inputs: serde_json::Map<String, serde_json::Value>,
    /// When it was asked for, by the server's clock.
    #[schema(value_type = String, format = DateTime)]
    pub requested_at: Moment,
    /// When it was taken, by the server's clock.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
}

/// What a dry run counted: all that leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with counts")]
pub struct FinishDryRun {
    /// `items`, `bytes` before screening, and `spans`, the sensitive values of each category.
    #[schema(value_type = Object)]
    pub counts: DryRunCounts,
}
