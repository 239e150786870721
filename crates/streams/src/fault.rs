//! Why something could not be delivered.

use std::time::Duration;

/// The longest text of a fault, in characters: it is kept and shown.
const CHARS_MAX: usize = 200;

/// Why something could not be delivered, in words for whoever set the destination up. Never holds a secret, or text
/// that the receiver sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(String);

impl Fault {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into().chars().take(CHARS_MAX).collect())
    }

    pub(crate) fn late(limit: Duration) -> Self {
        Self::new(format!("no answer within {} s", limit.as_secs()))
    }
}
