//! What people are told: in the desk, by mail and by webhook, each as they chose.

mod addresses;
mod mailing;
mod news;
mod telling;
mod webhook;

pub use addresses::{ask_to_confirm_again, confirm_address};
pub use mailing::Postman;
pub use telling::Teller;
pub use webhook::{notice_webhook, remove_notice_webhook, renew_notice_webhook, set_notice_webhook};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Moment, NoticeKind};
use store::{MailAddress, NoticeChoice, NoticeRow};

/// How many notices are listed: the latest.
const LISTED: u32 = 200;

/// How somebody wants to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeSettings {
    /// Where mails go, and in which language; none for no mail.
    pub mail: Option<MailAddress>,
    /// By kind, where it is told.
    pub choices: Vec<NoticeChoice>,
}

/// What the caller was told in the desk, the latest first.
///
/// # Errors
/// If the database fails.
pub async fn list_notices(desk: &Desk, caller: &Caller) -> Result<Vec<NoticeRow>, Refusal> {
    Ok(desk.store().notices(&caller.tenant, &caller.person, LISTED).await?)
}

/// Keeps that the caller read what happened up to `up_to`.
///
/// # Errors
/// If the database fails.
pub async fn read_notices(desk: &Desk, caller: &Caller, up_to: Moment) -> Result<Moment, Refusal> {
    let now = desk.now();
    desk.store().read_notices(&caller.tenant, &caller.person, up_to, now).await?;
    Ok(now)
}

/// How the caller wants to be told: every kind, as chosen or by default.
///
/// # Errors
/// If the database fails.
pub async fn notice_settings(desk: &Desk, caller: &Caller) -> Result<NoticeSettings, Refusal> {
    let addresses = desk.store().mail_addresses(&caller.tenant).await?;
    let mail = addresses.into_iter().find(|(person, _)| *person == caller.person).map(|(_, address)| address);
    let chosen = desk.store().notice_choices(&caller.tenant).await?;
    let own = |kind: NoticeKind| {
        let found = chosen.iter().find(|(person, choice)| *person == caller.person && choice.kind == kind);
        found.map_or_else(|| default(kind), |(_, choice)| *choice)
    };
    Ok(NoticeSettings { mail, choices: NoticeKind::ALL.iter().map(|kind| own(*kind)).collect() })
}

/// Everything is told in the desk, and by mail and webhook to those who left an address.
const fn default(kind: NoticeKind) -> NoticeChoice {
    NoticeChoice { kind, in_desk: true, by_mail: true, by_webhook: true }
}

/// Replaces how the caller wants to be told. Kinds that are not named are told as by default. An address that is new gets
/// one mail, with a code by which the caller proves that it is theirs, and no other before.
///
/// # Errors
/// [`Refusal::Invalid`] naming the field.
pub async fn set_notice_settings(
    desk: &Desk,
    caller: &Caller,
    settings: NoticeSettings,
) -> Result<Moment, Refusal> {
    let NoticeSettings { mail, choices } = settings;
    let is_twice =
        |at: usize, kind| choices.iter().skip(at + 1).any(|other: &NoticeChoice| other.kind == kind);
    if let Some((_, twice)) = choices.iter().enumerate().find(|(at, choice)| is_twice(*at, choice.kind)) {
        return Err(Refusal::invalid("choices", format!("`{}` is there twice", twice.kind)));
    }
    let own = notice_settings(desk, caller).await?.mail;
    let change = addresses::change(desk, caller, mail.as_ref(), own.as_ref()).await?;
    desk.store().put_notice_settings(&caller.tenant, &caller.person, &change, &choices).await?;
    Ok(desk.now())
}
