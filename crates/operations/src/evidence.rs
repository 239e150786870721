//! Listing, reading and deleting evidence.

mod unpack;

use crate::caller::Caller;
use crate::commit::{Decided, Place};
use crate::deliveries::in_vault;
use crate::desk::Desk;
use crate::mint;
use crate::reads::Read;
use crate::refusal::Refusal;
use domain::{
    Action, ByteRange, CaseId, Categories, Category, CollectionId, Command, DeleteCause, DiagnosticId,
    Moment, TenantId,
};
use std::collections::BTreeMap;
use std::io::BufRead as _;
use store::{CollectionRow, RecordWrite};
use unpack::{Lines, unpack};

/// How many bytes of evidence are opened before they are masked, recorded and handed on.
const BATCH_BYTES: usize = 1 << 20;

/// The longest piece inside a collection; a longer line is damage.
const PIECE_BYTES_MAX: u64 = 4 << 20;

/// A labelled span of a piece.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// Where it starts, in bytes of the piece's text.
    pub start: usize,
    /// Where it ends, half open.
    pub end: usize,
    /// The category's word.
    pub category: String,
    /// The entity's word.
    pub entity: String,
    /// Whether the text is a pseudonym or a mask instead of the value.
    pub masked: bool,
}

/// Some lines of one item of a collection.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Piece {
    /// The item.
    pub item: String,
    /// The text.
    pub text: String,
    /// Its labelled spans, in order.
    pub labels: Vec<Label>,
}

/// A collection with the diagnostic that it came from.
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
    Ok(newest_first.map(|row| ShownEvidence { diagnostic: runs.get(&row.run).cloned(), row }).collect())
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
    let run = desk.store().run(&tenant, &row.run).await?;
    Ok(ShownEvidence { diagnostic: run.map(|run| run.diagnostic), row })
}

async fn find(desk: &Desk, caller: &Caller, id: &CollectionId) -> Result<(TenantId, CollectionRow), Refusal> {
    let not_found = || Refusal::not_found("evidence", id);
    let case = mint::case_of(id.as_str()).ok_or_else(not_found)?;
    let tenant = desk.place_of(caller, &case).await.map_err(|_| not_found())?;
    let row = desk.store().collection(&tenant, id).await?.ok_or_else(not_found)?;
    Ok((tenant, row))
}

/// Evidence that is being read, batch after batch. The read was in the log before it began; each batch is decided again.
pub struct Reading {
    desk: Desk,
    caller: Caller,
    tenant: TenantId,
    collection: CollectionId,
    /// What the log says was shown.
    recorded: Categories,
    /// Taken while a batch is being opened, and gone after the last.
    content: Option<Lines>,
}

/// Opens a collection for reading. Whether it may be read is decided now, and the read is in the log when this returns.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Destroyed`], or [`Refusal::Rule`] with the reason while no consent is in force.
pub async fn read_evidence(desk: &Desk, caller: &Caller, id: &CollectionId) -> Result<Reading, Refusal> {
    caller.may(Action::ReadEvidence)?;
    let (tenant, row) = find(desk, caller, id).await?;
    if row.deleted_at.is_some() {
        return Err(Refusal::Destroyed);
    }
    desk.readable(caller, &tenant, id).await?;
    // Opened twice: the log is to say which bytes and categories, before the first of them goes out.
    let look = look_over(open(desk, &tenant, id).await?);
    let (bytes, present) = opened(tokio::task::spawn_blocking(look).await)?;
    let range = Some(ByteRange { start: 0, end: bytes });
    let read = Read { tenant: &tenant, collection: id, range, present };
    let recorded = desk.record_read(caller, read).await?;
    let content = Some(open(desk, &tenant, id).await?);
    let (desk, caller, collection) = (desk.clone(), caller.clone(), id.clone());
    Ok(Reading { desk, caller, tenant, collection, recorded, content })
}

async fn open(desk: &Desk, tenant: &TenantId, id: &CollectionId) -> Result<Lines, Refusal> {
    let lines = in_vault(desk, tenant, id, |vault, tenant, collection| {
        Ok(unpack(vault.open_collection(tenant, collection)?))
    });
    lines.await?.map_err(|why| unreadable(&why))
}

fn unreadable(why: &std::io::Error) -> Refusal {
    Refusal::failed("open evidence", why)
}

/// What came of opening something on another thread.
fn opened<T>(done: Result<std::io::Result<T>, tokio::task::JoinError>) -> Result<T, Refusal> {
    done.map_err(|why| Refusal::failed("open evidence", &why))?.map_err(|why| unreadable(&why))
}

/// How many bytes a collection's lines have, and the categories whose values stand in them unmasked.
fn look_over(content: Lines) -> impl FnOnce() -> std::io::Result<(u64, Categories)> {
    move || {
        let (mut bytes, mut found) = (0, Categories::NONE);
        let mut content = Some(content);
        while let Some(lines) = content.take() {
            let batch = open_batch(lines)?;
            bytes += batch.bytes;
            found = found.union(present(&batch.pieces));
            content = batch.content;
        }
        Ok((bytes, found))
    }
}

/// What was opened of a collection in one go.
struct Batch {
    pieces: Vec<Piece>,
    bytes: u64,
    content: Option<Lines>,
}

impl Reading {
    /// The next pieces, masked as the reader's access asks now; none at the end.
    ///
    /// # Errors
    /// [`Refusal::Rule`] once access has ended, [`Refusal::Failed`] if the object is damaged.
    pub async fn next(&mut self) -> Result<Option<Vec<Piece>>, Refusal> {
        let Some(content) = self.content.take() else { return Ok(None) };
        let Batch { mut pieces, content, .. } =
            opened(tokio::task::spawn_blocking(move || open_batch(content)).await)?;
        if pieces.is_empty() {
            return Ok(None);
        }
        self.content = content;
        // Access may have ended, or become narrower; what became wider meanwhile is not in the log as shown.
        let shown = self.desk.readable(&self.caller, &self.tenant, &self.collection).await?;
        for piece in &mut pieces {
            mask(piece, shown.intersection(self.recorded));
        }
        Ok(Some(pieces))
    }
}

fn open_batch(mut content: Lines) -> std::io::Result<Batch> {
    let (mut pieces, mut bytes) = (Vec::new(), 0);
    let mut line = Vec::new();
    while bytes < BATCH_BYTES {
        line.clear();
        let read = std::io::Read::take(&mut content, PIECE_BYTES_MAX).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(Batch { pieces, bytes: bytes as u64, content: None });
        }
        bytes += read;
        pieces.push(serde_json::from_slice(&line)?);
    }
    Ok(Batch { pieces, bytes: bytes as u64, content: Some(content) })
}

/// The category that consent knows a label's word by; none for credentials, which no consent covers.
pub(crate) fn category(word: &str) -> Option<Category> {
    Some(match word {
        "euii" => Category::Euii,
        "account" => Category::AccountData,
        "eupi" => Category::Eupi,
        "oii" => Category::Oii,
        "support" => Category::SupportData,
        "system" => Category::SystemMetadata,
        _ => return None,
    })
}

/// The categories whose values stand unmasked in some piece.
fn present(pieces: &[Piece]) -> Categories {
    let unmasked = pieces.iter().flat_map(|piece| &piece.labels).filter(|label| !label.masked);
    unmasked.filter_map(|label| category(&label.category)).collect()
}

/// Masks the spans that the reader's access does not cover. Here there is no pseudonym to give: its key is the runner's.
fn mask(piece: &mut Piece, shown: Categories) {
    let mut text = String::with_capacity(piece.text.len());
    let (mut labels, mut copied) = (Vec::with_capacity(piece.labels.len()), 0);
    for label in std::mem::take(&mut piece.labels) {
        let is_shown =
            label.masked || category(&label.category).is_some_and(|category| shown.contains(category));
        // A label that does not fit its text is damage: from there on nothing is shown.
        let (Some(before), Some(value)) =
            (piece.text.get(copied..label.start), piece.text.get(label.start..label.end))
        else {
            text.push('…');
            copied = piece.text.len();
            break;
        };
        text.push_str(before);
        let start = text.len();
        if is_shown {
            text.push_str(value);
        } else {
            text.extend(["«", &label.category, ":", &label.entity, "»"]);
        }
        copied = label.end;
        labels.push(Label { start, end: text.len(), masked: label.masked || !is_shown, ..label });
    }
    text.push_str(piece.text.get(copied..).unwrap_or_default());
    *piece = Piece { item: std::mem::take(&mut piece.item), text, labels };
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
    let (sequence, field) = (row.stored_sequence, "findings".to_owned());
    let delete = Command::DeleteEvidence { collection: row.collection, cause, key };
    let erase = Command::ErasePersonalData { sequence, fields: vec![field.clone()] };
    desk.commit(place, move |tenant, now| {
        let events = [tenant.decide(&delete, now)?, tenant.decide(&erase, now)?].concat();
        let erased = RecordWrite::ErasePart { sequence, field: field.clone() };
        Ok(Decided::new(events, now).with_records(vec![erased]))
    })
    .await
}

/// What a receipt calls a collection's own key.
pub(crate) fn own_key(id: &CollectionId) -> String {
    format!("collection {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shown: Categories) -> Piece {
        let label = |start, end, category: &str, entity: &str, masked| Label {
            start,
            end,
            category: category.to_owned(),
            entity: entity.to_owned(),
            masked,
        };
        let mut piece = Piece {
            item: "log".to_owned(),
            text: "joe at srv1 «credential:password»".to_owned(),
            labels: vec![
                label(0, 3, "euii", "username", false),
                label(7, 11, "oii", "tenant_host", false),
                label(12, 35, "credential", "password", true),
            ],
        };
        mask(&mut piece, shown);
        for label in &piece.labels {
            assert!(piece.text.get(label.start..label.end).is_some(), "{label:?} of {}", piece.text);
        }
        piece
    }

    #[test]
    fn what_access_does_not_cover_is_masked_when_it_is_read() {
        let piece = check(Categories::NONE.with(Category::Oii));
        assert_eq!(piece.text, "«euii:username» at srv1 «credential:password»");
        assert_eq!(piece.labels.iter().map(|label| label.masked).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(check(Categories::ALL).text, "joe at srv1 «credential:password»");
    }

    #[test]
    fn a_label_that_does_not_fit_hides_the_rest() {
        let mut piece = Piece {
            item: String::new(),
            text: "é secret".to_owned(),
            labels: vec![Label {
                start: 1,
                end: 400,
                category: "euii".to_owned(),
                entity: "username".to_owned(),
                masked: false,
            }],
        };
        mask(&mut piece, Categories::ALL);
        assert_eq!(piece.text, "…");
    }
}
