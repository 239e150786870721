//! Records grouped by what makes them alike.

use super::cluster::{Cluster, Halves};
use crate::CollectError;
use crate::logs::{Record, Window};
use crate::site::Site;
use classify::Channel;
use domain::{Moment, Span};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The most shapes that are told apart; further ones are only counted.
const SHAPES_MAX: usize = 2_000;
/// The most shapes that are told.
const TOLD_MAX: usize = 100;

/// Clusters of records by their shapes, in a window of which the last part is compared with the rest.
pub(in crate::kind) struct Clusters {
    window: Window,
    /// Where the recent part of the window begins.
    boundary: Moment,
    /// The earliest time of any record within the window: how far back the logs tell.
    earliest: Option<Moment>,
    by_shape: HashMap<String, Cluster>,
    matches: u64,
    ungrouped: u64,
}

impl Clusters {
    /// No records yet; the last `recent_hours` of the window are compared with those before.
    pub(in crate::kind) fn new(window: Window, recent_hours: u64) -> Self {
        let recent = Span::from_hours(u32::try_from(recent_hours).unwrap_or(u32::MAX));
        Self {
            window,
            boundary: window.end().minus(recent).max(window.start()),
            earliest: None,
            by_shape: HashMap::new(),
            matches: 0,
            ungrouped: 0,
        }
    }

    pub(in crate::kind) const fn window(&self) -> Window {
        self.window
    }

    pub(in crate::kind) const fn boundary(&self) -> Moment {
        self.boundary
    }

    /// Whether a record of this time is within the window; if so, the logs tell of that time.
    pub(in crate::kind) fn sees(&mut self, time: Option<Moment>) -> bool {
        let is_seen = self.window.admits(time);
        if is_seen {
            self.earliest = self.earliest.into_iter().chain(time).min();
        }
        is_seen
    }

    /// Takes a record that is looked for. The first of a shape is its example.
    pub(in crate::kind) fn add(&mut self, shape: String, record: Record) {
        self.matches += 1;
        let known = self.by_shape.len();
        match self.by_shape.get_mut(&shape) {
            Some(cluster) => cluster.add(&record, self.boundary),
            None if known < SHAPES_MAX => {
                let mut cluster = Cluster::default();
                cluster.add(&record, self.boundary);
                cluster.example = record.first;
                self.by_shape.insert(shape, cluster);
            }
            None => self.ungrouped += 1,
        }
    }

    /// How long the parts of the window are.
    pub(in crate::kind) fn halves(&self) -> Halves {
        Halves::new(self.earliest, self.boundary, self.window.end())
    }

    /// The clusters, those that began last first; none are left here.
    pub(in crate::kind) fn sorted(&mut self) -> Vec<(String, Cluster)> {
        let mut clusters: Vec<(String, Cluster)> = std::mem::take(&mut self.by_shape).into_iter().collect();
        clusters.sort_by(|(a_shape, a), (b_shape, b)| {
            Reverse(a.first).cmp(&Reverse(b.first)).then_with(|| a_shape.cmp(b_shape))
        });
        clusters
    }

    pub(in crate::kind) fn facts(&self, clusters: &[(String, Cluster)]) -> [(String, Value); 12] {
        let halves = self.halves();
        let told: Vec<Value> = clusters
            .iter()
            .take(TOLD_MAX)
            .map(|(shape, cluster)| cluster.facts("shape", shape, &halves))
            .collect();
        let new = |fact: &&Value| fact["new"] == true;
        let first_new = told.iter().rfind(new);
        let by = |name: &'static str| move |fact: &&Value| fact[name].as_f64().map_or(0, f64::to_bits);
        [
            ("boundary", json!(self.boundary)),
            ("has_history", json!(halves.has_history())),
            ("matches", json!(self.matches)),
            ("shapes", json!(clusters.len())),
            ("ungrouped", json!(self.ungrouped)),
            ("recent", json!(clusters.iter().map(|(_, cluster)| cluster.recent).sum::<u64>())),
            ("before", json!(clusters.iter().map(|(_, cluster)| cluster.before).sum::<u64>())),
            ("new_shapes", json!(told.iter().filter(new).count())),
            ("first_new", json!(first_new)),
            ("steepest", json!(told.iter().max_by_key(by("rise")))),
            ("most_frequent", json!(told.iter().max_by_key(|fact| fact["count"].as_u64()))),
            ("clusters", json!(told)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
    }
}

/// Hands over the example of each cluster.
pub(in crate::kind) fn hand_over(
    site: &mut Site,
    clusters: &[(String, Cluster)],
) -> Result<(), CollectError> {
    if clusters.is_empty() {
        return Ok(());
    }
    // As sentences, the times and process ids of some logs would be taken for telephone numbers.
    site.item("examples.log", Channel::Log)?;
    for (_, cluster) in clusters.iter().take(TOLD_MAX) {
        if !site.budget.take_row() {
            break;
        }
        site.write(&cluster.example)?;
        site.write(b"\n")?;
    }
    Ok(())
}
