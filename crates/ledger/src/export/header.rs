//! What an export says of itself.

use crate::Origin;
use serde::{Deserialize, Serialize};

/// Whose log an export holds, and how much of it. The fields stand in the order of RFC 8785.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// How many events follow.
    pub events: u64,
    /// The log.
    pub origin: Origin,
    /// The tenant, as the events name it.
    pub tenant: String,
}

impl Header {
    /// The header in the one form that it may have.
    pub(crate) fn to_json(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// The header that this text is the one form of.
    pub(crate) fn from_json(text: &str) -> Option<Self> {
        let header: Self = serde_json::from_str(text).ok()?;
        (header.to_json().as_deref() == Some(text)).then_some(header)
    }
}
