//! What runs were asked to do: one text of a diagnostic has one level and one set of categories, in every run of it.

use crate::breach::Breach;
use domain::{Categories, DiagnosticId, Event, Level, Record, RunOrder};
use std::collections::BTreeMap;

/// What a text of a diagnostic stands for, by its digest, as its first run has it.
#[derive(Default)]
pub(super) struct Orders(BTreeMap<String, Meaning>);

struct Meaning {
    diagnostic: DiagnosticId,
    version: u32,
    level: Level,
    categories: Categories,
}

impl Orders {
    /// Holds a run that is asked for, or denied, to those of the same text before it. What a runner then takes and ships
    /// is held to this order by its digest.
    pub(super) fn check(&mut self, record: &Record) -> Result<(), Breach> {
        let (Event::RunRequested { order } | Event::RunDenied { order, .. }) = &record.event else {
            return Ok(());
        };
        let Some(known) = self.0.get(&order.digest) else {
            self.0.insert(order.digest.clone(), Meaning::of(order));
            return Ok(());
        };
        for (field, holds) in [
            ("name", known.diagnostic == order.diagnostic),
            ("version", known.version == order.version),
            ("level", known.level == order.level),
            ("set of categories", known.categories == order.categories),
        ] {
            if !holds {
                return Err(Breach::OtherOrder { field });
            }
        }
        Ok(())
    }
}

impl Meaning {
    fn of(order: &RunOrder) -> Self {
        Self {
            diagnostic: order.diagnostic.clone(),
            version: order.version,
            level: order.level,
            categories: order.categories,
        }
    }
}
