//! Records of log files grouped by shape: what is new, what became more frequent.

mod cluster;
mod clusters;
mod given;
mod name;
mod shape;

pub(super) use cluster::{Cluster, Halves};
pub(super) use clusters::{Clusters, hand_over};
pub(crate) use given::GivenLogs;
pub(super) use shape::of_line as shape_of;

use crate::CollectError;
use crate::logs::{self, Entry, NoFacts, Reader, Record, Records, Wanted};
use crate::site::Site;
use diagnostics::Inputs;
use diagnostics::collector::LogClusters;
use domain::Moment;
use regex_automata::meta::Regex;
use serde_json::Value;

/// Groups the records that match; hands over one example of each shape.
pub(super) fn collect(site: &mut Site, parameters: &LogClusters) -> Result<Value, CollectError> {
    let mut grouping = Grouping::new(parameters, site.inputs, site.now)?;
    let window = grouping.clusters.window();
    let logs = logs::read(site, wanted(parameters), window, &mut grouping)?;
    let mut facts = logs.facts(window);
    let clusters = grouping.clusters.sorted();
    hand_over(site, &clusters)?;
    facts.extend(grouping.clusters.facts(&clusters));
    Ok(Value::Object(facts))
}

const fn wanted(parameters: &LogClusters) -> Wanted<'_> {
    let LogClusters { files, rotated, hours, until, utc_offset, .. } = parameters;
    Wanted { files, rotated, hours, until, utc_offset: Some(utc_offset) }
}

struct Grouping {
    pattern: Regex,
    records: Records,
    clusters: Clusters,
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
        Ok(Self {
            pattern: logs::pattern("pattern", &parameters.pattern, inputs)?,
            records: Records::default(),
            clusters: Clusters::new(window, parameters.recent_hours.get(inputs)?),
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
        if self.clusters.sees(record.time) && record.wanted {
            self.clusters.add(shape::of_line(&record.first), record);
        }
    }
}
