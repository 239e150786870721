//! Reading the log, and exporting it.

use crate::caller::Caller;
use crate::cases::name_of;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, CaseId, Record, Side, TenantId};
use ledger::{Checkpoint, ExportWriter, Header, Part, Salt, VerifierKey};
use std::io::Write;
use store::{CheckpointRow, StoredEvent};

/// One entry of the log, with the name behind its actor where that is known.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was recorded.
    pub record: Record,
    /// Who caused it, by name.
    pub name: Option<String>,
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

fn may_read(caller: &Caller) -> Result<(), Refusal> {
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

async fn named(desk: &Desk, tenant: &TenantId, events: Vec<StoredEvent>) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::with_capacity(events.len());
    for StoredEvent { record, .. } in events {
        let name = name_of(desk, tenant, &record.by).await?;
        entries.push(Entry { record, name });
    }
    Ok(entries)
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

/// Signs what the log holds now, if there is no checkpoint of it yet. Gives the size that is signed.
///
/// # Errors
/// If the database fails.
pub async fn seal_checkpoint(desk: &Desk, tenant: &TenantId) -> Result<u64, Refusal> {
    let head = desk.store().head(tenant).await?.ok_or_else(|| Refusal::not_found("tenant", tenant))?;
    let at = desk.now().max(head.last_at);
    let checkpoint = Checkpoint {
        origin: log_key(desk, tenant)?.origin().clone(),
        size: head.size,
        root: ledger::RootHash(head.root),
        time: at.to_string(),
    };
    let note = ledger::seal(&checkpoint, desk.log_key())
        .map_err(|why| Refusal::failed("seal a checkpoint", &why))?;
    desk.store().put_checkpoint(tenant, &CheckpointRow { size: head.size, note, at }).await?;
    Ok(head.size)
}

/// Writes the caller's organisation's whole log as an export file, up to a checkpoint sealed now.
///
/// # Errors
/// [`Refusal::NotAllowed`], or [`Refusal::Failed`] if the output cannot be written.
pub async fn export<W: Write + Send>(desk: &Desk, caller: &Caller, output: W) -> Result<W, Refusal> {
    may_read(caller)?;
    export_tenant(desk, &caller.tenant, output).await
}

/// Writes a tenant's whole log: for somebody who stands at the machine.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Failed`] if the output cannot be written.
pub async fn export_tenant<W: Write + Send>(desk: &Desk, tenant: &TenantId, output: W) -> Result<W, Refusal> {
    let size = seal_checkpoint(desk, tenant).await?;
    let key = log_key(desk, tenant)?;
    let checkpoints = desk.store().checkpoints(tenant).await?;
    let mut checkpoints = checkpoints.into_iter().filter(|checkpoint| checkpoint.size <= size).peekable();
    let header = Header { tenant: tenant.to_string(), origin: key.origin().clone(), events: size };
    let failed = |why| Refusal::failed("write an export", &why);
    let mut writer = ExportWriter::new(output, &header, &key).map_err(failed)?;
    let mut from = 0;
    while from < size {
        let limit = u32::try_from(size - from).unwrap_or(u32::MAX).min(500);
        let events = desk.store().events(tenant, from, limit).await?;
        let Some(last) = events.last() else { break };
        let until = last.sequence + 1;
        let parts = desk.store().parts(tenant, from..until).await?;
        for event in &events {
            let own = parts.iter().filter(|part| part.sequence == event.sequence);
            let own: Result<Vec<Part>, Refusal> = own
                .map(|part| {
                    let value = desk.open_part(tenant, &part.field, &part.sealed)?;
                    Ok(Part { field: part.field.clone(), salt: Salt(part.salt), value })
                })
                .collect();
            writer.event(event.sequence, event.leaf.as_bytes(), &own?).map_err(failed)?;
            while let Some(checkpoint) =
                checkpoints.next_if(|checkpoint| checkpoint.size == event.sequence + 1)
            {
                writer.checkpoint(&checkpoint.note).map_err(failed)?;
            }
        }
        from = until;
    }
    writer.finish().map_err(failed)
}
