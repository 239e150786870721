//! Sends the mails that are due.

use super::addresses;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Moment, Span, TenantId};
use std::collections::BTreeSet;
use store::{CONFIRMING, MailPutOff, MailRow};
use streams::{ConfirmText, Mail, MailBody, MailLink, MailText};

/// How long a mail may be under way before another replica takes it for lost and sends it again.
const TAKEN: Span = Span::from_seconds(120);
/// The pauses behind the first attempts, in seconds; then the last is repeated.
const PAUSES: [u32; 5] = [30, 120, 600, 1_800, 3_600];
/// How long notices wait for an address to be confirmed before it is looked at again.
const UNCONFIRMED: Span = Span::from_hours(1);
/// How long a mail is tried before it is given up.
const GIVE_UP: Span = Span::from_days(3);

/// Sends the mails of an installation. Each replica may have one.
pub struct Postman {
    desk: Desk,
    link: MailLink,
    /// Tells this sender from others.
    holder: String,
}

impl Postman {
    /// Sends through this link.
    ///
    /// # Errors
    /// [`Refusal::Failed`] if the system has no randomness to give.
    pub fn new(desk: Desk, link: MailLink) -> Result<Self, Refusal> {
        Ok(Self { desk, link, holder: mint::nonce()? })
    }

    /// Sends what is due.
    ///
    /// # Errors
    /// The first trouble with the database.
    pub async fn round(&self) -> Result<(), Refusal> {
        let tenants = self.desk.store().tenants().await?;
        self.round_for(&tenants.into_iter().collect()).await
    }

    /// Sends what is due for some tenants.
    ///
    /// # Errors
    /// The first trouble with the database.
    pub async fn round_for(&self, tenants: &BTreeSet<TenantId>) -> Result<(), Refusal> {
        for tenant in tenants {
            loop {
                // Each mail that was tried is due no more, or later: this ends.
                let due = self.desk.store().due_mails(tenant, &self.holder, self.desk.now()).await?;
                if due.is_empty() {
                    break;
                }
                for mail in due {
                    self.send(tenant, &mail).await?;
                }
            }
        }
        Ok(())
    }

    async fn send(&self, tenant: &TenantId, mail: &MailRow) -> Result<(), Refusal> {
        let (store, now) = (self.desk.store(), self.desk.now());
        if !store.take_mail(tenant, mail, &self.holder, now, now.plus(TAKEN)).await? {
            return Ok(());
        }
        let sent = match self.text(tenant, mail).await? {
            Ok((to, text)) => self.link.send(&Mail { id: id_of(tenant, mail), to, text }).await,
            Err(put_off) => {
                let is_old = is_old(mail, now);
                let next_try_at = put_off.next_try_at.filter(|_| !is_old);
                return Ok(store.put_mail_off(tenant, mail, &MailPutOff { next_try_at, ..put_off }).await?);
            }
        };
        match sent {
            Ok(()) => Ok(store.mail_sent(tenant, mail).await?),
            Err(fault) => {
                let is_old = is_old(mail, now);
                let place = usize::try_from(mail.attempts).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
                let pause = Span::from_seconds(PAUSES.get(place).copied().unwrap_or_default());
                let next_try_at = (!is_old).then(|| now.plus(pause));
                tracing::warn!(%tenant, %fault, is_given_up = is_old, "a mail could not be sent");
                Ok(store
                    .put_mail_off(tenant, mail, &MailPutOff { next_try_at, fault: fault.to_string() })
                    .await?)
            }
        }
    }

    /// To which address a mail goes, and what it says; or until when it waits, and why.
    async fn text(
        &self,
        tenant: &TenantId,
        mail: &MailRow,
    ) -> Result<Result<(String, MailBody), MailPutOff>, Refusal> {
        let store = self.desk.store();
        let addresses = store.mail_addresses(tenant).await?;
        let to = addresses.into_iter().find(|(person, _)| *person == mail.person).map(|(_, to)| to);
        let never = |fault: &str| Ok(Err(MailPutOff { next_try_at: None, fault: fault.to_owned() }));
        let Some(to) = to else { return never("there is no address any more") };
        let language = to.language;
        if mail.mail.starts_with(CONFIRMING) {
            let code = addresses::code_of(&self.desk, tenant, &mail.person, &mail.mail).await?;
            let Some(code) = code else { return never("nobody waits for this code any more") };
            return Ok(Ok((to.address, MailBody::Confirm(ConfirmText { code, language }))));
        }
        if !to.is_confirmed {
            let next_try_at = Some(self.desk.now().plus(UNCONFIRMED));
            return Ok(Err(MailPutOff { next_try_at, fault: "the address is not confirmed".to_owned() }));
        }
        let lines = store.mail_lines(tenant, &mail.person, &mail.mail).await?;
        let lines = lines.into_iter().map(|line| (line.kind, line.case, line.at)).collect();
        Ok(Ok((to.address, MailBody::Notices(MailText { lines, language }))))
    }
}

/// What tells a mail from every other, of all people: a repeat has the same.
fn id_of(tenant: &TenantId, mail: &MailRow) -> String {
    let name = mint::sha256(format!("{tenant}\0{}\0{}", mail.person, mail.mail).as_bytes());
    hex::encode(&name[..16])
}

fn is_old(mail: &MailRow, now: Moment) -> bool {
    mail.first_try_at.is_some_and(|first| now.since(first) >= GIVE_UP)
}
