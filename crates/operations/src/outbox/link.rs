//! The link to a destination, of whichever form.

use super::entries;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::webhook_secrets::{Secrets, Use};
use domain::{DestinationForm, TenantId};
use store::DestinationRow;
use streams::{
    Entry, Fault, Outgoing, Payload, SyslogLink, WebhookLink, framed, message, webhook_body,
    webhook_ocsf_body,
};

/// How many webhooks are sent before their link is opened anew, so that a name that moved is followed.
const WEBHOOKS: u32 = 50;
/// How many messages share a connection to a syslog receiver.
const MESSAGES: u32 = 500;

/// A link that was opened.
pub(super) enum Link {
    Webhook { link: WebhookLink, secrets: Secrets, form: DestinationForm },
    Syslog { link: SyslogLink, tenant: TenantId, host: String, payload: Payload },
}

impl Link {
    /// Opens the link; a fault is the receiver's, an error the desk's.
    pub(super) async fn open(
        desk: &Desk,
        tenant: &TenantId,
        row: &DestinationRow,
    ) -> Result<Result<Self, Fault>, Refusal> {
        let (kept, outgoing) = (&row.kept, desk.outgoing());
        let payload = match kept.form {
            form @ (DestinationForm::Webhook | DestinationForm::WebhookOcsf) => {
                let secrets = Secrets::open(
                    desk,
                    tenant,
                    Use::Destination,
                    kept.secrets.as_deref().unwrap_or_default(),
                )?;
                let opened = WebhookLink::open(outgoing, &kept.address).await;
                return Ok(opened.map(|link| Self::Webhook { link, secrets, form }));
            }
            DestinationForm::Syslog => Payload::Facts,
            DestinationForm::SyslogCef => Payload::Cef,
            DestinationForm::SyslogOcsf => Payload::Ocsf,
        };
        let pem = kept.authorities.as_deref().map(|pem| Outgoing::authorities(pem.as_bytes())).transpose();
        let authorities = pem.map_err(|why| Refusal::failed("read a destination's authorities", &why))?;
        let opened = SyslogLink::open(outgoing, &kept.address, &authorities.unwrap_or_default()).await;
        let origin = crate::audit::log_key(desk, tenant)?.origin().to_string();
        let host = origin.split('/').next().unwrap_or_default().to_owned();
        Ok(opened.map(|link| Self::Syslog { link, tenant: tenant.clone(), host, payload }))
    }

    /// How many entries are read at a time.
    pub(super) const fn batch(form: DestinationForm) -> u32 {
        if form.is_webhook() { WEBHOOKS } else { MESSAGES }
    }

    /// How many entries are one delivery.
    pub(super) const fn at_once(&self) -> usize {
        match self {
            Self::Webhook { .. } => 1,
            Self::Syslog { .. } => MESSAGES as usize,
        }
    }

    /// Sends entries, all of them or, as far as anybody can tell, none.
    pub(super) async fn send(&self, desk: &Desk, part: &[Entry]) -> Result<(), Fault> {
        match self {
            Self::Webhook { link, secrets, form } => {
                let now = desk.now();
                for entry in part {
                    let body = match form {
                        DestinationForm::WebhookOcsf => webhook_ocsf_body(entry),
                        _ => webhook_body(entry),
                    };
                    link.send(entry.id.as_str(), now.unix_seconds(), body, &secrets.signing(now)).await?;
                }
                Ok(())
            }
            Self::Syslog { link, tenant, host, payload } => {
                // A message without a name is better than none.
                let named = entries::named(desk, tenant, part.to_vec()).await;
                let entries = named.unwrap_or_else(|_| part.to_vec());
                let frames: Vec<u8> =
                    entries.iter().flat_map(|entry| framed(&message(entry, host, *payload))).collect();
                link.send(&frames).await
            }
        }
    }
}
