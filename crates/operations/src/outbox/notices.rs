//! Sends notices to the webhook of a person, in the order in which they were told. A notice waits in the transaction that
//! keeps it, and is done with once the webhook took it. A crash between the two repeats that notice, under the same id.

use super::{GIVE_UP, LEASE, Step, pause};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::webhook_secrets::{Secrets, Use};
use domain::{PersonId, TenantId};
use store::{NoticeRow, NoticeWebhook, WebhookLease, WebhookPutOff};
use streams::{Fault, WebhookLink, notice_body};

/// How many notices are sent before the link is opened anew, so that a name that moved is followed.
const BATCH: u32 = 50;

/// Sends until nothing waits, the webhook fails, or another sender took over. Says whether nothing waits.
pub(super) async fn deliver(desk: &Desk, lease: &WebhookLease) -> Result<bool, Refusal> {
    let all = loop {
        let now = desk.now();
        if !desk.store().lease_webhook(lease, now, now.plus(LEASE)).await? {
            return Ok(false);
        }
        let webhook = desk.store().notice_webhook(&lease.tenant, &lease.person).await?;
        let Some(webhook) = webhook.filter(|one| one.next_try_at <= now) else { break false };
        match step(desk, lease, &webhook).await? {
            Step::Sent => {}
            Step::NothingWaits => break true,
            Step::Stop => break false,
        }
    };
    desk.store().release_webhook(lease).await?;
    Ok(all)
}

async fn step(desk: &Desk, lease: &WebhookLease, webhook: &NoticeWebhook) -> Result<Step, Refusal> {
    let waiting = desk.store().waiting_notices(&lease.tenant, &lease.person, BATCH).await?;
    if waiting.is_empty() {
        return Ok(Step::NothingWaits);
    }
    let secrets = Secrets::open(desk, &lease.tenant, Use::Notices, &webhook.secrets)?;
    let link = match WebhookLink::open(desk.outgoing(), &webhook.address).await {
        Ok(link) => link,
        Err(fault) => return put_off(desk, lease, webhook, &fault).await,
    };
    let mut tried = webhook.clone();
    for notice in waiting {
        if let Err(fault) = send(desk, lease, &link, &secrets, &notice).await {
            return put_off(desk, lease, &tried, &fault).await;
        }
        if !desk.store().webhook_took(lease, &notice.notice, desk.now().plus(LEASE)).await? {
            return Ok(Step::Stop);
        }
        (tried.attempts, tried.first_try_at) = (0, None);
    }
    Ok(Step::Sent)
}

async fn send(
    desk: &Desk,
    lease: &WebhookLease,
    link: &WebhookLink,
    secrets: &Secrets,
    notice: &NoticeRow,
) -> Result<(), Fault> {
    let (now, id) = (desk.now(), id_of(&lease.tenant, &lease.person, &notice.notice));
    let body = notice_body(&id, notice.kind, notice.case.as_ref(), notice.at);
    link.send(&id, now.unix_seconds(), body, &secrets.signing(now)).await
}

/// What tells a notice from every other, of all people: a repeat has the same.
fn id_of(tenant: &TenantId, person: &PersonId, notice: &str) -> String {
    let hash = mint::sha256(format!("webhook\0{tenant}\0{person}\0{notice}").as_bytes());
    format!("ntc_{}", hex::encode(&hash[..16]))
}

/// Keeps that the webhook failed. Once it has for more than a day, what waits for as long is given up.
async fn put_off(
    desk: &Desk,
    lease: &WebhookLease,
    tried: &NoticeWebhook,
    fault: &Fault,
) -> Result<Step, Refusal> {
    let now = desk.now();
    let first_try_at = tried.first_try_at.unwrap_or(now);
    let next_try_at = now.plus(pause(tried.attempts.saturating_add(1)));
    let give_up_until = (now.since(first_try_at) >= GIVE_UP).then(|| now.minus(GIVE_UP));
    let put_off = WebhookPutOff { first_try_at, next_try_at, fault: fault.to_string(), give_up_until };
    let given_up = desk.store().put_webhook_off(lease, &put_off).await?;
    if given_up > 0 {
        let (tenant, person) = (&lease.tenant, &lease.person);
        tracing::warn!(%tenant, %person, given_up, "a webhook took no notice for more than a day");
    }
    Ok(Step::Stop)
}
