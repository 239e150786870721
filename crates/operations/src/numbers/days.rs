//! What happened on each of the last days, counted from the logs. A log is read once: what was counted stays in memory, and
//! from time to time it is kept beside the log, so that a start reads only what was appended since.

use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{CaseId, CollectionId, DeleteCause, Event, Moment, Record, TenantId, WithdrawCause};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use store::CountedRow;

/// How many days are counted.
pub const DAYS: u32 = 30;
/// How many events are read at a time.
const READ: u32 = 500;
/// After how many events what was counted is kept again.
const KEPT_EVERY: u64 = 256;
/// The form in which it is kept. Raised whenever it changes what is counted, or how that is written.
const FORM: u32 = 1;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// What happened on a day, in all organisations together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Cases that were opened.
    pub opened: u64,
    /// Consents that were given, again and again included.
    pub given: u64,
    /// Consents that were asked for and not given since: refused, or not answered.
    pub unanswered: u64,
    /// Consents that customers withdrew.
    pub withdrawn: u64,
    /// Consents whose time was over.
    pub lapsed: u64,
    /// Access requests that customers refused.
    pub refused: u64,
    /// Runs that began to collect.
    pub runs: u64,
    /// Runs that the rules denied.
    pub denied: u64,
    /// Sensitive values that were found in what runs collected.
    pub found: u64,
    /// Collections that were destroyed.
    pub destroyed: u64,
    /// Those of them that outlived their hour by another one. None is the promise.
    pub late: u64,
}

impl Day {
    fn add(&mut self, other: &Self) {
        let Self {
            opened,
            given,
            unanswered,
            withdrawn,
            lapsed,
            refused,
            runs,
            denied,
            found,
            destroyed,
            late,
        } = other;
        self.opened += opened;
        self.given += given;
        self.unanswered += unanswered;
        self.withdrawn += withdrawn;
        self.lapsed += lapsed;
        self.refused += refused;
        self.runs += runs;
        self.denied += denied;
        self.found += found;
        self.destroyed += destroyed;
        self.late += late;
    }
}

/// A log as far as it was counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Counted {
    /// The sequence of the next event.
    #[serde(skip)]
    next: u64,
    /// What it was when this was kept last.
    #[serde(skip)]
    kept: u64,
    /// By day since 1970.
    days: BTreeMap<i64, Day>,
    /// The hours in which collections are due.
    due: HashMap<CollectionId, i64>,
    /// The cases whose consent was asked for and not given since, by the day on which it was first.
    asked: HashMap<CaseId, i64>,
}

impl Counted {
    fn count(&mut self, record: &Record) {
        let today = day_of(record.recorded_at);
        self.count_asked(today, &record.event);
        let day = self.days.entry(today).or_default();
        match &record.event {
            Event::CaseOpened { .. } => day.opened += 1,
            Event::ConsentGiven { .. } => day.given += 1,
            Event::ConsentWithdrawn {
                cause: WithdrawCause::Asked | WithdrawCause::PartnerRemoved, ..
            } => {
                day.withdrawn += 1;
            }
            Event::ConsentLapsed { .. } => day.lapsed += 1,
            Event::AccessDenied { .. } => day.refused += 1,
            Event::RunDenied { .. } => day.denied += 1,
            Event::RunClaimed { collection, due_hour, .. } => {
                day.runs += 1;
                self.due.insert(collection.clone(), *due_hour);
            }
            Event::EvidenceStored { spans, .. } => day.found += spans.values().sum::<u64>(),
            Event::EvidenceDeleted { collection, cause, .. } => {
                day.destroyed += 1;
                let due = self.due.remove(collection).filter(|_| *cause == DeleteCause::Due);
                day.late += u64::from(due.is_some_and(|due| record.recorded_at.unix_hours() > due));
            }
            _ => {}
        }
    }

    /// What is given takes back what was counted on the day on which it was asked for.
    fn count_asked(&mut self, today: i64, event: &Event) {
        match event {
            Event::ConsentAsked { case, .. } if !self.asked.contains_key(case) => {
                self.asked.insert(case.clone(), today);
                self.days.entry(today).or_default().unanswered += 1;
            }
            Event::ConsentGiven { case, .. } => {
                let asked = self.asked.remove(case).and_then(|asked| self.days.get_mut(&asked));
                if let Some(day) = asked {
                    day.unanswered = day.unanswered.saturating_sub(1);
                }
            }
            _ => {}
        }
    }
}

/// What was counted so far, by organisation.
#[derive(Default)]
pub(crate) struct DailyCounts(Mutex<HashMap<TenantId, Counted>>);

impl DailyCounts {
    fn of(&self, tenant: &TenantId) -> Option<Counted> {
        self.0.lock().ok()?.get(tenant).cloned()
    }

    fn keep(&self, tenant: &TenantId, counted: Counted) {
        if let Ok(mut known) = self.0.lock() {
            known.insert(tenant.clone(), counted);
        }
    }
}

/// Adds what happened at a customer's to the last [`DAYS`] days in UTC, the oldest first and today last.
pub(super) async fn add_days(desk: &Desk, tenant: &TenantId, days: &mut [Day]) -> Result<(), Refusal> {
    let first = first_day(desk);
    let counted = advance(desk, tenant, first).await?;
    for (day, sum) in (first..).zip(days) {
        if let Some(counted) = counted.days.get(&day) {
            sum.add(counted);
        }
    }
    Ok(())
}

/// Counts what was appended, so that whoever asks waits for little.
pub(crate) async fn keep_days(desk: &Desk, tenant: &TenantId) -> Result<(), Refusal> {
    if tenant != desk.support_tenant() {
        advance(desk, tenant, first_day(desk)).await?;
    }
    Ok(())
}

fn first_day(desk: &Desk) -> i64 {
    day_of(desk.now()) - i64::from(DAYS) + 1
}

/// Counts what was appended since the last time, and forgets the days before `first`.
async fn advance(desk: &Desk, tenant: &TenantId, first: i64) -> Result<Counted, Refusal> {
    let mut counted = match desk.daily_counts().of(tenant) {
        Some(counted) => counted,
        None => kept(desk, tenant, first).await?,
    };
    loop {
        let events = desk.store().events(tenant, counted.next, READ).await?;
        for event in &events {
            counted.count(&event.record);
            counted.next = event.record.sequence + 1;
        }
        if events.len() < READ as usize {
            break;
        }
    }
    counted.days = counted.days.split_off(&first);
    counted.asked.retain(|_, asked| *asked >= first);
    if counted.next >= counted.kept + KEPT_EVERY {
        counted.kept = counted.next;
        let row = CountedRow { position: counted.next, counts: json(&counted)? };
        desk.store().keep_counted(tenant, FORM, &row).await?;
    }
    desk.daily_counts().keep(tenant, counted.clone());
    Ok(counted)
}

/// What was counted before this server started; or nothing yet.
async fn kept(desk: &Desk, tenant: &TenantId, first: i64) -> Result<Counted, Refusal> {
    if let Some(row) = desk.store().counted(tenant, FORM).await? {
        // What cannot be read is counted anew.
        if let Ok(counted) = serde_json::from_str::<Counted>(&row.counts) {
            return Ok(Counted { next: row.position, kept: row.position, ..counted });
        }
        tracing::warn!(%tenant, "what was counted of a log cannot be read; it is counted anew");
    }
    let next = begin(desk, tenant, first).await?;
    Ok(Counted { next, kept: next, ..Counted::default() })
}

fn json(counted: &Counted) -> Result<String, Refusal> {
    serde_json::to_string(counted).map_err(|why| Refusal::failed("keep what was counted", &why))
}

/// The first event of this day or a later one. Events are recorded in the order of time.
async fn begin(desk: &Desk, tenant: &TenantId, first: i64) -> Result<u64, Refusal> {
    let (mut low, mut high) = (0, desk.store().head(tenant).await?.map_or(0, |head| head.size));
    while low < high {
        let middle = low + (high - low) / 2;
        let is_before = match desk.store().events(tenant, middle, 1).await?.first() {
            Some(event) => day_of(event.record.recorded_at) < first,
            None => false,
        };
        if is_before { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}

const fn day_of(at: Moment) -> i64 {
    at.unix_seconds().div_euclid(DAY)
}
