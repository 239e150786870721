//! Listing, reading and deleting evidence.

mod piece;
mod reading;
mod unpack;

pub use piece::{Label, Piece, label_category};
pub(crate) use reading::open;
pub use reading::{Reading, read_evidence};
pub(crate) use unpack::Lines;
#[cfg(test)]
pub(crate) use unpack::unpack;

use crate::caller::Caller;
use crate::commit::{Decided, Place};
use crate::deliveries::in_vault;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Action, CaseId, CollectionId, Command, DeleteCause, DiagnosticId, Moment, TenantId};
use std::collections::BTreeMap;
use store::{CollectionRow, RecordWrite};

/// A collection with the diagnostic that it came from, if it came from one.
#[derive(Clone, Debug)]
pub struct ShownEvidence {
    /// Its row.
    pub row: CollectionRow,
    /// The diagnostic.
    pub diagnostic: Option<DiagnosticId>,
}

/// The collections of a case, newest first.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn list_evidence(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
) -> Result<Vec<ShownEvidence>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let runs = desk.store().runs_of_case(&tenant, case).await?;
    let runs: BTreeMap<_, _> = runs.into_iter().map(|run| (run.run, run.diagnostic)).collect();
    let rows = desk.store().collections_of_case(&tenant, case).await?;
    let newest_first = rows.into_iter().rev();
    let diagnostic = |row: &CollectionRow| row.run.as_ref().and_then(|run| runs.get(run).cloned());
    Ok(newest_first.map(|row| ShownEvidence { diagnostic: diagnostic(&row), row }).collect())
}

/// One collection, without its content.
///
/// # Errors
/// [`Refusal::NotFound`] for a collection that is not the caller's.
pub async fn show_evidence(
    desk: &Desk,
    caller: &Caller,
    id: &CollectionId,
) -> Result<ShownEvidence, Refusal> {
    caller.may(Action::FollowCase)?;
    let (tenant, row) = find(desk, caller, id).await?;
    let run = match &row.run {
        Some(run) => desk.store().run(&tenant, run).await?,
        None => None,
    };
    Ok(ShownEvidence { diagnostic: run.map(|run| run.diagnostic), row })
}

async fn find(desk: &Desk, caller: &Caller, id: &CollectionId) -> Result<(TenantId, CollectionRow), Refusal> {
    let not_found = || Refusal::not_found("evidence", id);
    let case = mint::case_of(id.as_str()).ok_or_else(not_found)?;
    let tenant = desk.place_of(caller, &case).await.map_err(|_| not_found())?;
    let row = desk.store().collection(&tenant, id).await?.ok_or_else(not_found)?;
    Ok((tenant, row))
}

/// Destroys a collection before it is due: its key first, then its bytes; then the receipt.
///
/// # Errors
/// [`Refusal::NotFound`] for a collection that is not the caller's, [`Refusal::Destroyed`] if it is gone already.
pub async fn delete_evidence(desk: &Desk, caller: &Caller, id: &CollectionId) -> Result<Moment, Refusal> {
    caller.may(Action::DeleteEvidence)?;
    let (tenant, row) = find(desk, caller, id).await?;
    if row.deleted_at.is_some() {
        return Err(Refusal::Destroyed);
    }
    // A crash behind this leaves evidence that nobody can open and no receipt; deleting again writes it.
    in_vault(desk, &tenant, id, vault::Vault::destroy_collection).await?;
    let place = Place::of(tenant, caller, None);
    write_receipt(desk, place, row, DeleteCause::Asked, own_key(id)).await
}

/// Writes the receipt of a collection that was destroyed, and erases what was found in it.
pub(crate) async fn write_receipt(
    desk: &Desk,
    place: Place,
    row: CollectionRow,
    cause: DeleteCause,
    key: String,
) -> Result<Moment, Refusal> {
    // What the customer attached has no findings beside it.
    let (sequence, has_findings) = (row.stored_sequence, row.run.is_some());
    let fields = if has_findings { vec!["findings".to_owned()] } else { Vec::new() };
    let delete = Command::DeleteEvidence { collection: row.collection, cause, key };
    let erase = Command::ErasePersonalData { sequence, fields: fields.clone() };
    desk.commit(place, move |tenant, now| {
        let mut events = tenant.decide(&delete, now)?;
        if has_findings {
            events.extend(tenant.decide(&erase, now)?);
        }
        let erased = fields.iter().map(|field| RecordWrite::ErasePart { sequence, field: field.clone() });
        Ok(Decided::new(events, now).with_records(erased.collect()))
    })
    .await
}

/// What a receipt calls a collection's own key.
pub(crate) fn own_key(id: &CollectionId) -> String {
    format!("collection {id}")
}
