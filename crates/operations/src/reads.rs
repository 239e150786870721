//! Reads of evidence in the log. Reads of one person on one collection within a minute are one event (design.md,
//! *Settled questions*), as long as the first says as much as the later ones would.

use crate::caller::Caller;
use crate::commit::{Decided, Place};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{ByteRange, Categories, CollectionId, Command, Moment, PersonId, Side, Span, TenantId};
use std::collections::HashMap;
use std::sync::Mutex;

/// How long a read stands for those that follow.
const TOGETHER: Span = Span::from_seconds(60);

/// How many reads are remembered. Forgetting one costs an event, no more.
const RECENT_MAX: usize = 10_000;

/// A read that is about to happen.
pub(crate) struct Read<'a> {
    /// In whose log.
    pub(crate) tenant: &'a TenantId,
    /// Of what.
    pub(crate) collection: &'a CollectionId,
    /// Which bytes of the lines inside the seal; none where only the findings are read, or a large bundle as a whole.
    pub(crate) range: Option<ByteRange>,
    /// The categories whose values stand there unmasked.
    pub(crate) present: Categories,
}

/// The reads of the last minute.
#[derive(Debug, Default)]
pub(crate) struct RecentReads(Mutex<HashMap<(PersonId, CollectionId), Recorded>>);

#[derive(Debug)]
struct Recorded {
    at: Moment,
    range: Option<ByteRange>,
    present: Categories,
    shown: Categories,
}

impl Recorded {
    /// Whether the event of this read says all that the event of another would.
    fn covers(&self, read: &Read<'_>, shown: Categories, now: Moment) -> bool {
        let holds_range = read.range.is_none_or(|range| {
            self.range.is_some_and(|own| own.start <= range.start && range.end <= own.end)
        });
        let is_recent = self.at <= now && now < self.at.plus(TOGETHER);
        holds_range
            && is_recent
            && read.present.is_subset_of(self.present)
            && read.present.intersection(shown).is_subset_of(self.shown)
    }
}

impl RecentReads {
    fn covers(&self, who: &Caller, read: &Read<'_>, shown: Categories, now: Moment) -> bool {
        let key = (who.person.clone(), read.collection.clone());
        self.0.lock().is_ok_and(|reads| reads.get(&key).is_some_and(|one| one.covers(read, shown, now)))
    }

    fn remember(&self, who: &Caller, collection: &CollectionId, recorded: Recorded) {
        let Ok(mut reads) = self.0.lock() else { return };
        if reads.len() >= RECENT_MAX {
            reads.clear();
        }
        reads.insert((who.person.clone(), collection.clone()), recorded);
    }
}

impl Desk {
    /// What the caller may be shown of a collection at this moment.
    pub(crate) async fn readable(
        &self,
        caller: &Caller,
        tenant: &TenantId,
        collection: &CollectionId,
    ) -> Result<Categories, Refusal> {
        let (state, now) = self.tenant_now(tenant).await?;
        Ok(state.covered_for_reading(collection, caller.side == Side::Customer, now)?)
    }

    /// Decides a read and sees that it is in the log before anything is shown; gives what may be shown.
    pub(crate) async fn record_read(&self, caller: &Caller, read: Read<'_>) -> Result<Categories, Refusal> {
        let shown = self.readable(caller, read.tenant, read.collection).await?;
        if self.recent_reads().covers(caller, &read, shown, self.now()) {
            return Ok(shown);
        }
        let own = caller.side == Side::Customer;
        let Read { tenant, collection, range, present } = read;
        let (id, ranges) = (collection.clone(), range.into_iter().collect());
        let command = Command::ReadEvidence { collection: id.clone(), ranges, present, own };
        let place = Place::of(tenant.clone(), caller, None);
        let recorded = self.commit(place, move |tenant, now| {
            let shown = tenant.covered_for_reading(&id, own, now)?;
            Ok(Decided::new(tenant.decide(&command, now)?, (now, shown)))
        });
        let (at, shown) = recorded.await?;
        self.recent_reads().remember(caller, collection, Recorded { at, range, present, shown });
        Ok(shown)
    }
}
