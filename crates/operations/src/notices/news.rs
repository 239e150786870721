//! What entries of a log have to tell, and consents that will end.

use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{CaseId, Event, Moment, NoticeKind, Record, Span, Tenant, TenantId};

/// How long before its end a consent is told of.
const LAPSING: [Span; 3] = [Span::from_hours(1), Span::from_days(1), Span::from_days(7)];
/// More runs than this for one case within an hour are unusual.
const RUNS_AN_HOUR: usize = 10;
/// How many events are read at a time when a consent is looked for.
const READ: u32 = 100;

/// Something to tell everybody who wants to hear of it.
pub(super) struct News {
    /// It follows from what happened, so nothing is told twice.
    pub(super) id: String,
    pub(super) kind: NoticeKind,
    pub(super) case: Option<CaseId>,
    pub(super) at: Moment,
}

/// What an entry has to tell.
pub(super) async fn of(desk: &Desk, tenant: &TenantId, record: &Record) -> Result<Vec<News>, Refusal> {
    let (at, event) = (record.at, &record.event);
    let plain = |kind, case| News { id: format!("{kind}-{}", record.sequence), kind, case, at };
    Ok(match event {
        Event::RunRequested { order } => unusual(desk, tenant, &order.case, at).await?.into_iter().collect(),
        Event::RunClaimed { run, .. } => match mint::case_of(run.as_str()) {
            Some(case) => first_use(desk, tenant, case, record).await?.into_iter().collect(),
            None => Vec::new(),
        },
        event => kind(event).map(|(kind, case)| plain(kind, case)).into_iter().collect(),
    })
}

/// The first run under each consent of a case. The id names the consent that was the latest when the run was claimed, so
/// there is one for each, however late it is told.
async fn first_use(
    desk: &Desk,
    tenant: &TenantId,
    case: CaseId,
    claimed: &Record,
) -> Result<Option<News>, Refusal> {
    let consent = consent_before(desk, tenant, &case, claimed.sequence).await?;
    let kind = NoticeKind::FirstUse;
    Ok(consent.map(|consent| News {
        id: format!("{kind}-{case}-{consent}"),
        kind,
        case: Some(case),
        at: claimed.at,
    }))
}

/// The number of the last consent that was given on a case before this place in the log.
async fn consent_before(
    desk: &Desk,
    tenant: &TenantId,
    case: &CaseId,
    sequence: u64,
) -> Result<Option<u64>, Refusal> {
    let mut end = sequence;
    loop {
        let events = desk.store().latest_of_case(tenant, case, 0..end, READ).await?;
        let given = events.iter().find_map(|stored| match &stored.record.event {
            Event::ConsentGiven { consent, .. } => Some(*consent),
            _ => None,
        });
        match events.last() {
            Some(last) if given.is_none() => end = last.sequence,
            _ => return Ok(given),
        }
    }
}

/// More than [`RUNS_AN_HOUR`] runs for one case within an hour; told once for each hour of the clock.
async fn unusual(desk: &Desk, tenant: &TenantId, case: &CaseId, at: Moment) -> Result<Option<News>, Refusal> {
    let runs = desk.store().runs_of_case(tenant, case).await?;
    let begin = at.minus(Span::from_hours(1));
    let recent = runs.iter().filter(|run| run.requested_at > begin && run.requested_at <= at).count();
    let kind = NoticeKind::UnusualUse;
    let id = format!("{kind}-{case}-{}", at.unix_hours());
    Ok((recent > RUNS_AN_HOUR).then(|| News { id, kind, case: Some(case.clone()), at }))
}

/// The case that an event closes.
pub(super) const fn closed(event: &Event) -> Option<&CaseId> {
    match event {
        Event::CaseClosed { case } => Some(case),
        _ => None,
    }
}

/// What an event is told as, by itself.
fn kind(event: &Event) -> Option<(NoticeKind, Option<CaseId>)> {
    use NoticeKind as N;
    Some(match event {
        Event::PartnerAdded => (N::PartnerAdded, None),
        Event::PartnerRemoved => (N::PartnerRemoved, None),
        Event::ConsentAsked { case, .. } => (N::ConsentAsked, Some(case.clone())),
        Event::ConsentGiven { case, .. } => (N::ConsentGiven, Some(case.clone())),
        Event::ConsentLapsed { case } => (N::ConsentLapsed, Some(case.clone())),
        Event::ConsentWithdrawn { case, .. } => (N::ConsentWithdrawn, Some(case.clone())),
        // While a lead must endorse it first, nobody of the customer's can answer.
        Event::AccessRequested { case, for_lead: false, .. } => (N::AccessRequested, Some(case.clone())),
        Event::AccessEndorsed { request } => (N::AccessRequested, mint::case_of(request.as_str())),
        Event::EvidenceStored { run, .. } => (N::RunFinished, mint::case_of(run.as_str())),
        Event::EvidenceDeleted { collection, .. } => (N::EvidenceDeleted, mint::case_of(collection.as_str())),
        Event::Locked => (N::Locked, None),
        Event::Unlocked => (N::Unlocked, None),
        _ => return None,
    })
}

/// The consents that will end, each with the shortest span that has begun. A span as long as consents last would be told
/// with the consent itself. The id names the end, so a consent that is prolonged is told of again.
pub(super) fn lapsing(state: &Tenant, now: Moment) -> Vec<News> {
    let lasts = state.settings().access_span();
    let ends = state.in_force(now).filter_map(|(case, _)| Some((case, state.case_deadline(case, now)?)));
    let soon = ends.filter_map(|(case, end)| {
        let span = LAPSING.into_iter().find(|span| *span < lasts && end.minus(*span) <= now)?;
        let kind = NoticeKind::ConsentLapsing;
        let id = format!("{kind}-{case}-{}-{}", end.unix_seconds(), span.micros() / 3_600_000_000);
        Some(News { id, kind, case: Some(case.clone()), at: now })
    });
    soon.collect()
}
