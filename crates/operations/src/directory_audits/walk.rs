//! Going through the events of a log in either direction, as few of them as bounds allow.

use super::entry::AuditPlace;
use super::search::{AuditBounds, AuditSearch};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{CaseId, Moment, TenantId};
use std::ops::Range;
use store::{PAGE_ROWS_MAX, StoredEvent};

/// How many events are read first; each next time twice as many.
const FIRST_READ: u32 = 64;

/// A walk under way.
pub(super) struct Walk<'d> {
    desk: &'d Desk,
    tenant: &'d TenantId,
    case: Option<CaseId>,
    newest_first: bool,
    /// What is left to read, in ascending order, without overlaps.
    ranges: Vec<Range<u64>>,
    read: u32,
}

impl<'d> Walk<'d> {
    pub(super) async fn begin(
        desk: &'d Desk,
        tenant: &'d TenantId,
        size: u64,
        search: &AuditSearch<'_>,
    ) -> Result<Self, Refusal> {
        let AuditSearch { newest_first, after, bounds, .. } = search;
        let whole = whole(desk, tenant, size, bounds).await?;
        let whole = behind(whole, *after, *newest_first);
        let ranges = match (&bounds.place, &bounds.correlation) {
            (Some(place), _) => std::iter::once(place.sequence..place.sequence.saturating_add(1)).collect(),
            (None, Some(request)) => changes(desk, tenant, size, &request.0).await?,
            (None, None) => vec![whole.clone()],
        };
        let ranges = ranges
            .into_iter()
            .map(|range| range.start.max(whole.start)..range.end.min(whole.end))
            .filter(|range| !range.is_empty())
            .collect();
        // A case that the tenant does not have is no bound: what was taken for its id may be something else.
        let state = desk.tenant(tenant).await?;
        let case = bounds.case.clone().filter(|case| state.case(case).is_some());
        Ok(Self { desk, tenant, case, newest_first: *newest_first, ranges, read: FIRST_READ })
    }

    /// The next events in the walk's direction; none at its end.
    pub(super) async fn next(&mut self) -> Result<Vec<StoredEvent>, Refusal> {
        loop {
            let next = if self.newest_first { self.ranges.pop() } else { first(&mut self.ranges) };
            let Some(range) = next else { return Ok(Vec::new()) };
            let limit = self.read;
            self.read = (self.read * 2).min(PAGE_ROWS_MAX);
            let (events, left) = match &self.case {
                Some(case) => self.read_case(case, range, limit).await?,
                None => self.read_log(range, limit).await?,
            };
            if !left.is_empty() {
                let at = if self.newest_first { self.ranges.len() } else { 0 };
                self.ranges.insert(at, left);
            }
            if !events.is_empty() {
                return Ok(events);
            }
        }
    }

    async fn read_log(
        &self,
        range: Range<u64>,
        limit: u32,
    ) -> Result<(Vec<StoredEvent>, Range<u64>), Refusal> {
        let length = (range.end - range.start).min(u64::from(limit));
        let from = if self.newest_first { range.end - length } else { range.start };
        let rows = u32::try_from(length).unwrap_or(limit);
        let mut events = self.desk.store().events(self.tenant, from, rows).await?;
        if self.newest_first {
            events.reverse();
            return Ok((events, range.start..from));
        }
        Ok((events, from + length..range.end))
    }

    async fn read_case(
        &self,
        case: &CaseId,
        range: Range<u64>,
        limit: u32,
    ) -> Result<(Vec<StoredEvent>, Range<u64>), Refusal> {
        let store = self.desk.store();
        let mut events = if self.newest_first {
            store.latest_of_case(self.tenant, case, range.clone(), limit).await?
        } else {
            store.events_of_case(self.tenant, case, range.start, limit).await?
        };
        let is_last = events.len() < limit as usize;
        let left = match events.last() {
            Some(last) if !is_last && self.newest_first => range.start..last.sequence,
            Some(last) if !is_last => last.sequence + 1..range.end,
            _ => 0..0,
        };
        events.retain(|event| range.contains(&event.sequence));
        Ok((events, left))
    }
}

fn first(ranges: &mut Vec<Range<u64>>) -> Option<Range<u64>> {
    if ranges.is_empty() { None } else { Some(ranges.remove(0)) }
}

/// What the bounds in time leave of a log of this size.
async fn whole(
    desk: &Desk,
    tenant: &TenantId,
    size: u64,
    bounds: &AuditBounds,
) -> Result<Range<u64>, Refusal> {
    let start = match bounds.since {
        Some(since) => first_where(desk, tenant, size, |at| at >= since).await?,
        None => 0,
    };
    let end = match bounds.until {
        Some(until) => first_where(desk, tenant, size, |at| at > until).await?,
        None => size,
    };
    Ok(start..end)
}

/// What is left behind a place that was reached.
fn behind(range: Range<u64>, after: Option<AuditPlace>, newest_first: bool) -> Range<u64> {
    match after {
        Some(after) if newest_first => range.start..range.end.min(after.sequence.saturating_add(1)),
        Some(after) => range.start.max(after.sequence)..range.end,
        None => range,
    }
}

/// The first event whose time fits, or the log's size. Times never go backwards in a log, so it is found by halving.
pub(crate) async fn first_where(
    desk: &Desk,
    tenant: &TenantId,
    size: u64,
    fits: impl Fn(Moment) -> bool + Send,
) -> Result<u64, Refusal> {
    let (mut low, mut high) = (0, size);
    while low < high {
        let middle = low + (high - low) / 2;
        let events = desk.store().events(tenant, middle, 1).await?;
        match events.first() {
            Some(event) if !fits(event.record.at) => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

/// Where the changes stand that a request caused.
async fn changes(
    desk: &Desk,
    tenant: &TenantId,
    size: u64,
    request: &[u8; 16],
) -> Result<Vec<Range<u64>>, Refusal> {
    let rows = desk.store().changes_of(tenant, request).await?;
    let ends = rows.iter().skip(1).map(|row| row.sequence).chain([size]);
    let own = rows.iter().zip(ends).filter(|(row, _)| row.id == *request);
    Ok(own.map(|(row, end)| row.sequence..end).collect())
}
