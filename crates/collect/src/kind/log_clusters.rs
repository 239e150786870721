//! Records of log files grouped by shape: what is new, what became more frequent.

mod cluster;
mod shape;

use crate::CollectError;
use crate::logs::{self, Entry, NoFacts, Reader, Record, Records, Wanted, Window};
use crate::site::Site;
use cluster::{Cluster, Halves};
use diagnostics::collector::LogClusters;
use domain::{Moment, Span};
use regex_automata::meta::Regex;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The most shapes that are told apart; further ones are only counted.
const SHAPES_MAX: usize = 2_000;
/// The most shapes that are told.
const TOLD_MAX: usize = 100;

/// Groups the records that match; hands over one example of each shape.
pub(super) fn collect(site: &mut Site, parameters: &LogClusters) -> Result<Value, CollectError> {
    let LogClusters { files, rotated, pattern, hours, recent_hours, until, utc_offset } = parameters;
    let wanted = Wanted { files, rotated, hours, until, utc_offset };
    let window = wanted.window(site)?;
    let recent = u32::try_from(recent_hours.get(site.inputs)?).unwrap_or(u32::MAX);
    let mut grouping = Grouping {
        pattern: logs::pattern("pattern", pattern, site.inputs)?,
        window,
        boundary: window.end().minus(Span::from_hours(recent)).max(window.start()),
        earliest: None,
        records: Records::default(),
        clusters: HashMap::new(),
        matches: 0,
        ungrouped: 0,
    };
    let logs = logs::read(site, wanted, window, &mut grouping)?;
    let mut facts = logs.facts(window);
    facts.extend(grouping.facts(site)?);
    Ok(Value::Object(facts))
}

struct Grouping {
    pattern: Regex,
    window: Window,
    /// Where the recent part of the window begins.
    boundary: Moment,
    /// The earliest time of any line within the window: how far back the logs tell.
    earliest: Option<Moment>,
    records: Records,
    clusters: HashMap<String, Cluster>,
    matches: u64,
    ungrouped: u64,
}

impl Reader for Grouping {
    type File = NoFacts;

    fn line(&mut self, _site: &mut Site, _file: &mut NoFacts, entry: Entry) -> Result<(), CollectError> {
        let wanted = self.pattern.is_match(entry.line);
        if let Some(record) = self.records.line(entry, wanted) {
            self.record(record);
        }
        Ok(())
    }

    fn end(&mut self, _site: &mut Site, _file: &mut NoFacts) -> Result<(), CollectError> {
        if let Some(record) = self.records.end() {
            self.record(record);
        }
        Ok(())
    }
}

impl Grouping {
    fn record(&mut self, record: Record) {
        if !self.window.admits(record.time) {
            return;
        }
        self.earliest = self.earliest.into_iter().chain(record.time).min();
        if !record.wanted {
            return;
        }
        self.matches += 1;
        let shape = shape::of_line(&record.first);
        let known = self.clusters.len();
        match self.clusters.get_mut(&shape) {
            Some(cluster) => cluster.add(&record, self.boundary),
            None if known < SHAPES_MAX => {
                let mut cluster = Cluster::default();
                cluster.add(&record, self.boundary);
                cluster.example = record.first;
                self.clusters.insert(shape, cluster);
            }
            None => self.ungrouped += 1,
        }
    }

    fn facts(self, site: &mut Site) -> Result<[(String, Value); 12], CollectError> {
        let halves = Halves::new(self.earliest, self.boundary, self.window.end());
        let mut clusters: Vec<(String, Cluster)> = self.clusters.into_iter().collect();
        clusters.sort_by(|(a_shape, a), (b_shape, b)| {
            Reverse(a.first).cmp(&Reverse(b.first)).then_with(|| a_shape.cmp(b_shape))
        });
        hand_over(site, &clusters)?;
        let told: Vec<Value> =
            clusters.iter().take(TOLD_MAX).map(|(shape, cluster)| cluster.facts(shape, &halves)).collect();
        let new = |fact: &&Value| fact["new"] == true;
        let first_new = told.iter().rfind(new);
        let by = |name: &'static str| move |fact: &&Value| fact[name].as_f64().map_or(0, f64::to_bits);
        Ok([
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
        .map(|(name, value)| (name.to_owned(), value)))
    }
}

fn hand_over(site: &mut Site, clusters: &[(String, Cluster)]) -> Result<(), CollectError> {
    if clusters.is_empty() {
        return Ok(());
    }
    site.item("examples.log")?;
    for (_, cluster) in clusters.iter().take(TOLD_MAX) {
        if !site.budget.take_row() {
            break;
        }
        site.write(&cluster.example)?;
        site.write(b"\n")?;
    }
    Ok(())
}
