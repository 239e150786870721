//! Records of log files grouped by shape: what is new, what became more frequent.

mod cluster;
mod given;
mod name;
mod shape;

pub(crate) use given::GivenLogs;

use crate::CollectError;
use crate::logs::{self, Entry, NoFacts, Reader, Record, Records, Wanted, Window};
use crate::site::Site;
use cluster::{Cluster, Halves};
use diagnostics::Inputs;
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
    let mut grouping = Grouping::new(parameters, site.inputs, site.now)?;
    let window = grouping.window;
    let logs = logs::read(site, wanted(parameters), window, &mut grouping)?;
    let mut facts = logs.facts(window);
    let clusters = grouping.sorted();
    hand_over(site, &clusters)?;
    facts.extend(grouping.facts(&clusters));
    Ok(Value::Object(facts))
}

const fn wanted(parameters: &LogClusters) -> Wanted<'_> {
    let LogClusters { files, rotated, hours, until, utc_offset, .. } = parameters;
    Wanted { files, rotated, hours, until, utc_offset }
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
        self.entry(entry);
        Ok(())
    }

    fn end(&mut self, _site: &mut Site, _file: &mut NoFacts) -> Result<(), CollectError> {
        self.end_file();
        Ok(())
    }
}

impl Grouping {
    fn new(parameters: &LogClusters, inputs: &Inputs, now: Moment) -> Result<Self, CollectError> {
        let window = wanted(parameters).window(inputs, now)?;
        let recent = u32::try_from(parameters.recent_hours.get(inputs)?).unwrap_or(u32::MAX);
        Ok(Self {
            pattern: logs::pattern("pattern", &parameters.pattern, inputs)?,
            window,
            boundary: window.end().minus(Span::from_hours(recent)).max(window.start()),
            earliest: None,
            records: Records::default(),
            clusters: HashMap::new(),
            matches: 0,
            ungrouped: 0,
        })
    }

    fn entry(&mut self, entry: Entry) {
        let wanted = name::matches_outside(&self.pattern, entry.line);
        if let Some(record) = self.records.line(entry, wanted) {
            self.record(record);
        }
    }

    fn end_file(&mut self) {
        if let Some(record) = self.records.end() {
            self.record(record);
        }
    }

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

    /// The clusters, those that began last first.
    fn sorted(&mut self) -> Vec<(String, Cluster)> {
        let mut clusters: Vec<(String, Cluster)> = std::mem::take(&mut self.clusters).into_iter().collect();
        clusters.sort_by(|(a_shape, a), (b_shape, b)| {
            Reverse(a.first).cmp(&Reverse(b.first)).then_with(|| a_shape.cmp(b_shape))
        });
        clusters
    }

    fn facts(&self, clusters: &[(String, Cluster)]) -> [(String, Value); 12] {
        let halves = Halves::new(self.earliest, self.boundary, self.window.end());
        let told: Vec<Value> =
            clusters.iter().take(TOLD_MAX).map(|(shape, cluster)| cluster.facts(shape, &halves)).collect();
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
