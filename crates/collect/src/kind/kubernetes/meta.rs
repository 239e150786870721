//! What objects of all kinds have: names, dates, conditions.

use crate::kubernetes::or_default;
use domain::Moment;
use serde::Deserialize;

/// An object's own data.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Metadata {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) namespace: String,
    pub(super) creation_timestamp: Option<Moment>,
    pub(super) deletion_timestamp: Option<Moment>,
}

/// A condition of an object.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Condition {
    #[serde(rename = "type", deserialize_with = "or_default")]
    pub(super) kind: String,
    /// `True`, `False` or `Unknown`.
    #[serde(deserialize_with = "or_default")]
    pub(super) status: String,
    pub(super) reason: Option<String>,
    pub(super) message: Option<String>,
    pub(super) last_transition_time: Option<Moment>,
}

/// A status of which the conditions alone are read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Conditions {
    #[serde(deserialize_with = "or_default")]
    pub(super) conditions: Vec<Condition>,
}

/// The condition of this type.
pub(super) fn condition<'c>(all: &'c [Condition], kind: &str) -> Option<&'c Condition> {
    all.iter().find(|condition| condition.kind == kind)
}

/// Whole minutes from `since` until `now`; negative if that is still to come.
pub(super) fn minutes(since: Moment, now: Moment) -> i64 {
    now.unix_seconds().saturating_sub(since.unix_seconds()).div_euclid(60)
}
