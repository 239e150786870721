//! A list of the API, as it comes in pages.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

/// One page of a list. What of its objects is not asked for is skipped while it is read.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub(super) struct Page<T> {
    #[serde(default)]
    pub(super) metadata: PageMetadata,
    #[serde(deserialize_with = "or_default")]
    pub(super) items: Vec<T>,
}

/// What is said of a page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PageMetadata {
    /// What to ask the next page with; empty on the last.
    #[serde(rename = "continue", deserialize_with = "or_default")]
    pub(super) token: String,
}

/// A field that the API server writes as null where it is empty.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
