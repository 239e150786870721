//! The refusal of what the settings do not list.

use domain::SubscriptionId;
use serde::{Deserialize, Serialize};

/// Something that a run wanted to touch and may not.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq, Serialize, Deserialize)]
#[error(
    "not_in_scope: {thing} may not be touched for subscription `{subscription}`, since {why}; to allow it, {remedy} in the runner's settings"
)]
pub struct OutOfScope {
    /// For which subscription.
    pub subscription: SubscriptionId,
    /// What was wanted.
    pub thing: String,
    /// What stands against it.
    pub why: String,
    /// What to add to the settings.
    pub remedy: String,
}
