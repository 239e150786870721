//! Where entries of an organisation's log are sent.

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::personal::checked;
use crate::refusal::Refusal;
use crate::webhook_secrets::{RenewedSecret, Secrets, Use};
use domain::{Action, Command, DestinationForm, DestinationId, Moment};
use serde::{Deserialize, Serialize};
use store::{DestinationRow, RecordWrite, UndeliveredRow};
use streams::{Outgoing, SyslogLink, WebhookLink};

/// How many destinations an organisation may have.
const DESTINATIONS_MAX: usize = 20;
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

/// A destination, and how far it is.
#[derive(Clone, Debug)]
pub struct ShownDestination {
    /// What is kept of it.
    pub row: DestinationRow,
    /// How many entries of the log wait.
    pub waiting: u64,
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
    let made = new.form.is_webhook().then(Secrets::make).transpose()?;
    let secret = made.as_ref().map(|made| made.current().to_owned());
    let sealed = made.map(|made| made.seal(desk, &caller.tenant, Use::Destination));
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
    let secrets = Secrets::open(desk, &caller.tenant, Use::Destination, &sealed)?;
    let (secrets, renewed) = secrets.renewed(desk.now())?;
    let secrets = secrets.seal(desk, &caller.tenant, Use::Destination)?;
    let record = RecordWrite::PutDestinationSecrets { destination: destination.clone(), secrets };
    change(desk, caller, key, destination, record, renewed).await
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
