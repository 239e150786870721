//! Reading the log, and exporting it.

mod export;
mod proofs;
mod search;
mod tree;

pub use export::Export;
pub(crate) use proofs::consistency;
pub use proofs::{ProvenEvent, ProvenGrowth, ReceiptOf, prove_event, prove_growth, receipt};
pub use search::{ByWhom, FoundEvents, LogSearch, OfKind, search_log};
pub use tree::{LogTile, log_checkpoint, log_tile};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::personal::name_of;
use crate::refusal::Refusal;
use domain::{Action, Actor, CaseId, Event, Moment, Record, Side, Span, TenantId};
use ledger::{Checkpoint, VerifierKey};
use std::collections::HashMap;
use std::io::Write;
use store::{CheckpointRow, EventList, StoredEvent};

/// How many events of a history are read at a time.
const HISTORY_EVENTS: u32 = 500;

/// One entry of the log, with the name behind its actor where that is known.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was recorded.
    pub record: Record,
    /// Who caused it, by name.
    pub name: Option<String>,
    /// Whom it is about, by name, where it names somebody.
    pub about: Option<String>,
}

/// The caller's organisation's log from `from` on.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn read_audit(desk: &Desk, caller: &Caller, from: u64, limit: u32) -> Result<Vec<Entry>, Refusal> {
    may_read(caller)?;
    let events = desk.store().events(&caller.tenant, from, limit).await?;
    named(desk, &caller.tenant, events).await
}

/// How many events the log of the caller's organisation holds.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn log_size(desk: &Desk, caller: &Caller) -> Result<u64, Refusal> {
    may_read(caller)?;
    Ok(desk.store().head(&caller.tenant).await?.map_or(0, |head| head.size))
}

pub(crate) fn may_read(caller: &Caller) -> Result<(), Refusal> {
    match caller.side {
        Side::Customer => caller.may(Action::ReadAudit),
        Side::Vendor => caller.may(Action::ReadVendorAudit),
    }
}

/// The events of a case from `from` on.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn read_case_events(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
    from: u64,
    limit: u32,
) -> Result<Vec<Entry>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let events = desk.store().events_of_case(&tenant, case, from, limit).await?;
    named(desk, &tenant, events).await
}

/// The last `limit` events of a case before sequence `before`, latest first.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn read_latest_of_case(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
    before: u64,
    limit: u32,
) -> Result<Vec<Entry>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let events = desk.store().latest_of_case(&tenant, case, 0..before, limit).await?;
    named(desk, &tenant, events).await
}

/// The last `limit` events of these kinds, by their words, of a case before sequence `before`, latest first.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn read_latest_of_kinds(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
    kinds: &[&str],
    before: u64,
    limit: u32,
) -> Result<Vec<Entry>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let mut places = Vec::new();
    for kind in kinds {
        let list = EventList::OfCaseAndKind(case.clone(), (*kind).to_owned());
        let listed = desk.store().list_events(&tenant, &list, 0..before, limit).await?;
        places.extend(listed.into_iter().map(|event| event.sequence));
    }
    places.sort_unstable_by(|one, other| other.cmp(one));
    places.truncate(limit as usize);
    named(desk, &tenant, desk.store().events_at(&tenant, &places).await?).await
}

/// All events of a case from `from` on.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn read_case_history(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
    mut from: u64,
) -> Result<Vec<Entry>, Refusal> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let read = read_case_events(desk, caller, case, from, HISTORY_EVENTS).await?;
        let is_last = read.len() < HISTORY_EVENTS as usize;
        entries.extend(read);
        match entries.last() {
            Some(last) if !is_last => from = last.record.sequence + 1,
            _ => return Ok(entries),
        }
    }
}

pub(crate) async fn named(
    desk: &Desk,
    tenant: &TenantId,
    events: Vec<StoredEvent>,
) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::with_capacity(events.len());
    // Few people cause many events.
    let mut names: HashMap<Actor, Option<String>> = HashMap::new();
    for StoredEvent { record, .. } in events {
        let about = whom(desk, tenant, &record.event);
        for somebody in std::iter::once(&record.by).chain(&about) {
            if !names.contains_key(somebody) {
                names.insert(somebody.clone(), name_of(desk, tenant, somebody).await?);
            }
        }
        let name = names.get(&record.by).cloned().flatten();
        let about = about.and_then(|somebody| names.get(&somebody).cloned().flatten());
        entries.push(Entry { record, name, about });
    }
    Ok(entries)
}

/// Whom an event is about, if it names somebody.
fn whom(desk: &Desk, tenant: &TenantId, event: &Event) -> Option<Actor> {
    match event {
        Event::CaseAssigned { engineer, .. } => Some(Actor::Vendor(engineer.clone())),
        Event::PersonAdded { person, .. }
        | Event::PersonChanged { person, .. }
        | Event::PersonRemoved { person }
        | Event::PersonInvited { person, .. }
        | Event::TokenIssued { person, .. }
        | Event::SignInKeyEnrolled { person, .. } => {
            let is_vendors = tenant == desk.support_tenant();
            Some(if is_vendors { Actor::Vendor(person.clone()) } else { Actor::Person(person.clone()) })
        }
        _ => None,
    }
}

/// Listens to what is appended to a case's log, with the tenant that it stands in.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn follow_case(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
) -> Result<tokio::sync::broadcast::Receiver<crate::watch::Appended>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    Ok(desk.watchers().listen(&tenant))
}

/// The key with which this tenant's checkpoints are checked.
///
/// # Errors
/// If the tenant's id cannot name a log.
pub fn log_key(desk: &Desk, tenant: &TenantId) -> Result<VerifierKey, Refusal> {
    let origin = desk.log_key().origin(tenant.as_str());
    let origin = origin.map_err(|why| Refusal::failed("name the log", &why))?;
    Ok(desk.log_key().verifier_key(&origin))
}

/// The statements that the key of all logs was changed, signed notes, oldest first.
pub fn log_rotations(desk: &Desk) -> &[String] {
    &desk.log_settings().rotations
}

/// Signs what the log holds now, if the key of today signed no checkpoint of it yet. Gives the size that is signed.
///
/// # Errors
/// If the database fails.
pub async fn seal_checkpoint(desk: &Desk, tenant: &TenantId) -> Result<u64, Refusal> {
    seal(desk, tenant, |row, key| ledger::open(&row.note, std::slice::from_ref(key)).is_ok()).await
}

/// Signs what the log holds now once more, if that was not done after `since`: a log that stands still proves that it does.
pub(crate) async fn seal_again(desk: &Desk, tenant: &TenantId, since: Moment) -> Result<u64, Refusal> {
    seal(desk, tenant, |row, _| row.at > since).await
}

/// Signs what the log holds now, unless the newest checkpoint is of that size and is enough.
async fn seal(
    desk: &Desk,
    tenant: &TenantId,
    is_enough: impl Fn(&CheckpointRow, &VerifierKey) -> bool,
) -> Result<u64, Refusal> {
    let head = desk.store().head(tenant).await?.ok_or_else(|| Refusal::not_found("tenant", tenant))?;
    let newest = desk.store().latest_checkpoints(tenant, 1).await?.into_iter().next();
    let key = log_key(desk, tenant)?;
    if newest.as_ref().is_some_and(|row| row.size == head.size && is_enough(row, &key)) {
        return Ok(head.size);
    }
    // Of one size, a later checkpoint is told from the one before by its time.
    let after = newest.map_or(head.last_at, |row| row.at.plus(Span::from_micros(1)));
    let at = desk.now().max(head.last_at).max(after);
    let checkpoint = Checkpoint {
        origin: key.origin().clone(),
        size: head.size,
        root: ledger::RootHash(head.root),
        time: at.to_string(),
    };
    let note = ledger::seal(&checkpoint, desk.log_key())
        .map_err(|why| Refusal::failed("seal a checkpoint", &why))?;
    desk.store().put_checkpoint(tenant, &CheckpointRow { size: head.size, note, at }).await?;
    desk.witnessing().sealed(tenant);
    Ok(head.size)
}

/// The caller's organisation's whole log as an export file, up to a checkpoint sealed now.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn export(desk: &Desk, caller: &Caller) -> Result<Export, Refusal> {
    may_read(caller)?;
    Export::begin(desk, &caller.tenant).await
}

/// Writes a tenant's whole log: for somebody who stands at the machine.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Failed`] if the output cannot be written.
pub async fn export_tenant<W: Write + Send>(
    desk: &Desk,
    tenant: &TenantId,
    mut output: W,
) -> Result<W, Refusal> {
    let mut export = Export::begin(desk, tenant).await?;
    while let Some(lines) = export.next().await? {
        output.write_all(&lines).map_err(|why| Refusal::failed("write an export", &why))?;
    }
    Ok(output)
}
