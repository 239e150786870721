//! Which entries count.

use crate::CollectError;
use crate::logs::{self, Wanted, journal};
use crate::site::Site;
use diagnostics::collector::Journal;
use std::collections::BTreeSet;

/// The priority of what does not say its own: information.
const PRIORITY_UNSAID: u8 = 6;

/// What a run asks for.
pub(super) struct Filter {
    /// Without endings; empty means all.
    units: BTreeSet<String>,
    priority: u64,
    /// The starts that count; all if none.
    starts: Option<BTreeSet<journal::Boot>>,
}

impl Filter {
    pub(super) fn new(site: &mut Site, parameters: &Journal, wanted: Wanted) -> Result<Self, CollectError> {
        let units = parameters.units.get(site.inputs)?;
        let starts = if parameters.last_start.get(site.inputs)? {
            let found = logs::find(site, wanted)?;
            Some(journal::last_starts(site, &found.files)?)
        } else {
            None
        };
        Ok(Self {
            units: units.iter().map(|unit| stem(unit).to_owned()).collect(),
            priority: parameters.priority.get(site.inputs)?,
            starts,
        })
    }

    pub(super) fn is_of_a_start(&self, record: &journal::Record) -> bool {
        self.starts.as_ref().is_none_or(|starts| starts.contains(&record.boot))
    }

    pub(super) fn is_of_a_unit(&self, record: &journal::Record) -> bool {
        self.units.is_empty() || record.unit_name().is_some_and(|unit| self.units.contains(unit))
    }

    pub(super) fn is_error(&self, record: &journal::Record) -> bool {
        u64::from(record.priority.unwrap_or(PRIORITY_UNSAID)) <= self.priority
    }
}

/// `nginx` and `nginx.service` are the same unit.
fn stem(unit: &str) -> &str {
    unit.strip_suffix(".service").unwrap_or(unit)
}
