//! Finding entries: which events to look at, which entries they make, and which of those fit.

use super::activity::{self, Activity};
use super::applications::in_name_of;
use super::complete::Completion;
use super::entry::{AuditPlace, DirectoryAudit};
use super::told::{self, Told};
use super::view::View;
use super::walk::Walk;
use crate::caller::Caller;
use crate::correlation::CorrelationId;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, CaseId, Moment, Record, TenantId};
use std::ops::Range;
use store::{ChangeRow, StoredEvent};

/// How many events one request looks at. A search that finds less goes on from there with the next page.
const LOOKED_MAX: usize = 1_000_000;

/// Which entries fit.
pub trait AuditFilter: Send + Sync {
    /// Whether some entry of this activity might.
    fn could_fit(&self, activity: &Activity) -> bool;
    /// Whether this one does.
    fn fits(&self, entry: &DirectoryAudit) -> bool;
    /// Whether that depends on which request caused it, so that it must be known beforehand.
    fn asks_for_correlation(&self) -> bool;
}

/// What is known of all entries that fit, so that the rest of the log need not be looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditBounds {
    /// None before this instant.
    pub since: Option<Moment>,
    /// None after this instant.
    pub until: Option<Moment>,
    /// All are of this case.
    pub case: Option<CaseId>,
    /// It is this one.
    pub place: Option<AuditPlace>,
    /// All were caused by this request.
    pub correlation: Option<CorrelationId>,
}

/// What to look for, and where.
pub struct AuditSearch<'f> {
    /// Whether the newest come first.
    pub newest_first: bool,
    /// The last entry of the page before.
    pub after: Option<AuditPlace>,
    /// How many events the log held when the first page was read; what came later is not looked at.
    pub size: Option<u64>,
    /// What spares looking.
    pub bounds: AuditBounds,
    /// Which entries fit.
    pub filter: &'f dyn AuditFilter,
}

/// A page of entries.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<DirectoryAudit>,
    /// Behind which place the next page begins, if there may be another.
    pub next: Option<AuditPlace>,
    /// How many events the log holds, as far as this search is concerned.
    pub size: u64,
}

/// The entries of the log of the caller's organisation that fit, `limit` of them.
///
/// # Errors
/// [`Refusal::NotAllowed`]: the log is the customer's, so nobody of the vendor's may.
pub async fn list_directory_audits(
    desk: &Desk,
    caller: &Caller,
    search: &AuditSearch<'_>,
    limit: usize,
) -> Result<AuditPage, Refusal> {
    let mut looking = Looking::begin(desk, caller, search).await?;
    let mut entries = Vec::new();
    let mut next = None;
    while let Some(found) = looking.next().await? {
        if entries.len() == limit {
            next = entries.last().map(|entry: &DirectoryAudit| entry.place);
            break;
        }
        entries.push(found);
    }
    let next = next.or(looking.gave_up);
    let size = looking.size;
    Completion::of(desk, &looking.view).complete(&mut entries).await?;
    Ok(AuditPage { entries, next, size })
}

/// How many entries fit.
///
/// # Errors
/// As [`list_directory_audits`]; [`Refusal::Invalid`] if more events would have to be looked at than one request may.
pub async fn count_directory_audits(
    desk: &Desk,
    caller: &Caller,
    search: &AuditSearch<'_>,
) -> Result<u64, Refusal> {
    let mut looking = Looking::begin(desk, caller, search).await?;
    let mut count = 0;
    while looking.next().await?.is_some() {
        count += 1;
    }
    if looking.gave_up.is_some() {
        let why = format!("more than {LOOKED_MAX} events would have to be read; narrow the time");
        return Err(Refusal::invalid("$count", why));
    }
    Ok(count)
}

/// One entry by its id.
///
/// # Errors
/// [`Refusal::NotFound`], or as [`list_directory_audits`].
pub async fn show_directory_audit(desk: &Desk, caller: &Caller, id: &str) -> Result<DirectoryAudit, Refusal> {
    caller.may(Action::ReadAudit)?;
    let not_found = || Refusal::not_found("entry", &id);
    let place: AuditPlace = id.parse().map_err(|_| not_found())?;
    let search = AuditSearch {
        newest_first: true,
        after: None,
        size: None,
        bounds: AuditBounds { place: Some(place), ..AuditBounds::default() },
        filter: &Only(place),
    };
    let page = list_directory_audits(desk, caller, &search, 1).await?;
    page.entries.into_iter().next().ok_or_else(not_found)
}

/// The entry at one place.
struct Only(AuditPlace);

impl AuditFilter for Only {
    fn could_fit(&self, _: &Activity) -> bool {
        true
    }

    fn fits(&self, entry: &DirectoryAudit) -> bool {
        entry.place == self.0
    }

    fn asks_for_correlation(&self) -> bool {
        false
    }
}

/// A search under way.
struct Looking<'s> {
    desk: &'s Desk,
    tenant: &'s TenantId,
    search: &'s AuditSearch<'s>,
    view: View,
    walk: Walk<'s>,
    size: u64,
    looked: usize,
    /// Found and not handed over yet, the next one last.
    found: Vec<DirectoryAudit>,
    /// Where the search stopped before its end.
    gave_up: Option<AuditPlace>,
}

impl<'s> Looking<'s> {
    async fn begin(desk: &'s Desk, caller: &'s Caller, search: &'s AuditSearch<'s>) -> Result<Self, Refusal> {
        caller.may(Action::ReadAudit)?;
        let tenant = &caller.tenant;
        let head = desk.store().head(tenant).await?.map_or(0, |head| head.size);
        let size = search.size.map_or(head, |size| size.min(head));
        let walk = Walk::begin(desk, tenant, size, search).await?;
        let view = View::of(desk, tenant).await?;
        Ok(Self { desk, tenant, search, view, walk, size, looked: 0, found: Vec::new(), gave_up: None })
    }

    /// The next entry that fits; none at the end, or where the search gave up.
    async fn next(&mut self) -> Result<Option<DirectoryAudit>, Refusal> {
        while self.found.is_empty() && self.gave_up.is_none() {
            let events = self.walk.next().await?;
            let Some(last) = events.last() else { return Ok(None) };
            let last = last.sequence;
            self.looked += events.len();
            self.look_at(&events).await?;
            if self.looked >= LOOKED_MAX {
                // Behind the whole of the event, in the direction of the search.
                let number = if self.search.newest_first { 0 } else { u32::MAX };
                self.gave_up = Some(AuditPlace { sequence: last, number });
            }
        }
        Ok(self.found.pop())
    }

    async fn look_at(&mut self, events: &[StoredEvent]) -> Result<(), Refusal> {
        let filter = self.search.filter;
        let changes = if filter.asks_for_correlation() { self.changes(events).await? } else { Vec::new() };
        for event in events {
            let activities = activity::of_word(word(&event.leaf));
            if !activities.iter().any(|activity| filter.could_fit(activity)) {
                continue;
            }
            let mut entries = self.entries_of(event, activities).await?;
            if filter.asks_for_correlation() {
                let correlation = CorrelationId(change_of(&changes, event).id);
                for entry in &mut entries {
                    entry.correlation = correlation;
                }
            }
            entries.retain(|entry| self.is_ahead(entry.place) && filter.fits(entry));
            if self.search.newest_first {
                entries.reverse();
            }
            self.found.extend(entries);
        }
        self.found.reverse();
        Ok(())
    }

    fn is_ahead(&self, place: AuditPlace) -> bool {
        match self.search.after {
            None => true,
            Some(after) if self.search.newest_first => place < after,
            Some(after) => place > after,
        }
    }

    async fn changes(&self, events: &[StoredEvent]) -> Result<Vec<ChangeRow>, Refusal> {
        let Some(range) = span(events) else { return Ok(Vec::new()) };
        Ok(self.desk.store().changes(self.tenant, range).await?)
    }

    /// All entries of an event, in their order.
    async fn entries_of(
        &self,
        event: &StoredEvent,
        activities: &[Activity],
    ) -> Result<Vec<DirectoryAudit>, Refusal> {
        let record = &event.record;
        let (trigger, change) =
            if told::needs_trigger(&record.event) { self.brought_about(event).await? } else { (None, None) };
        let initiator = self.view.initiator(in_name_of(record, trigger.as_ref(), change.as_ref()));
        let told = told::told(&self.view, record, trigger.as_ref());
        let entry = |(number, (activity, told)): (u32, (&Activity, Told))| DirectoryAudit {
            place: AuditPlace { sequence: record.sequence, number },
            at: record.at,
            activity: *activity,
            correlation: CorrelationId([0; 16]),
            result: told.result,
            initiator: initiator.clone(),
            targets: told.targets,
            details: told.details,
        };
        Ok((0..).zip(activities.iter().zip(told)).map(entry).collect())
    }

    /// The record in front of an event of the same change, and the first one of that change.
    async fn brought_about(&self, event: &StoredEvent) -> Result<(Option<Record>, Option<Record>), Refusal> {
        let one = event.sequence..event.sequence + 1;
        let rows = self.desk.store().changes(self.tenant, one).await?;
        let first = change_of(&rows, event).sequence;
        let read = async |sequence: u64| -> Result<Option<Record>, Refusal> {
            let events = self.desk.store().events(self.tenant, sequence, 1).await?;
            Ok(events.into_iter().next().map(|event| event.record))
        };
        if first == event.sequence {
            return Ok((None, None));
        }
        Ok((read(event.sequence - 1).await?, read(first).await?))
    }
}

/// From the earliest of some events to behind the latest.
pub(super) fn span(events: &[StoredEvent]) -> Option<Range<u64>> {
    let sequences = || events.iter().map(|event| event.sequence);
    Some(sequences().min()?..sequences().max()?.saturating_add(1))
}

/// The change that an event belongs to; one of its own where none is on record.
pub(super) fn change_of(changes: &[ChangeRow], event: &StoredEvent) -> ChangeRow {
    let behind = changes.partition_point(|change| change.sequence <= event.sequence);
    let change = behind.checked_sub(1).and_then(|at| changes.get(at)).copied();
    change.unwrap_or_else(|| ChangeRow::alone(event))
}

/// The word of a leaf's event, found without reading the whole. No text of a leaf can hold these characters: a quote
/// inside a text stands behind a backslash.
fn word(leaf: &str) -> &str {
    const BEGINNING: &str = "\"event\":{\"type\":\"";
    let rest = leaf.split_once(BEGINNING).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default()
}
