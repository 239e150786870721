//! The personal parts beside the leaves: each is the one that was recorded, or was erased on record (design.md, *Fold
//! and personal data*).

use super::Breaches;
use super::shelf::Shelf;
use crate::batch::PreparedEvent;
use crate::breach::Breach;
use crate::figures::Parts;
use domain::{Actor, CaseId, CollectionId, Event, Moment, Record, Span, Tenant};
use std::collections::BTreeMap;

/// The parts that are not in the file, until an event says that they were erased.
#[derive(Default)]
pub(super) struct PartsCheck {
    missing: BTreeMap<u64, Missing>,
    /// Since when each closed case is closed that is not on the shelf.
    pub(super) closed: BTreeMap<CaseId, Moment>,
}

struct Missing {
    line: u64,
    fields: Vec<String>,
    case: Option<CaseId>,
    /// The evidence that the event stored.
    collection: Option<CollectionId>,
}

/// An event, and the state that it meets.
pub(super) struct Meeting<'a> {
    pub(super) entry: &'a PreparedEvent<'a>,
    pub(super) record: &'a Record,
    pub(super) case: Option<&'a CaseId>,
    pub(super) tenant: &'a Tenant,
    pub(super) shelf: &'a Shelf,
}

impl PartsCheck {
    /// Holds an event's parts against its commitments, and notes erasures of earlier ones.
    pub(super) fn check(&mut self, meeting: &Meeting<'_>, figures: &mut Parts, breaches: &mut Breaches) {
        let Meeting { entry, record, .. } = *meeting;
        for (field, commitment) in &record.parts {
            if !record.event.parts().contains(&field.as_str()) {
                breaches.push(Breach::OddPart { field: field.clone() });
            }
            match entry.parts.iter().find(|(name, _)| name == field) {
                None => self.note_missing(meeting, field),
                Some((_, committed)) if commitment.parse().as_ref() == Ok(committed) => {
                    figures.present += 1;
                }
                Some(_) => breaches.push(Breach::ChangedPart { field: field.clone() }),
            }
        }
        for field in record.event.required_parts() {
            if !record.parts.contains_key(*field) {
                breaches.push(Breach::UncommittedPart { field });
            }
        }
        for (field, _) in entry.parts.iter().filter(|(field, _)| !record.parts.contains_key(field.as_str())) {
            breaches.push(Breach::UnknownPart { field: field.to_string() });
        }
        match &record.event {
            Event::CaseClosed { case } => drop(self.closed.insert(case.clone(), record.at)),
            Event::CaseReopened { case } => drop(self.closed.remove(case)),
            _ => {}
        }
        if let Event::PersonalDataErased { sequence, fields } = &record.event {
            if *sequence >= entry.sequence {
                breaches.push(Breach::ErasedAhead { sequence: *sequence });
            }
            // The customer's own people erase what is theirs; the clock does so at its time alone.
            if matches!(record.by, Actor::System) && !self.is_due(*sequence, meeting) {
                breaches.push(Breach::ErasedEarly { sequence: *sequence });
            }
            figures.erased += self.note_erased(*sequence, fields);
        }
    }

    /// Whether what is missing of an event could be erased by the clock: text once its case was closed for the days that
    /// the settings say, findings once their evidence is destroyed.
    fn is_due(&self, sequence: u64, meeting: &Meeting<'_>) -> bool {
        let Some(missing) = self.missing.get(&sequence) else { return true };
        let days = Span::from_days(u32::from(meeting.tenant.settings().case_text_days));
        match (&missing.collection, &missing.case) {
            (Some(collection), _) => meeting.tenant.collection(collection).is_none(),
            (None, Some(case)) => {
                let closed = self.closed.get(case).copied().or_else(|| meeting.shelf.closed_at(case));
                closed.is_some_and(|closed| meeting.record.at >= closed.plus(days))
            }
            (None, None) => false,
        }
    }

    fn note_missing(&mut self, meeting: &Meeting<'_>, field: &str) {
        let collection = match &meeting.record.event {
            Event::EvidenceStored { collection, .. } => Some(collection.clone()),
            _ => None,
        };
        let (entry, case) = (meeting.entry, meeting.case.cloned());
        let empty = || Missing { line: entry.line, fields: Vec::new(), case, collection };
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
        std::mem::take(&mut self.missing).into_iter().flat_map(|(sequence, Missing { line, fields, .. })| {
            fields.into_iter().map(move |field| (line, sequence, Breach::MissingPart { field }))
        })
    }
}
