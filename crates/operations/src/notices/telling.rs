//! Makes notices of what is appended, and of consents that will end, for everybody who wants to hear of it.

use super::default;
use super::news::{self, News};
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::wake::{Followers, Wake};
use domain::{NoticeKind, PersonId, Side, Span, TenantId};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};
use store::{NewNotice, NoticeChoice};

/// How many entries are told at a time.
const ENTRIES: u32 = 200;
/// How long what is no matter of urgency waits for more of its case.
const DIGEST: Span = Span::from_hours(24);
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

/// Where somebody is told of something.
struct Places {
    in_desk: bool,
    by_mail: bool,
    by_webhook: bool,
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
                news.extend(news::of(&self.desk, tenant, &stored.record).await?);
            }
            let notices = self.addressed(tenant, news).await?;
            let closed = records.iter().filter_map(|stored| news::closed(&stored.record.event)).cloned();
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

    async fn tell_lapsing(&self, tenant: &TenantId, position: u64) -> Result<(), Refusal> {
        let (state, now) = self.desk.tenant_now(tenant).await?;
        let news: Vec<_> =
            news::lapsing(&state, now).into_iter().filter(|news| !self.was_told(tenant, news)).collect();
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
        let addresses = store.mail_addresses(tenant).await?.into_iter();
        let reachable: HashSet<PersonId> =
            addresses.filter(|(_, to)| to.is_confirmed).map(|(who, _)| who).collect();
        let webhooks: HashSet<PersonId> =
            store.notice_webhooks(tenant).await?.into_iter().map(|one| one.person).collect();
        let customers = state
            .people()
            .iter()
            .filter(|(_, who)| who.roles.iter().any(|role| role.side() == Side::Customer));
        let mut notices = Vec::new();
        for (person, _) in customers {
            for news in &news {
                let choice = chosen.get(&(person.clone(), news.kind)).copied().unwrap_or(default(news.kind));
                let by_mail = self.mails && choice.by_mail && reachable.contains(person);
                let by_webhook = choice.by_webhook && webhooks.contains(person);
                if choice.in_desk || by_mail || by_webhook {
                    let places = Places { in_desk: choice.in_desk, by_mail, by_webhook };
                    notices.push(self.notice(person, news, &places));
                }
            }
        }
        Ok(notices)
    }

    fn notice(&self, person: &PersonId, news: &News, places: &Places) -> NewNotice {
        let now = self.desk.now();
        let mail_at = if news.kind.is_urgent() { now } else { now.plus(DIGEST) };
        NewNotice {
            person: person.clone(),
            notice: news.id.clone(),
            kind: news.kind,
            case: news.case.clone(),
            at: news.at,
            in_desk: places.in_desk,
            mail_at: places.by_mail.then_some(mail_at),
            by_webhook: places.by_webhook,
        }
    }
}

fn told_as(tenant: &TenantId, news: &News) -> String {
    format!("{tenant} {}", news.id)
}
