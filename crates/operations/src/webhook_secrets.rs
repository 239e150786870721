//! The secrets with which webhooks are signed, kept sealed.

use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Moment, Span, TenantId};
use serde::{Deserialize, Serialize};
use streams::Secret;

/// How long the previous secret signs beside the new one.
const ROTATION: Span = Span::from_hours(24);

/// What secrets are for: sealed ones can be opened for that alone.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Use {
    /// A destination of the log.
    Destination,
    /// A person's notices.
    Notices,
}

impl Use {
    const fn bound(self) -> &'static [u8] {
        match self {
            Self::Destination => b"destination",
            Self::Notices => b"notices",
        }
    }
}

/// A secret that takes the place of another.
#[derive(Clone, Serialize, Deserialize)]
pub struct RenewedSecret {
    /// The new secret; shown once.
    pub secret: String,
    /// Until when the previous one signs beside it.
    pub previous_until: Moment,
}

/// The secrets of a webhook.
#[derive(Serialize, Deserialize)]
pub(crate) struct Secrets {
    current: String,
    previous: Option<(String, Moment)>,
}

impl Secrets {
    /// A first secret.
    pub(crate) fn make() -> Result<Self, Refusal> {
        Ok(Self { current: Secret::of(mint::webhook_secret()?).text(), previous: None })
    }

    /// The one that its receiver is told.
    pub(crate) fn current(&self) -> &str {
        &self.current
    }

    /// A new secret, beside which this one signs for a while.
    pub(crate) fn renewed(self, now: Moment) -> Result<(Self, RenewedSecret), Refusal> {
        let previous_until = now.plus(ROTATION);
        let previous = Some((self.current, previous_until));
        let secrets = Self { previous, ..Self::make()? };
        let renewed = RenewedSecret { secret: secrets.current.clone(), previous_until };
        Ok((secrets, renewed))
    }

    /// Those that sign at `now`, the newest first.
    pub(crate) fn signing(&self, now: Moment) -> Vec<Secret> {
        let previous = self.previous.as_ref().filter(|(_, until)| *until > now).map(|(text, _)| text);
        [Some(&self.current), previous].into_iter().flatten().filter_map(|text| text.parse().ok()).collect()
    }

    pub(crate) fn open(desk: &Desk, tenant: &TenantId, of: Use, sealed: &[u8]) -> Result<Self, Refusal> {
        let text = desk.vault().open_text(tenant.as_str(), sealed, of.bound())?;
        serde_json::from_slice(&text).map_err(|why| Refusal::failed("read a webhook's secrets", &why))
    }

    pub(crate) fn seal(&self, desk: &Desk, tenant: &TenantId, of: Use) -> Result<Vec<u8>, Refusal> {
        let text =
            serde_json::to_vec(self).map_err(|why| Refusal::failed("keep a webhook's secrets", &why))?;
        Ok(desk.vault().seal_text(tenant.as_str(), &text, of.bound())?)
    }
}
