//! What happened in each case, in numbers.

use super::Breaches;
use crate::breach::Breach;
use crate::code;
use crate::report::CaseStory;
use domain::{Actor, CaseId, Event, Proof, Record};
use std::collections::{BTreeMap, VecDeque};

/// Cases that are told. Of more, the latest are: memory must not grow with the file.
const STORIES_MAX: usize = 1_000;

/// The stories of the cases that were opened last.
#[derive(Default)]
pub(super) struct Stories {
    /// In the order in which they were opened.
    order: VecDeque<CaseId>,
    told: BTreeMap<CaseId, CaseStory>,
    left_out: u64,
}

impl Stories {
    /// Takes an event of a case, and what is wrong with it.
    pub(super) fn follow(&mut self, record: &Record, case: Option<&CaseId>, breaches: &Breaches) {
        let Some(case) = case else { return };
        if matches!(record.event, Event::CaseOpened { .. }) {
            self.open(case, record);
        }
        let Some(story) = self.told.get_mut(case) else { return };
        tell(story, record);
        let is_proven = !breaches.0.iter().any(|breach| code::of_event(breach) == "document");
        let is_signed = matches!(record.event, Event::ConsentGiven { proof: Proof::Key { .. }, .. });
        story.signed += u64::from(is_signed && is_proven);
        story.uncovered += u64::from(breaches.0.iter().any(Breach::is_uncovered));
        story.faults += super::count(breaches.0.len());
    }

    fn open(&mut self, case: &CaseId, record: &Record) {
        if self.told.contains_key(case) {
            return;
        }
        self.told.insert(case.clone(), CaseStory::opened(case, record.at));
        self.order.push_back(case.clone());
        if self.order.len() > STORIES_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.told.remove(&oldest);
            self.left_out += 1;
        }
    }

    /// The stories in the order in which the cases were opened, and how many were left out.
    pub(super) fn finish(mut self) -> (Vec<CaseStory>, u64) {
        let cases = self.order.iter().filter_map(|case| self.told.remove(case)).collect();
        (cases, self.left_out)
    }
}

fn tell(story: &mut CaseStory, record: &Record) {
    match &record.event {
        Event::CaseClosed { .. } => story.closed_at = Some(record.at),
        Event::CaseReopened { .. } => story.closed_at = None,
        Event::ConsentGiven { .. } => story.consents += 1,
        Event::AccessApproved { .. } => story.approvals += 1,
        Event::RunRequested { .. } => story.runs += 1,
        Event::RunDenied { .. } => story.denied += 1,
        Event::EvidenceStored { .. } | Event::BundleAttached { .. } => story.stored += 1,
        Event::EvidenceDeleted { .. } => story.deleted += 1,
        Event::EvidenceRead { shown, .. } if !matches!(record.by, Actor::Person(_)) => {
            story.reads += 1;
            story.shown = story.shown.union(*shown);
        }
        _ => {}
    }
}
