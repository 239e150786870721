//! Searching a log, the latest first. What is rare is found by lists of kinds, of people and of cases, without looking at
//! all that lies between; only what no list tells is looked for event by event, a bounded number at a time.

use super::{Entry, may_read, named};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::directory_audits::first_where;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Actor, CaseId, Event, Moment, PersonId, Record, Tenant, TenantId};
use serde_json::Value;
use std::collections::HashMap;
use std::ops::Range;
use store::{EventList, PAGE_ROWS_MAX, PersonRow, StoredEvent};

/// How many events are looked at one by one for one answer, if at all.
const LOOKED_MAX: u64 = 2_000;
/// How many of them are read at a time.
const READ: u64 = 500;
/// How many events of a case are looked at for one answer: for somebody's, no list tells them.
const OF_CASE_MAX: usize = 5_000;
/// The most lists that are gone through; what so many people did is not rare.
const LISTS_MAX: usize = 400;

/// Whether a kind of events is looked for, by its word.
pub type OfKind<'s> = &'s (dyn Fn(&str) -> bool + Send + Sync);
/// Whether somebody is looked for; told the name where it is known.
pub type ByWhom<'s> = &'s (dyn Fn(&Actor, Option<&str>) -> bool + Send + Sync);

/// Which events to look for. What is none is no bound.
#[derive(Clone, Copy)]
pub struct LogSearch<'s> {
    /// Which kinds.
    pub kind: Option<OfKind<'s>>,
    /// Caused by whom.
    pub by: Option<ByWhom<'s>>,
    /// A case, or the id of anything else that events name.
    pub of: Option<&'s str>,
    /// Not before this instant.
    pub since: Option<Moment>,
    /// Before this one.
    pub until: Option<Moment>,
    /// Before this place in the log.
    pub before: u64,
    /// How many at most.
    pub limit: usize,
}

impl Default for LogSearch<'_> {
    /// The latest ones.
    fn default() -> Self {
        Self { kind: None, by: None, of: None, since: None, until: None, before: u64::MAX, limit: 100 }
    }
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct FoundEvents {
    /// The events, the latest first.
    pub entries: Vec<Entry>,
    /// Before which place to search on; none where nothing is left.
    pub next: Option<u64>,
}

/// Searches the log of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn search_log(
    desk: &Desk,
    caller: &Caller,
    search: &LogSearch<'_>,
) -> Result<FoundEvents, Refusal> {
    may_read(caller)?;
    let state = desk.tenant(&caller.tenant).await?;
    let finder =
        Finder { desk, tenant: &caller.tenant, search, of: search.of.map(|id| Of::read(&state, id)) };
    let range = finder.range().await?;
    let people = match search.by {
        Some(fits) => Some(finder.people(fits).await?),
        None => None,
    };
    let (places, next) = match finder.lists(people.as_deref()).await? {
        Some(lists) => finder.listed(&lists, people.as_deref(), range).await?,
        None => finder.walked(people.as_deref(), range).await?,
    };
    let events = desk.store().events_at(&caller.tenant, &places).await?;
    Ok(FoundEvents { entries: named(desk, &caller.tenant, events).await?, next })
}

/// What an id that is searched for names.
enum Of {
    /// A case.
    Case(CaseId),
    /// Something of a case's, such as a run.
    Within(CaseId, String),
    /// Anything else that events may name.
    Anything(String),
}

impl Of {
    fn read(state: &Tenant, id: &str) -> Self {
        let known = |case: CaseId| state.case(&case).map(|_| case);
        if let Some(case) = id.parse().ok().and_then(known) {
            return Self::Case(case);
        }
        match mint::case_of(id).and_then(known) {
            Some(case) => Self::Within(case, id.to_owned()),
            None => Self::Anything(id.to_owned()),
        }
    }

    const fn case(&self) -> Option<&CaseId> {
        match self {
            Self::Case(case) | Self::Within(case, _) => Some(case),
            Self::Anything(_) => None,
        }
    }

    /// Whether an event names it, where that is not told by a list.
    fn is_named(&self, event: &Event) -> bool {
        let (Self::Within(_, id) | Self::Anything(id)) = self else { return true };
        let whole = serde_json::to_value(event).unwrap_or_default();
        let fields = whole.as_object().into_iter().flatten();
        let order = whole.get("order").and_then(Value::as_object).into_iter().flatten();
        fields.chain(order).any(|(_, value)| value.as_str() == Some(id))
    }
}

/// Places in the log, the latest first, and where to go on.
type Found = (Vec<u64>, Option<u64>);

struct Finder<'s> {
    desk: &'s Desk,
    tenant: &'s TenantId,
    search: &'s LogSearch<'s>,
    of: Option<Of>,
}

impl Finder<'_> {
    /// What the bounds in time leave of the log.
    async fn range(&self) -> Result<Range<u64>, Refusal> {
        let LogSearch { since, until, before, .. } = *self.search;
        let size = self.desk.store().head(self.tenant).await?.map_or(0, |head| head.size).min(before);
        let start = match since {
            Some(since) => first_where(self.desk, self.tenant, size, |at| at >= since).await?,
            None => 0,
        };
        let end = match until {
            Some(until) => first_where(self.desk, self.tenant, size, |at| at >= until).await?,
            None => size,
        };
        Ok(start..end)
    }

    /// Those who caused something and are looked for.
    async fn people(&self, fits: ByWhom<'_>) -> Result<Vec<Actor>, Refusal> {
        let store = self.desk.store();
        let own = names(store.people(self.tenant).await?);
        let vendors = names(store.people(self.desk.support_tenant()).await?);
        let mut actors = store.event_actors(self.tenant).await?;
        actors.retain(|by| {
            let name = match by {
                Actor::Person(person) => own.get(person),
                Actor::Vendor(person) => vendors.get(person),
                Actor::Runner(_) | Actor::System => None,
            };
            fits(by, name.map(String::as_str))
        });
        Ok(actors)
    }

    /// The lists that have all that is looked for; none where no list tells, or too many do.
    async fn lists(&self, people: Option<&[Actor]>) -> Result<Option<Vec<EventList>>, Refusal> {
        let case = self.of.as_ref().map(Of::case);
        let lists = match (case, people) {
            (Some(Some(case)), _) => self.lists_of_case(case).await?,
            // What is no case's may be named by events of any kind.
            (Some(None), _) => return Ok(None),
            (None, Some(people)) if people.len() > LISTS_MAX => return Ok(None),
            (None, Some(people)) => self.lists_of_people(people).await?,
            (None, None) => match self.search.kind {
                Some(_) => self.kinds().await?.into_iter().map(EventList::OfKind).collect(),
                None => return Ok(None),
            },
        };
        Ok(Some(lists).filter(|lists| lists.len() <= LISTS_MAX))
    }

    async fn kinds(&self) -> Result<Vec<String>, Refusal> {
        let mut kinds = self.desk.store().event_kinds(self.tenant).await?;
        kinds.retain(|kind| self.is_of_kind(kind));
        Ok(kinds)
    }

    fn is_of_kind(&self, kind: &str) -> bool {
        self.search.kind.is_none_or(|fits| fits(kind))
    }

    async fn lists_of_case(&self, case: &CaseId) -> Result<Vec<EventList>, Refusal> {
        if self.search.kind.is_none() {
            return Ok(vec![EventList::OfCase(case.clone())]);
        }
        let list = |kind| EventList::OfCaseAndKind(case.clone(), kind);
        Ok(self.kinds().await?.into_iter().map(list).collect())
    }

    async fn lists_of_people(&self, people: &[Actor]) -> Result<Vec<EventList>, Refusal> {
        let mut lists = Vec::new();
        for by in people {
            let kinds = self.desk.store().event_kinds_by(self.tenant, by).await?;
            let kinds = kinds.into_iter().filter(|kind| self.is_of_kind(kind));
            lists.extend(kinds.map(|kind| EventList::By(by.clone(), kind)));
        }
        Ok(lists)
    }

    /// What these lists have, as far as all of them were gone through. Those of a case do not tell people apart, and not
    /// what of the case's is named.
    async fn listed(
        &self,
        lists: &[EventList],
        people: Option<&[Actor]>,
        range: Range<u64>,
    ) -> Result<Found, Refusal> {
        let of_case = self.of.is_some();
        let is_sifted = of_case && (people.is_some() || matches!(self.of, Some(Of::Within(..))));
        let looked = if is_sifted { OF_CASE_MAX / lists.len().max(1) } else { 0 };
        let rows = looked.max(self.search.limit + 1);
        let (mut places, mut reached) = (Vec::new(), None);
        for list in lists {
            let limit = u32::try_from(rows).unwrap_or(u32::MAX);
            let found = self.desk.store().list_events(self.tenant, list, range.clone(), limit).await?;
            if found.len() == rows {
                reached = reached.max(found.last().map(|last| last.sequence));
            }
            let is_theirs = |by| !of_case || people.is_none_or(|people| people.contains(by));
            places.extend(found.iter().filter(|event| is_theirs(&event.by)).map(|event| event.sequence));
        }
        places.retain(|place| reached.is_none_or(|reached| *place >= reached));
        places.sort_unstable_by(|one, other| other.cmp(one));
        if matches!(self.of, Some(Of::Within(..))) {
            places = self.naming(&places).await?;
        }
        Ok(self.cut(places, reached))
    }

    /// Those of these places whose events name what is looked for.
    async fn naming(&self, places: &[u64]) -> Result<Vec<u64>, Refusal> {
        let mut naming = Vec::new();
        for some in places.chunks(PAGE_ROWS_MAX as usize) {
            let events = self.desk.store().events_at(self.tenant, some).await?;
            naming.extend(events.iter().filter(|event| self.is_named(event)).map(|event| event.sequence));
        }
        Ok(naming)
    }

    fn is_named(&self, event: &StoredEvent) -> bool {
        self.of.as_ref().is_none_or(|of| of.is_named(&event.record.event))
    }

    /// What is found event by event, as far as that goes.
    async fn walked(&self, people: Option<&[Actor]>, range: Range<u64>) -> Result<Found, Refusal> {
        let is_sifted = people.is_some() || self.search.kind.is_some() || self.of.is_some();
        // What stands together is read no further than it is shown.
        let read = if is_sifted { READ } else { READ.min(self.search.limit as u64 + 1) };
        let last = range.end.saturating_sub(LOOKED_MAX).max(range.start);
        let (mut places, mut end) = (Vec::new(), range.end);
        while end > last && places.len() <= self.search.limit {
            let from = end.saturating_sub(read).max(last);
            let rows = u32::try_from(end - from).unwrap_or(u32::MAX);
            let events = self.desk.store().events(self.tenant, from, rows).await?;
            let fitting = events.iter().rev().filter(|event| {
                let Record { by, event: what, .. } = &event.record;
                people.is_none_or(|people| people.contains(by))
                    && (self.search.kind.is_none() || self.is_of_kind(&what.word()))
                    && self.is_named(event)
            });
            places.extend(fitting.map(|event| event.sequence));
            end = from;
        }
        Ok(self.cut(places, (end > range.start).then_some(end)))
    }

    /// As many as are wanted; else all up to `reached`.
    fn cut(&self, mut places: Vec<u64>, reached: Option<u64>) -> Found {
        let is_more = places.len() > self.search.limit;
        places.truncate(self.search.limit);
        let next = if is_more { places.last().copied() } else { reached };
        (places, next)
    }
}

fn names(people: Vec<PersonRow>) -> HashMap<PersonId, String> {
    people.into_iter().map(|row| (row.person, row.name)).collect()
}
