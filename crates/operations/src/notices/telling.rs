//! Makes notices of what is appended, and of consents that will end.

use super::default;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::wake::{Followers, Wake};
use domain::{CaseId, Event, Moment, NoticeKind, PersonId, Record, Side, Span, Tenant, TenantId};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};
use store::{NewNotice, NoticeChoice};

/// How many entries are told at a time.
const ENTRIES: u32 = 200;
/// How long what is no matter of urgency waits for more of its case.
const DIGEST: Span = Span::from_hours(24);
/// How long before its end a consent is told of.
const LAPSING: [Span; 3] = [Span::from_hours(1), Span::from_days(1), Span::from_days(7)];
/// More runs than this for one case within an hour are unusual.
const RUNS_AN_HOUR: usize = 10;
/// How old the log of a tenant may be that is told from its beginning: what older ones did is no news.
const NEWS: Span = Span::from_days(1);

/// Tells people of what happens. Each replica may have one.
pub struct Teller {
    desk: Desk,
    /// Whether mails can be sent; else none are made.
    mails: bool,
    /// The ids of notices about consents that will end which this process made; the database would refuse them again.
    told: Mutex<HashSet<String>>,
    /// Those who send what was told.
    told_followers: Followers,
}

/// Something to tell everybody who wants to hear of it.
struct News {
    id: String,
    kind: NoticeKind,
    case: Option<CaseId>,
    at: Moment,
}

impl Teller {
    /// A teller for this desk.
    pub fn new(desk: Desk, mails: bool) -> Self {
        Self { desk, mails, told: Mutex::default(), told_followers: Followers::default() }
    }

    /// Wakes whoever holds the answer when there is something new to send, until it is dropped.
    pub fn follow(&self) -> Arc<Wake> {
        self.told_followers.follow()
    }

    /// Tells what happened since the last round, and which consents will end soon. What trouble with one tenant leaves
    /// untold is told the others all the same, and by the next round.
    ///
    /// # Errors
    /// The first trouble with the database.
    pub async fn round(&self) -> Result<(), Refusal> {
        let tenants = self.desk.store().tenants().await?;
        self.round_for(&tenants.into_iter().collect()).await
    }

    /// The same for some tenants.
    ///
    /// # Errors
    /// The first trouble with the database.
    pub async fn round_for(&self, tenants: &BTreeSet<TenantId>) -> Result<(), Refusal> {
        let mut first = Ok(());
        for tenant in tenants {
            if let Err(why) = self.tell(tenant).await {
                tracing::error!(%tenant, error = %why, "a tenant could not be told; it is tried again");
                first = first.and(Err(why));
            }
        }
        first
    }

    async fn tell(&self, tenant: &TenantId) -> Result<(), Refusal> {
        let store = self.desk.store();
        let Some(head) = store.head(tenant).await? else { return Ok(()) };
        let mut position = store.notice_position(tenant).await?;
        if position.is_none() {
            position = Some(self.begin(tenant, head.size).await?);
        }
        while let Some(from) = position.filter(|from| *from < head.size) {
            let records = store.events(tenant, from, ENTRIES).await?;
            let to = from.saturating_add(records.len() as u64);
            let mut news = Vec::new();
            for stored in &records {
                news.extend(self.news(tenant, &stored.record).await?);
            }
            let notices = self.addressed(tenant, news).await?;
            let closed = records.iter().filter_map(|stored| closed(&stored.record.event)).cloned();
            let closed: Vec<_> = closed.collect();
            if records.is_empty()
                || !store.tell(tenant, Some(from), to, &notices, &closed, self.desk.now()).await?
            {
                return Ok(());
            }
            if !notices.is_empty() || !closed.is_empty() {
                self.told_followers.wake(tenant);
            }
            position = Some(to);
        }
        self.tell_lapsing(tenant, position.unwrap_or_default()).await
    }

    /// Where a tenant begins that was told nothing yet.
    async fn begin(&self, tenant: &TenantId, size: u64) -> Result<u64, Refusal> {
        let first = self.desk.store().events(tenant, 0, 1).await?;
        let is_new =
            first.first().is_some_and(|first| self.desk.now().since(first.record.recorded_at) <= NEWS);
        let begin = if is_new { 0 } else { size };
        self.desk.store().tell(tenant, None, begin, &[], &[], self.desk.now()).await?;
        // Another replica may have begun elsewhere.
        Ok(self.desk.store().notice_position(tenant).await?.unwrap_or(begin))
    }

    /// What an entry has to tell.
    async fn news(&self, tenant: &TenantId, record: &Record) -> Result<Vec<News>, Refusal> {
        let (at, event) = (record.at, &record.event);
        let plain = |kind, case| News { id: format!("{kind}-{}", record.sequence), kind, case, at };
        Ok(match event {
            Event::RunRequested { order } => {
                self.unusual(tenant, &order.case, at).await?.into_iter().collect()
            }
            Event::RunClaimed { run, .. } => {
                let case = mint::case_of(run.as_str());
                self.first_use(tenant, case, at).await?.into_iter().collect()
            }
            event => kind(event).map(|(kind, case)| plain(kind, case)).into_iter().collect(),
        })
    }

    /// The first run under each consent of a case. The id names the consent, so there is one.
    async fn first_use(
        &self,
        tenant: &TenantId,
        case: Option<CaseId>,
        at: Moment,
    ) -> Result<Option<News>, Refusal> {
        let state = self.desk.tenant(tenant).await?;
        let consents = case.as_ref().and_then(|case| state.case(case)).map(|case| case.consents);
        Ok(case.zip(consents).map(|(case, consents)| News {
            id: format!("{}-{case}-{consents}", NoticeKind::FirstUse),
            kind: NoticeKind::FirstUse,
            case: Some(case),
            at,
        }))
    }

    /// More than [`RUNS_AN_HOUR`] runs for one case within an hour; told once for each hour of the clock.
    async fn unusual(&self, tenant: &TenantId, case: &CaseId, at: Moment) -> Result<Option<News>, Refusal> {
        let runs = self.desk.store().runs_of_case(tenant, case).await?;
        let begin = at.minus(Span::from_hours(1));
        let recent = runs.iter().filter(|run| run.requested_at > begin && run.requested_at <= at).count();
        let kind = NoticeKind::UnusualUse;
        let id = format!("{kind}-{case}-{}", at.unix_hours());
        Ok((recent > RUNS_AN_HOUR).then(|| News { id, kind, case: Some(case.clone()), at }))
    }

    async fn tell_lapsing(&self, tenant: &TenantId, position: u64) -> Result<(), Refusal> {
        let (state, now) = self.desk.tenant_now(tenant).await?;
        let news: Vec<_> =
            lapsing(&state, now).into_iter().filter(|news| !self.was_told(tenant, news)).collect();
        if news.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = news.iter().map(|news| told_as(tenant, news)).collect();
        let notices = self.addressed(tenant, news).await?;
        let store = self.desk.store();
        if store.tell(tenant, Some(position), position, &notices, &[], now).await? {
            self.told_followers.wake(tenant);
            if let Ok(mut told) = self.told.lock() {
                told.extend(ids);
            }
        }
        Ok(())
    }

    fn was_told(&self, tenant: &TenantId, news: &News) -> bool {
        self.told.lock().is_ok_and(|told| told.contains(&told_as(tenant, news)))
    }

    /// Notices for each of the customer's people, as they chose.
    async fn addressed(&self, tenant: &TenantId, news: Vec<News>) -> Result<Vec<NewNotice>, Refusal> {
        if news.is_empty() {
            return Ok(Vec::new());
        }
        let store = self.desk.store();
        let state = self.desk.tenant(tenant).await?;
        let chosen: HashMap<(PersonId, NoticeKind), NoticeChoice> = store
            .notice_choices(tenant)
            .await?
            .into_iter()
            .map(|(who, one)| ((who, one.kind), one))
            .collect();
        let reachable: HashSet<PersonId> =
            store.mail_addresses(tenant).await?.into_iter().map(|(who, _)| who).collect();
        let customers = state
            .people()
            .iter()
            .filter(|(_, who)| who.roles.iter().any(|role| role.side() == Side::Customer));
        let mut notices = Vec::new();
        for (person, _) in customers {
            for news in &news {
                let choice = chosen.get(&(person.clone(), news.kind)).copied().unwrap_or(default(news.kind));
                let by_mail = self.mails && choice.by_mail && reachable.contains(person);
                if choice.in_desk || by_mail {
                    notices.push(self.notice(person, news, choice.in_desk, by_mail));
                }
            }
        }
        Ok(notices)
    }

    fn notice(&self, person: &PersonId, news: &News, in_desk: bool, by_mail: bool) -> NewNotice {
        let now = self.desk.now();
        let mail_at = if news.kind.is_urgent() { now } else { now.plus(DIGEST) };
        NewNotice {
            person: person.clone(),
            notice: news.id.clone(),
            kind: news.kind,
            case: news.case.clone(),
            at: news.at,
            in_desk,
            mail_at: by_mail.then_some(mail_at),
        }
    }
}

fn told_as(tenant: &TenantId, news: &News) -> String {
    format!("{tenant} {}", news.id)
}

const fn closed(event: &Event) -> Option<&CaseId> {
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
fn lapsing(state: &Tenant, now: Moment) -> Vec<News> {
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
