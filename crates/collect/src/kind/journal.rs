//! The systemd journal: errors by unit and shape, units that failed, processes that crashed or were killed for memory.

mod events;
mod filter;
mod units;

use crate::CollectError;
use crate::kind::log_clusters::{self, Clusters};
use crate::logs::{self, Entry, NoFacts, Reader, Wanted, journal};
use crate::site::Site;
use diagnostics::collector::Journal;
use events::Events;
use filter::Filter;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use units::Units;

/// Reads the entries of the window; hands over one example of each kind of error.
pub(super) fn collect(site: &mut Site, parameters: &Journal) -> Result<Value, CollectError> {
    let Journal { files, rotated, hours, until, recent_hours, .. } = parameters;
    let wanted = Wanted { files, rotated, hours, until, utc_offset: None };
    let window = wanted.window(site.inputs, site.now)?;
    let mut reading = Reading {
        filter: Filter::new(site, parameters, wanted)?,
        clusters: Clusters::new(window, recent_hours.get(site.inputs)?),
        units: Units::default(),
        events: Events::default(),
        starts: BTreeSet::new(),
        seen: 0,
    };
    let logs = logs::read(site, wanted, window, &mut reading)?;
    let mut facts = logs.facts(window);
    let clusters = reading.clusters.sorted();
    log_clusters::hand_over(site, &clusters)?;
    facts.extend(reading.clusters.facts(&clusters));
    facts.extend(reading.units.facts(&reading.clusters.halves()));
    facts.extend(reading.events.facts());
    facts.insert("entries".to_owned(), json!(reading.seen));
    facts.insert("starts".to_owned(), json!(reading.starts.len()));
    Ok(Value::Object(facts))
}

struct Reading {
    filter: Filter,
    clusters: Clusters,
    units: Units,
    events: Events,
    /// The starts of machines that entries come from.
    starts: BTreeSet<journal::Boot>,
    /// Entries that the filter lets through.
    seen: u64,
}

impl Reader for Reading {
    type File = NoFacts;
    const TAKES_TEXT: bool = false;

    /// Never called: a journal gives records.
    fn line(&mut self, _site: &mut Site, _file: &mut NoFacts, _entry: Entry) -> Result<(), CollectError> {
        Ok(())
    }

    fn record(
        &mut self,
        _site: &mut Site,
        _file: &mut NoFacts,
        _path: &str,
        record: &journal::Record,
    ) -> Result<(), CollectError> {
        if !self.filter.is_of_a_start(record) || !self.clusters.sees(record.time) {
            return Ok(());
        }
        self.starts.insert(record.boot);
        // What happens to the whole machine happens to every unit.
        if record.is_kernel || self.filter.is_of_a_unit(record) {
            self.events.note(record);
        }
        if !self.filter.is_of_a_unit(record) {
            return Ok(());
        }
        self.seen += 1;
        if self.filter.is_error(record) {
            self.error(record);
        }
        Ok(())
    }
}

impl Reading {
    fn error(&mut self, record: &journal::Record) {
        let source = units::source(record);
        let mut first = Vec::new();
        record.write_first_line(&mut first);
        let error = logs::Record {
            first,
            time: record.time,
            lines: record.message_lines().count() as u64,
            wanted: true,
        };
        self.units.add(source, &error, self.clusters.boundary());
        let said = log_clusters::shape_of(record.message_lines().next().unwrap_or_default());
        self.clusters.add(format!("{source}: {said}"), error);
    }
}
