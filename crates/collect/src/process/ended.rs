//! How a run ended, as the collecting process tells it.

use crate::CollectError;
use crate::scope::OutOfScope;
use diagnostics::{Finding, Inputs};
use serde::{Deserialize, Serialize};

/// The last thing that a collecting process says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ended {
    Done(Vec<Finding>),
    OutOfScope(OutOfScope),
    Input { input: Option<String>, reason: String },
    Unconfined(String),
    Failed { collector: String, reason: String },
}

impl Ended {
    pub(super) fn failed(reason: String) -> Self {
        Self::Failed { collector: "all".to_owned(), reason }
    }

    /// The result for a run with these inputs.
    pub(super) fn into_result(self, inputs: &Inputs) -> Result<Vec<Finding>, CollectError> {
        match self {
            Self::Done(findings) => Ok(findings),
            Self::OutOfScope(refusal) => Err(refusal.into()),
            Self::Input { input, reason } => {
                // The name goes on to the server, so it is one that the server gave.
                let input = input.filter(|name| inputs.get(name).is_some());
                Err(CollectError::Input { input, reason })
            }
            Self::Unconfined(reason) => Err(CollectError::Unconfined(reason)),
            Self::Failed { collector, reason } => Err(CollectError::Failed { collector, reason }),
        }
    }
}

impl From<CollectError> for Ended {
    fn from(error: CollectError) -> Self {
        match error {
            CollectError::OutOfScope(refusal) => Self::OutOfScope(refusal),
            CollectError::Input { input, reason } => Self::Input { input, reason },
            CollectError::Unconfined(reason) => Self::Unconfined(reason),
            CollectError::Failed { collector, reason } => Self::Failed { collector, reason },
            CollectError::Stopped | CollectError::Unwanted(_) => Self::failed(error.to_string()),
        }
    }
}
