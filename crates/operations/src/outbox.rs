//! Sends the entries of logs to their destinations, each at least once and in the order of the log, and notices to the
//! webhooks of people.
//!
//! The log is the outbox (see the store's `destinations`), so nothing is written to make an entry due. A destination's
//! position moves only after the receiver took the entry. A crash between the two repeats that entry, under the same
//! id, and nothing else.

mod entries;
mod link;
mod notices;

use crate::busy::Busy;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{DestinationId, PersonId, Span, TenantId};
use link::Link;
use store::{DestinationRow, Lease, PutOff, WebhookLease};
use streams::Fault;
use tokio::task::JoinSet;

/// How long a sender may be silent before another takes over: longer than any one delivery takes.
const LEASE: Span = Span::from_seconds(60);
/// The pauses behind the first attempts, in seconds; then the last is repeated.
const PAUSES: [u32; 7] = [5, 30, 120, 600, 1_800, 3_600, 7_200];
/// How long an entry is tried before it is given up: more than a day. Syslog receivers refuse no single message, so
/// nothing of theirs is given up.
const GIVE_UP: Span = Span::from_hours(27);

/// Sends to all destinations and webhooks of an installation; each replica has one.
#[derive(Clone)]
pub struct Courier {
    desk: Desk,
    /// Tells this sender from others.
    holder: String,
    /// Where it is being sent to.
    busy: Busy<(TenantId, Route)>,
}

impl Courier {
    /// A sender for this desk.
    ///
    /// # Errors
    /// [`Refusal::Failed`] if the system has no randomness to give.
    pub fn new(desk: Desk) -> Result<Self, Refusal> {
        Ok(Self { desk, holder: mint::nonce()?, busy: Busy::default() })
    }

    /// Begins to send, in tasks of their own, wherever something is due and this sender is not at it yet. So a slow
    /// receiver holds up no other. A task that sent all that was due gives its tenant: what was appended meanwhile is to
    /// be looked for.
    ///
    /// # Errors
    /// The first trouble with the database.
    pub async fn begin(&self, tasks: &mut JoinSet<Option<TenantId>>) -> Result<(), Refusal> {
        for tenant in self.desk.store().tenants_with_destinations().await? {
            self.begin_for(tasks, &tenant).await?;
            self.begin_notices_for(tasks, &tenant).await?;
        }
        Ok(())
    }

    /// The same for one tenant.
    ///
    /// # Errors
    /// The first trouble with the database.
    pub async fn begin_for(
        &self,
        tasks: &mut JoinSet<Option<TenantId>>,
        tenant: &TenantId,
    ) -> Result<(), Refusal> {
        let destinations = self.desk.store().destinations(tenant).await?;
        if destinations.is_empty() {
            return Ok(());
        }
        let size = self.desk.store().head(tenant).await?.map_or(0, |head| head.size);
        let now = self.desk.now();
        for row in destinations {
            let has_work = row.kept.position < size || row.replays > 0;
            if has_work && row.next_try_at <= now {
                self.spawn(tasks, tenant, Route::Log(row.kept.destination));
            }
        }
        Ok(())
    }

    /// The same for the notices of one tenant's people.
    ///
    /// # Errors
    /// The first trouble with the database.
    pub async fn begin_notices_for(
        &self,
        tasks: &mut JoinSet<Option<TenantId>>,
        tenant: &TenantId,
    ) -> Result<(), Refusal> {
        let now = self.desk.now();
        for webhook in self.desk.store().notice_webhooks(tenant).await? {
            if webhook.waiting > 0 && webhook.next_try_at <= now {
                self.spawn(tasks, tenant, Route::Notices(webhook.person));
            }
        }
        Ok(())
    }

    /// Sends what is due, and waits for it.
    ///
    /// # Errors
    /// As [`Courier::begin`].
    pub async fn round(&self) -> Result<(), Refusal> {
        let mut tasks = JoinSet::new();
        self.begin(&mut tasks).await?;
        while tasks.join_next().await.is_some() {}
        Ok(())
    }

    fn spawn(&self, tasks: &mut JoinSet<Option<TenantId>>, tenant: &TenantId, route: Route) {
        let Some(at) = self.busy.enter((tenant.clone(), route.clone())) else { return };
        let (desk, tenant, holder) = (self.desk.clone(), tenant.clone(), self.holder.clone());
        tasks.spawn(async move {
            let sent = match route.clone() {
                Route::Log(destination) => {
                    deliver(&desk, &Lease { tenant: tenant.clone(), destination, holder }).await
                }
                Route::Notices(person) => {
                    notices::deliver(&desk, &WebhookLease { tenant: tenant.clone(), person, holder }).await
                }
            };
            // First of all: whoever looks again must find the place free.
            drop(at);
            match sent {
                Ok(all) => all.then_some(tenant),
                Err(why) => {
                    tracing::error!(%tenant, ?route, error = %why, "a receiver could not be served");
                    None
                }
            }
        });
    }
}

/// Where something is sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Route {
    /// Entries of the log, to a destination.
    Log(DestinationId),
    /// Notices, to the webhook of a person.
    Notices(PersonId),
}

/// Sends until nothing waits, the receiver fails, or another sender took over. Says whether nothing waits.
async fn deliver(desk: &Desk, lease: &Lease) -> Result<bool, Refusal> {
    let all = loop {
        let now = desk.now();
        if !desk.store().lease(lease, now, now.plus(LEASE)).await? {
            return Ok(false);
        }
        let row = desk.store().destination(&lease.tenant, &lease.destination).await?;
        let Some(row) = row.filter(|row| row.next_try_at <= now) else { break false };
        match step(desk, lease, &row).await? {
            Step::Sent => {}
            Step::NothingWaits => break true,
            Step::Stop => break false,
        }
    };
    desk.store().release(lease).await?;
    Ok(all)
}

/// What came of a step.
enum Step {
    Sent,
    NothingWaits,
    /// The receiver failed, or another sender took over.
    Stop,
}

impl Step {
    const fn going_on(goes_on: bool) -> Self {
        if goes_on { Self::Sent } else { Self::Stop }
    }
}

/// One step: an entry that had been given up, or the next ones.
async fn step(desk: &Desk, lease: &Lease, row: &DestinationRow) -> Result<Step, Refusal> {
    if let Some(again) = desk.store().next_again(&lease.tenant, &lease.destination).await? {
        let batch = entries::load(desk, &lease.tenant, again.sequence, 1).await?;
        let sent = match Link::open(desk, &lease.tenant, row).await? {
            Ok(link) => link.send(desk, &batch).await,
            Err(fault) => Err(fault),
        };
        return Ok(Step::going_on(match sent {
            Ok(()) => desk.store().made_good(lease, again.sequence).await?,
            Err(fault) => desk.store().still_undelivered(lease, again.sequence, &fault.to_string()).await?,
        }));
    }
    let batch = entries::load(desk, &lease.tenant, row.kept.position, Link::batch(row.kept.form)).await?;
    if batch.is_empty() {
        return Ok(Step::NothingWaits);
    }
    let link = match Link::open(desk, &lease.tenant, row).await? {
        Ok(link) => link,
        Err(fault) => return Ok(Step::going_on(put_off(desk, lease, row.kept.position, row, &fault).await?)),
    };
    let mut position = row.kept.position;
    for part in batch.chunks(link.at_once()) {
        if let Err(fault) = link.send(desk, part).await {
            // What was tried before concerns the entry that stood first then.
            let fresh = DestinationRow { attempts: 0, first_try_at: None, ..row.clone() };
            let tried = if position == row.kept.position { row } else { &fresh };
            return Ok(Step::going_on(put_off(desk, lease, position, tried, &fault).await?));
        }
        let next = position.saturating_add(part.len() as u64);
        if !desk.store().delivered(lease, position, next, desk.now().plus(LEASE)).await? {
            return Ok(Step::Stop);
        }
        position = next;
    }
    Ok(Step::Sent)
}

/// Keeps that an entry was tried in vain; gives it up after more than a day. Says whether to go on at once.
async fn put_off(
    desk: &Desk,
    lease: &Lease,
    position: u64,
    tried: &DestinationRow,
    fault: &Fault,
) -> Result<bool, Refusal> {
    let now = desk.now();
    let first_try_at = tried.first_try_at.unwrap_or(now);
    let attempts = tried.attempts.saturating_add(1);
    let last =
        PutOff { attempts, first_try_at, next_try_at: now.plus(pause(attempts)), fault: fault.to_string() };
    if tried.kept.form.is_webhook() && now.since(first_try_at) >= GIVE_UP {
        let (tenant, destination) = (&lease.tenant, &lease.destination);
        tracing::warn!(%tenant, %destination, sequence = position, "an entry was not delivered for more than a day");
        return Ok(desk.store().give_up(lease, position, now, &last).await?);
    }
    desk.store().put_off(lease, position, &last).await?;
    Ok(false)
}

/// The pause behind the attempt with this number, from 1.
fn pause(attempt: u64) -> Span {
    let place = usize::try_from(attempt.saturating_sub(1)).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    Span::from_seconds(PAUSES.get(place).copied().unwrap_or_default())
}

/// The caller's organisation's log from `from` on as OCSF events.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn read_ocsf(
    desk: &Desk,
    caller: &Caller,
    from: u64,
    limit: u32,
) -> Result<Vec<serde_json::Value>, Refusal> {
    crate::audit::may_read(caller)?;
    let entries = entries::load(desk, &caller.tenant, from, limit).await?;
    let entries = entries::named(desk, &caller.tenant, entries).await?;
    Ok(entries.iter().map(streams::ocsf).collect())
}
