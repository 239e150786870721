//! Reading what a collection holds: decided, in the log, masked, and then handed on.

use super::find;
use super::piece::{Piece, mask, present};
use super::unpack::{Lines, unpack};
use crate::caller::Caller;
use crate::deliveries::in_vault;
use crate::desk::Desk;
use crate::reads::Read;
use crate::refusal::Refusal;
use domain::{Action, ByteRange, Categories, CollectionId, TenantId};
use std::io::BufRead as _;

/// How many bytes of evidence are opened before they are masked, recorded and handed on.
const BATCH_BYTES: usize = 1 << 20;

/// The longest piece inside a collection; a longer line is damage.
const PIECE_BYTES_MAX: u64 = 4 << 20;

/// Up to which size, sealed, what a customer attached is gone through before it is read.
const LOOKED_OVER_BYTES_MAX: u64 = 32 << 20;

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
    let content = || async { open(desk, &tenant, id).await?.map_err(|why| unreadable(&why)) };
    let (range, present) = if row.run.is_none() && row.bytes > LOOKED_OVER_BYTES_MAX {
        // It was checked as a whole when it was attached: nothing in it is unmasked. Going through it would take too long.
        (None, Categories::NONE)
    } else {
        // Opened twice: the log is to say which bytes and categories, before the first of them goes out.
        let look = look_over(content().await?);
        let (bytes, present) = opened(tokio::task::spawn_blocking(look).await)?;
        (Some(ByteRange { start: 0, end: bytes }), present)
    };
    let read = Read { tenant: &tenant, collection: id, range, present };
    let recorded = desk.record_read(caller, read).await?;
    let content = Some(content().await?);
    let (desk, caller, collection) = (desk.clone(), caller.clone(), id.clone());
    Ok(Reading { desk, caller, tenant, collection, recorded, content })
}

/// The lines of a collection; or why they do not even begin.
pub(crate) async fn open(
    desk: &Desk,
    tenant: &TenantId,
    id: &CollectionId,
) -> Result<std::io::Result<Lines>, Refusal> {
    in_vault(desk, tenant, id, |vault, tenant, collection| {
        Ok(unpack(vault.open_collection(tenant, collection)?))
    })
    .await
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
