//! Where entries of an organisation's log are sent.

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::personal::checked;
use crate::refusal::Refusal;
use domain::{Action, Command, DestinationForm, DestinationId, Moment, Span, TenantId};
use serde::{Deserialize, Serialize};
use store::{DestinationRow, RecordWrite, UndeliveredRow};
use streams::{Outgoing, Secret, SyslogLink, WebhookLink};

/// How many destinations an organisation may have.
const DESTINATIONS_MAX: usize = 20;
/// How long the previous secret signs beside the new one.
const ROTATION: Span = Span::from_hours(24);
/// Binds sealed secrets to their use.
const SECRETS: &[u8] = b"destination";
/// The longest address, in characters.
const ADDRESS_MAX: usize = 2_000;
/// The longest text of certificates, in characters.
const AUTHORITIES_MAX: usize = 100_000;
/// How many entries that were given up are shown at a time.
const UNDELIVERED: u32 = 200;

/// A destination to add.
#[derive(Clone, Debug)]
pub struct NewDestination {
    /// How it is reached, and what it is sent.
    pub form: DestinationForm,
    /// An endpoint's `https` address, or a receiver's `HOST:PORT`.
    pub address: String,
    /// PEM of the authorities that vouch for a syslog receiver; the system's where there is none.
    pub authorities: Option<String>,
    /// The first entry to send; what comes from now on where there is none.
    pub from: Option<u64>,
}

/// A destination that was added.
#[derive(Clone, Serialize, Deserialize)]
pub struct MadeDestination {
    /// Its id.
    pub destination: DestinationId,
    /// The secret that a webhook's receiver checks signatures with; shown once.
    pub secret: Option<String>,
}

/// A secret that takes the place of another.
#[derive(Clone, Serialize, Deserialize)]
pub struct RenewedSecret {
    /// The new secret; shown once.
    pub secret: String,
    /// Until when the previous one signs beside it.
    pub previous_until: Moment,
}

/// A destination, and how far it is.
#[derive(Clone, Debug)]
pub struct ShownDestination {
    /// What is kept of it.
    pub row: DestinationRow,
    /// How many entries of the log wait.
    pub waiting: u64,
}

/// The secrets of a webhook, as they are kept sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Secrets {
    current: String,
    previous: Option<(String, Moment)>,
}

impl Secrets {
    /// Those that sign at `now`, the newest first.
    pub(crate) fn signing(&self, now: Moment) -> Vec<Secret> {
        let previous = self.previous.as_ref().filter(|(_, until)| *until > now).map(|(text, _)| text);
        [Some(&self.current), previous].into_iter().flatten().filter_map(|text| text.parse().ok()).collect()
    }

    pub(crate) fn open(desk: &Desk, tenant: &TenantId, sealed: &[u8]) -> Result<Self, Refusal> {
        let text = desk.vault().open_text(tenant.as_str(), sealed, SECRETS)?;
        serde_json::from_slice(&text).map_err(|why| Refusal::failed("read a webhook's secrets", &why))
    }

    fn seal(&self, desk: &Desk, tenant: &TenantId) -> Result<Vec<u8>, Refusal> {
        let text =
            serde_json::to_vec(self).map_err(|why| Refusal::failed("keep a webhook's secrets", &why))?;
        Ok(desk.vault().seal_text(tenant.as_str(), &text, SECRETS)?)
    }
}

/// The destinations of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_destinations(desk: &Desk, caller: &Caller) -> Result<Vec<ShownDestination>, Refusal> {
    caller.may(Action::ManageDestinations)?;
    let size = desk.store().head(&caller.tenant).await?.map_or(0, |head| head.size);
    let rows = desk.store().destinations(&caller.tenant).await?;
    Ok(rows
        .into_iter()
        .map(|row| ShownDestination { waiting: size.saturating_sub(row.kept.position), row })
        .collect())
}

/// Adds a destination. Where nothing else is said, the first entry that it gets says that it was added.
///
/// # Errors
/// [`Refusal::Invalid`] naming the field, for an address that makes no sense or that the installation does not allow.
pub async fn add_destination(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: NewDestination,
) -> Result<MadeDestination, Refusal> {
    caller.may(Action::ManageDestinations)?;
    let address = checked("address", &new.address, 1, ADDRESS_MAX)?.to_owned();
    check_address(desk, new.form, &address).await?;
    check_authorities(&new)?;
    let is_full = desk.store().destinations(&caller.tenant).await?.len() >= DESTINATIONS_MAX;
    let size = desk.store().head(&caller.tenant).await?.map_or(0, |head| head.size);
    let destination = mint::destination()?;
    let secret =
        new.form.is_webhook().then(mint::webhook_secret).transpose()?.map(|bytes| Secret::of(bytes).text());
    let sealed = secret.clone().map(|current| Secrets { current, previous: None }.seal(desk, &caller.tenant));
    let record = RecordWrite::PutDestination(store::NewDestination {
        destination: destination.clone(),
        form: new.form,
        address,
        secrets: sealed.transpose()?,
        authorities: new.authorities,
        position: new.from.unwrap_or(size).min(size),
    });
    let command = Command::AddDestination { destination: destination.clone(), form: new.form };
    desk.commit(own(caller, key), move |tenant, now| {
        // Asked here, so that a repeated request gets its first answer.
        if is_full {
            return Err(Refusal::invalid(
                "address",
                format!("there are {DESTINATIONS_MAX} destinations; remove one"),
            ));
        }
        let made = MadeDestination { destination: destination.clone(), secret: secret.clone() };
        Ok(Decided::new(tenant.decide(&command, now)?, made).with_records(vec![record.clone()]))
    })
    .await
}

async fn check_address(desk: &Desk, form: DestinationForm, address: &str) -> Result<(), Refusal> {
    let checked = if form.is_webhook() {
        WebhookLink::open(desk.outgoing(), address).await.map(drop)
    } else {
        match SyslogLink::check(address) {
            Ok((host, port)) => desk.outgoing().resolve(&host, port).await.map(drop),
            Err(fault) => Err(fault),
        }
    };
    checked.map_err(|fault| Refusal::invalid("address", fault))
}

fn check_authorities(new: &NewDestination) -> Result<(), Refusal> {
    let Some(pem) = &new.authorities else { return Ok(()) };
    if new.form.is_webhook() {
        let why = "webhooks trust the authorities of the system and those that the operator names";
        return Err(Refusal::invalid("authorities", why));
    }
    checked("authorities", pem, 1, AUTHORITIES_MAX)?;
    Outgoing::authorities(pem.as_bytes()).map(drop).map_err(|why| Refusal::invalid("authorities", why))
}

/// Gives a webhook a new secret; the previous one signs beside it for a day.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Invalid`] for a destination without a secret.
pub async fn renew_secret(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    destination: &DestinationId,
) -> Result<RenewedSecret, Refusal> {
    let row = known(desk, caller, destination).await?;
    let Some(sealed) = row.kept.secrets else {
        return Err(Refusal::invalid("destination", "it has no secret: its receiver takes no webhooks"));
    };
    let previous_until = desk.now().plus(ROTATION);
    let previous = Some((Secrets::open(desk, &caller.tenant, &sealed)?.current, previous_until));
    let secret = Secret::of(mint::webhook_secret()?).text();
    let secrets = Secrets { current: secret.clone(), previous }.seal(desk, &caller.tenant)?;
    let record = RecordWrite::PutDestinationSecrets { destination: destination.clone(), secrets };
    change(desk, caller, key, destination, record, RenewedSecret { secret, previous_until }).await
}

/// Sends again what was given up, or everything from a place in the log on. Each message keeps its id.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn replay_destination(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    destination: &DestinationId,
    from: Option<u64>,
) -> Result<Moment, Refusal> {
    known(desk, caller, destination).await?;
    let record = RecordWrite::ReplayDestination { destination: destination.clone(), from };
    change(desk, caller, key, destination, record, desk.now()).await
}

async fn change<R>(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    destination: &DestinationId,
    record: RecordWrite,
    answer: R,
) -> Result<R, Refusal>
where
    R: Clone + Serialize + serde::de::DeserializeOwned + Send + 'static,
{
    let command = Command::ChangeDestination { destination: destination.clone() };
    desk.commit(own(caller, key), move |tenant, now| {
        Ok(Decided::new(tenant.decide(&command, now)?, answer.clone()).with_records(vec![record.clone()]))
    })
    .await
}

/// The entries that were given up for a destination, oldest first, from sequence `from`.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn list_undelivered(
    desk: &Desk,
    caller: &Caller,
    destination: &DestinationId,
    from: u64,
) -> Result<Vec<UndeliveredRow>, Refusal> {
    known(desk, caller, destination).await?;
    Ok(desk.store().undelivered(&caller.tenant, destination, from, UNDELIVERED).await?)
}

/// Sends a destination nothing more. What it missed is forgotten; the log has it.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn remove_destination(
    desk: &Desk,
    caller: &Caller,
    destination: &DestinationId,
) -> Result<Moment, Refusal> {
    known(desk, caller, destination).await?;
    let record = RecordWrite::RemoveDestination { destination: destination.clone() };
    let command = Command::RemoveDestination { destination: destination.clone() };
    desk.commit(own(caller, None), move |tenant, now| {
        Ok(Decided::new(tenant.decide(&command, now)?, now).with_records(vec![record.clone()]))
    })
    .await
}

async fn known(desk: &Desk, caller: &Caller, destination: &DestinationId) -> Result<DestinationRow, Refusal> {
    caller.may(Action::ManageDestinations)?;
    let row = desk.store().destination(&caller.tenant, destination).await?;
    row.ok_or_else(|| Refusal::not_found("destination", destination))
}

fn own(caller: &Caller, key: Option<&RequestKey>) -> Place {
    Place::of(caller.tenant.clone(), caller, key)
}
