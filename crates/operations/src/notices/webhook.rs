//! The webhook that somebody leaves for their notices.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::personal::checked;
use crate::refusal::Refusal;
use crate::webhook_secrets::{RenewedSecret, Secrets, Use};
use domain::{Action, Moment};
use store::NoticeWebhook;
use streams::WebhookLink;

/// The longest address, in characters.
const ADDRESS_CHARS_MAX: usize = 2_000;

/// The caller's webhook, if they left one.
///
/// # Errors
/// [`Refusal::NotAllowed`] to who has nothing to be told of.
pub async fn notice_webhook(desk: &Desk, caller: &Caller) -> Result<Option<NoticeWebhook>, Refusal> {
    caller.may(Action::SeeAccess)?;
    Ok(desk.store().notice_webhook(&caller.tenant, &caller.person).await?)
}

/// Leaves a webhook for the caller's notices, in place of one they left before. The answer is the secret that its
/// receiver checks signatures with; it is shown this once.
///
/// # Errors
/// [`Refusal::Invalid`] for an address that makes no sense or that the installation does not allow.
pub async fn set_notice_webhook(desk: &Desk, caller: &Caller, address: &str) -> Result<String, Refusal> {
    caller.may(Action::SeeAccess)?;
    let address = checked("address", address, 1, ADDRESS_CHARS_MAX)?;
    WebhookLink::check(desk.outgoing(), address)
        .map_err(|_| Refusal::fault("address", Fault::NoWebhookAddress))?;
    WebhookLink::open(desk.outgoing(), address)
        .await
        .map_err(|_| Refusal::fault("address", Fault::WebhookOutOfReach))?;
    let secrets = Secrets::make()?;
    let sealed = secrets.seal(desk, &caller.tenant, Use::Notices)?;
    desk.store().put_notice_webhook(&caller.tenant, &caller.person, address, &sealed).await?;
    Ok(secrets.current().to_owned())
}

/// Gives the caller's webhook a new secret; the previous one signs beside it for a day.
///
/// # Errors
/// [`Refusal::NotFound`] if the caller left none.
pub async fn renew_notice_webhook(desk: &Desk, caller: &Caller) -> Result<RenewedSecret, Refusal> {
    let Some(kept) = notice_webhook(desk, caller).await? else {
        return Err(Refusal::not_found("webhook of yours", &"notices"));
    };
    let secrets = Secrets::open(desk, &caller.tenant, Use::Notices, &kept.secrets)?;
    let (secrets, renewed) = secrets.renewed(desk.now())?;
    let sealed = secrets.seal(desk, &caller.tenant, Use::Notices)?;
    desk.store().put_notice_webhook_secrets(&caller.tenant, &caller.person, &sealed).await?;
    Ok(renewed)
}

/// Takes the caller's webhook back. What waits for it is told by the other ways alone.
///
/// # Errors
/// If the database fails.
pub async fn remove_notice_webhook(desk: &Desk, caller: &Caller) -> Result<Moment, Refusal> {
    caller.may(Action::SeeAccess)?;
    desk.store().remove_notice_webhook(&caller.tenant, &caller.person).await?;
    Ok(desk.now())
}
