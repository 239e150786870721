//! Errors by the unit that they come from.

use crate::kind::log_clusters::{Cluster, Halves};
use crate::logs::{Record, journal};
use domain::Moment;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The most units that are told apart.
const UNITS_MAX: usize = 1_000;
/// The most units that are told.
const TOLD_MAX: usize = 50;

/// How often each unit told of errors, and when.
#[derive(Default)]
pub(super) struct Units(HashMap<String, Cluster>);

/// What an entry is counted under: its unit, or who calls itself so (`kernel`, a cron job).
pub(super) fn source(record: &journal::Record) -> &str {
    record.unit_name().or(record.identifier.as_deref()).unwrap_or("unknown")
}

impl Units {
    pub(super) fn add(&mut self, unit: &str, error: &Record, boundary: Moment) {
        if let Some(cluster) = self.0.get_mut(unit) {
            cluster.add(error, boundary);
        } else if self.0.len() < UNITS_MAX {
            self.0.entry(unit.to_owned()).or_default().add(error, boundary);
        }
    }

    /// The units, those with the most errors first.
    pub(super) fn facts(self, halves: &Halves) -> [(String, Value); 3] {
        let mut units: Vec<(String, Cluster)> = self.0.into_iter().collect();
        units.sort_by(|(a_name, a), (b_name, b)| {
            Reverse(a.count).cmp(&Reverse(b.count)).then_with(|| a_name.cmp(b_name))
        });
        let told: Vec<Value> =
            units.iter().take(TOLD_MAX).map(|(name, unit)| unit.facts("unit", name, halves)).collect();
        [("units_count", json!(units.len())), ("loudest_unit", json!(told.first())), ("units", json!(told))]
            .map(|(name, value)| (name.to_owned(), value))
    }
}
