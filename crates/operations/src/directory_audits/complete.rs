//! What is looked up for the entries of a page alone: which request caused them, the person behind a program, and the
//! consent under which the vendor acted.

use super::applications::behind;
use super::entry::{DirectoryAudit, Initiator};
use super::search::change_of;
use super::view::View;
use crate::correlation::CorrelationId;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Actor, CaseId, Event, Record, RunId};
use std::collections::HashMap;
use std::ops::Range;
use store::{ChangeRow, PAGE_ROWS_MAX, StoredEvent};

/// Entries at most so far apart are read together with what lies between.
const GAP: u64 = 32;

/// Looks up, and remembers what it found.
pub(super) struct Completion<'v> {
    desk: &'v Desk,
    view: &'v View,
    /// By case, its consents: the sequence of each, and its number.
    consents: HashMap<CaseId, Vec<(u64, u64)>>,
    events: HashMap<u64, Known>,
    /// What was read of the log at once: events, and the changes that they are of.
    read: HashMap<u64, (StoredEvent, ChangeRow)>,
}

/// What is known of an event.
#[derive(Clone)]
struct Known {
    correlation: CorrelationId,
    details: Vec<(&'static str, String)>,
}

impl<'v> Completion<'v> {
    pub(super) fn of(desk: &'v Desk, view: &'v View) -> Self {
        Self { desk, view, consents: HashMap::new(), events: HashMap::new(), read: HashMap::new() }
    }

    pub(super) async fn complete(&mut self, entries: &mut [DirectoryAudit]) -> Result<(), Refusal> {
        for range in ranges(entries.iter().map(|entry| entry.place.sequence).collect()) {
            self.read(range).await?;
        }
        for entry in entries {
            let known = match self.events.get(&entry.place.sequence) {
                Some(known) => known.clone(),
                None => self.look_up(entry.place.sequence).await?,
            };
            entry.correlation = known.correlation;
            let is_new =
                |(name, _): &(&'static str, String)| entry.details.iter().all(|(own, _)| own != name);
            let mut details: Vec<_> = known.details.into_iter().filter(is_new).collect();
            if matches!(entry.initiator, Initiator::User { .. }) {
                // The user who caused it is named as the initiator already.
                details.retain(|(name, _)| !name.starts_with("user"));
            }
            entry.details.append(&mut details);
        }
        Ok(())
    }

    /// Reads a range of the log, and which changes its events are of.
    async fn read(&mut self, range: Range<u64>) -> Result<(), Refusal> {
        let (store, tenant) = (self.desk.store(), &self.view.tenant);
        let rows = u32::try_from(range.end - range.start).unwrap_or(PAGE_ROWS_MAX);
        let events = store.events(tenant, range.start, rows).await?;
        let changes = store.changes(tenant, range).await?;
        let read = events.into_iter().map(|event| (event.sequence, (change_of(&changes, &event), event)));
        self.read.extend(read.map(|(sequence, (change, event))| (sequence, (event, change))));
        Ok(())
    }

    async fn look_up(&mut self, sequence: u64) -> Result<Known, Refusal> {
        let Some((event, change)) = self.read.get(&sequence).cloned() else {
            return Err(Refusal::not_found("entry", &sequence));
        };
        let mut details = self.human(&event, change.sequence).await?;
        if let Some(consent) = self.consent(&event.record).await? {
            details.push(("consent", consent.to_string()));
        }
        let known = Known { correlation: CorrelationId(change.id), details };
        self.events.insert(sequence, known.clone());
        Ok(known)
    }

    /// The person who caused an event that a program did.
    async fn human(&self, event: &StoredEvent, change: u64) -> Result<Vec<(&'static str, String)>, Refusal> {
        let record = &event.record;
        let by = match (&record.by, run_of(&record.event)) {
            (Actor::Runner(_), Some(run)) => {
                self.desk.store().run(&self.view.tenant, run).await?.map(|row| row.by)
            }
            (Actor::System, _) if change != event.sequence => {
                let first = self.first(change).await?;
                Some(behind(record, first.as_ref()).clone())
            }
            (by, _) => Some(by.clone()),
        };
        Ok(match by {
            Some(Actor::Vendor(id)) => {
                vec![("engineerId", id.to_string()), ("engineerName", self.view.vendor(&id))]
            }
            Some(Actor::Person(id)) => {
                let upn = self.view.person(&id).map(|names| ("userPrincipalName", names.upn.clone()));
                [("userId", id.to_string())].into_iter().chain(upn).collect()
            }
            Some(Actor::Runner(id)) => vec![("runner", id.to_string())],
            Some(Actor::System) | None => Vec::new(),
        })
    }

    /// The first event of a change.
    async fn first(&self, change: u64) -> Result<Option<Record>, Refusal> {
        if let Some((event, _)) = self.read.get(&change) {
            return Ok(Some(event.record.clone()));
        }
        let events = self.desk.store().events(&self.view.tenant, change, 1).await?;
        Ok(events.into_iter().next().map(|event| event.record))
    }

    /// The number of the consent under which the vendor acted: the case's latest then.
    async fn consent(&mut self, record: &Record) -> Result<Option<u64>, Refusal> {
        let is_looking = matches!(
            record.event,
            Event::RunRequested { .. }
                | Event::RunDenied { .. }
                | Event::RunClaimed { .. }
                | Event::RunStopped { .. }
                | Event::EvidenceStored { .. }
                | Event::EvidenceRead { .. }
                | Event::EngineerSignedIn { .. }
                | Event::ConsentWithdrawn { .. }
                | Event::ConsentLapsed { .. }
        );
        let run = run_of(&record.event).map(RunId::as_str);
        let case = record.event.case().cloned().or_else(|| run.and_then(crate::mint::case_of));
        let Some(case) = case.filter(|_| is_looking) else { return Ok(None) };
        if !self.consents.contains_key(&case) {
            let consents = self.consents_of(&case).await?;
            self.consents.insert(case.clone(), consents);
        }
        let consents = self.consents.get(&case).map(Vec::as_slice).unwrap_or_default();
        let earlier = consents.iter().rev().find(|(sequence, _)| *sequence < record.sequence);
        Ok(earlier.map(|(_, number)| *number))
    }

    async fn consents_of(&self, case: &CaseId) -> Result<Vec<(u64, u64)>, Refusal> {
        let (mut consents, mut from) = (Vec::new(), 0);
        loop {
            let events =
                self.desk.store().events_of_case(&self.view.tenant, case, from, PAGE_ROWS_MAX).await?;
            consents.extend(events.iter().filter_map(|event| match &event.record.event {
                Event::ConsentGiven { consent, .. } => Some((event.sequence, *consent)),
                _ => None,
            }));
            match events.last() {
                Some(last) if events.len() == PAGE_ROWS_MAX as usize => from = last.sequence + 1,
                _ => return Ok(consents),
            }
        }
    }
}

/// Ranges that hold these sequences, each as long as can be read at once.
fn ranges(mut sequences: Vec<u64>) -> Vec<Range<u64>> {
    sequences.sort_unstable();
    let mut ranges: Vec<Range<u64>> = Vec::new();
    for sequence in sequences {
        match ranges.last_mut() {
            Some(last)
                if sequence < last.end.saturating_add(GAP)
                    && sequence - last.start < u64::from(PAGE_ROWS_MAX) =>
            {
                last.end = sequence.saturating_add(1);
            }
            _ => ranges.push(sequence..sequence.saturating_add(1)),
        }
    }
    ranges
}

fn run_of(event: &Event) -> Option<&RunId> {
    match event {
        Event::RunClaimed { run, .. } | Event::RunStopped { run, .. } | Event::EvidenceStored { run, .. } => {
            Some(run)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_together_is_read_together_and_no_more_than_can_be() {
        assert_eq!(ranges(vec![7, 5, 5, 6 + GAP, 500]), [5..7 + GAP, 500..501]);
        let max = u64::from(PAGE_ROWS_MAX);
        assert_eq!(ranges((0..=max).collect()), [0..max, max..max + 1]);
        assert_eq!(ranges(Vec::new()), []);
    }
}
