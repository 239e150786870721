//! The personal parts beside the leaves: each is the one that was recorded, or was erased on record (design.md, *Fold
//! and personal data*).

use super::Breaches;
use crate::breach::Breach;
use crate::figures::Parts;
use domain::{Event, Record};
use ledger::{Commitment, EventEntry};
use std::collections::BTreeMap;

/// The parts that are not in the file, until an event says that they were erased.
#[derive(Default)]
pub(super) struct PartsCheck {
    missing: BTreeMap<u64, Missing>,
}

struct Missing {
    line: u64,
    fields: Vec<String>,
}

impl PartsCheck {
    /// Holds an event's parts against its commitments, and notes erasures of earlier ones.
    pub(super) fn check(
        &mut self,
        entry: &EventEntry<'_>,
        record: &Record,
        figures: &mut Parts,
        breaches: &mut Breaches,
    ) {
        for (field, commitment) in &record.parts {
            if !record.event.parts().contains(&field.as_str()) {
                breaches.push(Breach::OddPart { field: field.clone() });
            }
            match entry.parts.iter().find(|part| part.field == *field) {
                None => self.note_missing(entry, field),
                Some(part) if commitment.parse() == Ok(Commitment::to(&part.salt, part.value.as_bytes())) => {
                    figures.present += 1;
                }
                Some(_) => breaches.push(Breach::ChangedPart { field: field.clone() }),
            }
        }
        for part in entry.parts.iter().filter(|part| !record.parts.contains_key(&part.field)) {
            breaches.push(Breach::UnknownPart { field: part.field.clone() });
        }
        if let Event::PersonalDataErased { sequence, fields } = &record.event {
            if *sequence >= entry.sequence {
                breaches.push(Breach::ErasedAhead { sequence: *sequence });
            }
            figures.erased += self.note_erased(*sequence, fields);
        }
    }

    fn note_missing(&mut self, entry: &EventEntry<'_>, field: &str) {
        let empty = || Missing { line: entry.line, fields: Vec::new() };
        self.missing.entry(entry.sequence).or_insert_with(empty).fields.push(field.to_owned());
    }

    /// Strikes out the erased parts; how many of them were missing.
    fn note_erased(&mut self, sequence: u64, fields: &[String]) -> u64 {
        let Some(missing) = self.missing.get_mut(&sequence) else { return 0 };
        let before = missing.fields.len();
        missing.fields.retain(|field| !fields.contains(field));
        let struck = before - missing.fields.len();
        if missing.fields.is_empty() {
            self.missing.remove(&sequence);
        }
        super::count(struck)
    }

    /// At the end of the log: the line and the event of each part that is missing without an erasure.
    pub(super) fn missing(&mut self) -> impl Iterator<Item = (u64, u64, Breach)> {
        std::mem::take(&mut self.missing).into_iter().flat_map(|(sequence, Missing { line, fields })| {
            fields.into_iter().map(move |field| (line, sequence, Breach::MissingPart { field }))
        })
    }
}
