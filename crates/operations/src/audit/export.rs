//! An export of a tenant's log, made batch by batch.

use super::{log_key, seal_checkpoint};
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::witnesses;
use domain::{Event, TenantId};
use ledger::{ExportWriter, Header, Part, Salt, WriteError};
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use store::{CheckpointRow, StoredEvent, StoredPart};

/// How many events are exported at a time.
const BATCH: u64 = 500;

/// An export that is being made: batch after batch, so that a long log needs no more memory than a short one.
pub struct Export {
    desk: Desk,
    tenant: TenantId,
    /// None once the last line is written.
    writer: Option<ExportWriter<Lines>>,
    lines: Lines,
    checkpoints: VecDeque<CheckpointRow>,
    /// The next event.
    from: u64,
    /// How many events it holds.
    size: u64,
}

impl Export {
    /// Begins an export up to a checkpoint sealed now.
    pub(super) async fn begin(desk: &Desk, tenant: &TenantId) -> Result<Self, Refusal> {
        let size = seal_checkpoint(desk, tenant).await?;
        witnesses::ask_briefly(desk, tenant).await;
        let key = log_key(desk, tenant)?;
        let checkpoints = desk.store().checkpoints(tenant).await?;
        let header = Header { tenant: tenant.to_string(), origin: key.origin().clone(), events: size };
        let lines = Lines::default();
        let mut writer = ExportWriter::new(lines.clone(), &header, &key).map_err(|why| failed(&why))?;
        for note in &desk.log_settings().rotations {
            writer.rotation(note).map_err(|why| failed(&why))?;
        }
        Ok(Self {
            desk: desk.clone(),
            tenant: tenant.clone(),
            writer: Some(writer),
            lines,
            checkpoints: checkpoints.into_iter().filter(|checkpoint| checkpoint.size <= size).collect(),
            from: 0,
            size,
        })
    }

    /// The next lines; none at the end.
    ///
    /// # Errors
    /// If the database fails. An export that was not given whole counts as cut.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Refusal> {
        if self.from < self.size {
            self.write_batch().await?;
        } else if let Some(writer) = self.writer.take() {
            writer.finish().map_err(|why| failed(&why))?;
        }
        Ok(self.lines.take())
    }

    async fn write_batch(&mut self) -> Result<(), Refusal> {
        let limit = u32::try_from((self.size - self.from).min(BATCH)).unwrap_or(1);
        let events = self.desk.store().events(&self.tenant, self.from, limit).await?;
        // A log that is shorter than its head says is caught by the writer, which counts.
        let until = events.last().map_or(self.size, |last| last.sequence + 1);
        let parts = self.desk.store().parts(&self.tenant, self.from..until).await?;
        for event in &events {
            let own = parts.iter().filter(|part| part.sequence == event.sequence);
            let mut opened = Vec::new();
            for part in own {
                opened.push(self.opened(event, part).await?);
            }
            self.write(event, &opened).map_err(|why| failed(&why))?;
        }
        self.from = until;
        Ok(())
    }

    async fn opened(&self, event: &StoredEvent, part: &StoredPart) -> Result<Part, Refusal> {
        let value = match &event.record.event {
            Event::EvidenceStored { collection, .. } => {
                let sealed = part.sealed.clone();
                let opened = self.desk.open_part_of_collection(&self.tenant, collection, sealed).await;
                // Its key is gone and its receipt is about to be written: then the part is erased, as the log says.
                opened.map_err(|why| if why == Refusal::Destroyed { Refusal::Busy } else { why })?
            }
            _ => self.desk.open_part(&self.tenant, &part.field, &part.sealed)?,
        };
        Ok(Part { field: part.field.clone(), salt: Salt(part.salt), value })
    }

    fn write(&mut self, event: &StoredEvent, parts: &[Part]) -> Result<(), WriteError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.event(event.sequence, event.leaf.as_bytes(), parts)?;
        let is_next = |checkpoint: &CheckpointRow| checkpoint.size == event.sequence + 1;
        while self.checkpoints.front().is_some_and(is_next) {
            if let Some(checkpoint) = self.checkpoints.pop_front() {
                writer.checkpoint(&checkpoint.note)?;
            }
        }
        Ok(())
    }
}

fn failed(why: &WriteError) -> Refusal {
    Refusal::failed("write an export", why)
}

/// Lines that were written and not taken yet.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn take(&self) -> Option<Vec<u8>> {
        let lines = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        (!lines.is_empty()).then_some(lines)
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
