//! Evidence and its hour: whether it was deleted in time, as far as the log itself shows that time passed.

use crate::breach::Breach;
use crate::figures::Evidence;
use domain::{Actor, CollectionId, Event, Moment, Record, Span, Tenant};
use std::collections::BTreeMap;

/// How long after its hour evidence may be without a record of its deletion: sweeps take their time.
const GRACE: Span = Span::from_hours(1);

/// The evidence that is there, by the hour in which it is due; with the line of its event.
#[derive(Default)]
pub(super) struct Hours(BTreeMap<(i64, CollectionId), u64>);

impl Hours {
    /// Follows what is stored and deleted. Called with the state before the event.
    pub(super) fn follow(&mut self, tenant: &Tenant, record: &Record, line: u64, figures: &mut Evidence) {
        match &record.event {
            Event::EvidenceStored { run, collection, .. } => {
                let claim = tenant.run(run).and_then(|run| run.claim.as_ref());
                if let Some(claim) = claim {
                    self.0.insert((claim.due_hour, collection.clone()), line);
                }
            }
            Event::BundleAttached { collection, due_hour, .. } => {
                self.0.insert((*due_hour, collection.clone()), line);
            }
            Event::EvidenceDeleted { collection, .. } => {
                if let Some(kept) = tenant.collection(collection) {
                    self.0.remove(&(kept.due_hour, collection.clone()));
                    figures.deleted_late += u64::from(is_over(kept.due_hour, record.at));
                }
            }
            _ => {}
        }
    }

    /// The evidence whose hour was over when this event was recorded. What the system records by itself, such as the
    /// deletions after an outage, is no sign that it had been at work.
    pub(super) fn take_overdue(&mut self, record: &Record) -> Vec<Breach> {
        let mut overdue = Vec::new();
        if record.by == Actor::System || matches!(record.event, Event::EvidenceDeleted { .. }) {
            return overdue;
        }
        while let Some(first) = self.0.first_entry().filter(|e| is_over(e.key().0, record.recorded_at)) {
            overdue.push(not_deleted(first.remove_entry().0));
        }
        overdue
    }

    /// What is there at the end of the log, though its hour was over by then: with the line where it was stored.
    pub(super) fn overdue_at_end(&mut self, until: Option<Moment>) -> impl Iterator<Item = (u64, Breach)> {
        let all = std::mem::take(&mut self.0).into_iter();
        let over = all.filter(move |((due_hour, _), _)| until.is_some_and(|until| is_over(*due_hour, until)));
        over.map(|(kept, line)| (line, not_deleted(kept)))
    }
}

fn not_deleted((due_hour, collection): (i64, CollectionId)) -> Breach {
    Breach::NotDeleted { collection, due_at: begin(due_hour) }
}

fn is_over(due_hour: i64, now: Moment) -> bool {
    now > begin(due_hour).plus(GRACE)
}

/// The instant at which an hour since 1970 begins.
fn begin(hour: i64) -> Moment {
    let end = if hour < 0 { Moment::MIN } else { Moment::MAX };
    hour.checked_mul(3_600).and_then(Moment::from_unix_seconds).unwrap_or(end)
}
