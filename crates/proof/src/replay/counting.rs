//! Counts what happened.

use crate::breach::Breach;
use crate::figures::Figures;
use domain::{Actor, Event, Record};

/// Adds one event to the figures.
pub(super) fn count(figures: &mut Figures, record: &Record, breaches: &[Breach]) {
    let uncovered = u64::from(breaches.iter().any(Breach::is_uncovered));
    let Figures { cases, consents, access, runs, reads, evidence, .. } = figures;
    match &record.event {
        Event::CaseOpened { .. } => cases.opened += 1,
        Event::ConsentGiven { .. } => consents.given += 1,
        Event::ConsentLapsed { .. } => consents.lapsed += 1,
        Event::ConsentWithdrawn { .. } => consents.withdrawn += 1,
        Event::AccessRequested { .. } => consents.requests += 1,
        Event::AccessApproved { .. } => consents.approved += 1,
        Event::Locked => access.locks += 1,
        Event::PartnerAdded => access.partner_added += 1,
        Event::RunRequested { .. } => {
            runs.asked += 1;
            runs.covered += 1 - uncovered;
            runs.uncovered += uncovered;
        }
        Event::RunDenied { .. } => {
            runs.asked += 1;
            runs.denied += 1;
        }
        Event::RunClaimed { .. } => runs.uncovered += uncovered,
        Event::RunStopped { .. } => runs.stopped += 1,
        Event::EvidenceStored { .. } => {
            runs.uncovered += uncovered;
            runs.shipped += 1;
            evidence.stored += 1;
        }
        Event::BundleAttached { .. } => evidence.stored += 1,
        Event::EvidenceRead { masked, .. } => {
            let own = u64::from(matches!(record.by, Actor::Person(_)));
            reads.by_customer += own;
            reads.by_vendor += 1 - own;
            reads.uncovered += uncovered;
            reads.masked += u64::from(!masked.is_empty());
        }
        Event::EvidenceDeleted { .. } => evidence.deleted += 1,
        _ => {}
    }
}
