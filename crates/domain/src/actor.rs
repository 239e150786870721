//! Who caused an event.

use crate::ids::{PersonId, RunnerId};
use serde::{Deserialize, Serialize};

/// Who caused an event. Opaque ids only: names stay beside the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody of the tenant's own.
    Person(PersonId),
    /// Somebody of the vendor's: an engineer, a lead or an operator.
    Vendor(PersonId),
    /// A runner, on its own account.
    Runner(RunnerId),
    /// The clock: lapses, expiries, deletions and what follows from another event.
    System,
}
