//! One entry of a tenant's log: an event with its place, times and cause. Its JSON text is the Merkle leaf.

use crate::actor::Actor;
use crate::event::Event;
use crate::ids::TenantId;
use crate::moment::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the leaf's form.
pub const RECORD_VERSION: u32 = 1;

/// One entry of a tenant's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of this form: [`RECORD_VERSION`].
    pub v: u32,
    /// Whose log.
    pub tenant: TenantId,
    /// The place in it, from 0.
    pub sequence: u64,
    /// When the event takes effect.
    pub at: Moment,
    /// When it was written; never before `at`.
    pub recorded_at: Moment,
    /// Who caused it.
    pub by: Actor,
    /// What happened.
    pub event: Event,
    /// The commitments to the event's parts, by field, lower-case hex.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, String>,
}

/// A leaf that is not the text of a record.
#[derive(Debug, thiserror::Error)]
#[error("the leaf is no record of a version that this program knows: {0}")]
pub struct BadLeaf(String);

impl Record {
    /// The leaf: the record's JSON, fields in the order above, without white space.
    ///
    /// # Errors
    /// [`BadLeaf`] if a value has no JSON form; no record made by this crate has one.
    pub fn leaf(&self) -> Result<String, BadLeaf> {
        serde_json::to_string(self).map_err(|why| BadLeaf(why.to_string()))
    }

    /// Reads a leaf back.
    ///
    /// # Errors
    /// [`BadLeaf`] if it is not the JSON of a record of this version.
    pub fn from_leaf(leaf: &[u8]) -> Result<Self, BadLeaf> {
        // Read as text, each string in it need not be looked at once more.
        let text = std::str::from_utf8(leaf).map_err(|why| BadLeaf(why.to_string()))?;
        let record: Self = serde_json::from_str(text).map_err(|why| BadLeaf(why.to_string()))?;
        if record.v == RECORD_VERSION { Ok(record) } else { Err(BadLeaf(format!("version {}", record.v))) }
    }
}
