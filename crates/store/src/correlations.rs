//! Which request caused which change: records, no function of the log.

use crate::column::{Columns, FromColumns, all, count};
use crate::error::StoreError;
use crate::log::StoredEvent;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::TenantId;
use ledger::LeafHash;
use std::ops::Range;

/// A change: what one command appended, or what fell due at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// The sequence of its first event; it goes on up to the next change.
    pub sequence: u64,
    /// The id of the request that caused it, a UUID; one of its own where nobody asked.
    pub id: [u8; 16],
}

impl ChangeRow {
    /// The change of an event that is of none on record: it alone.
    pub fn alone(event: &StoredEvent) -> Self {
        Self { sequence: event.sequence, id: own_id(&LeafHash::of(event.leaf.as_bytes())) }
    }
}

impl FromColumns for ChangeRow {
    const TABLE: &'static str = "correlation";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let id = columns.bytes("id")?.try_into().map_err(|_| columns.senseless("id"))?;
        Ok(Self { sequence: columns.count("sequence")?, id })
    }
}

/// The id of a change that no request caused: a UUID of version 8 (RFC 9562) of its first leaf's hash.
pub(crate) fn own_id(leaf: &LeafHash) -> [u8; 16] {
    let mut id = [0; 16];
    for (byte, from) in id.iter_mut().zip(leaf.0) {
        *byte = from;
    }
    id[6] = id[6] & 0x0f | 0x80;
    id[8] = id[8] & 0x3f | 0x80;
    id
}

/// Writes down which change begins with an event.
pub(crate) async fn write(
    tx: &mut Tx,
    tenant: &TenantId,
    sequence: u64,
    id: &[u8; 16],
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("INSERT INTO correlation (tenant, sequence, id) VALUES ($1, $2, $3)")
            .bind(tenant.as_str())
            .bind(count(sequence))
            .bind(&id[..])
    )
}

impl Store {
    /// The changes that begin in a range of sequences, and in front of them the last one that begins before it. Events
    /// that were recorded before there was this table are of none.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn changes(
        &self,
        tenant: &TenantId,
        sequences: Range<u64>,
    ) -> Result<Vec<ChangeRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            all(sqlx::query(
            "SELECT sequence, id FROM correlation WHERE tenant = $1 AND sequence < $3 AND sequence >= COALESCE( \
             (SELECT max(sequence) FROM correlation WHERE tenant = $1 AND sequence <= $2), $2) ORDER BY sequence"
        )
        .bind(tenant.as_str())
        .bind(count(sequences.start))
        .bind(count(sequences.end))
        .fetch_all(c)
        .await?)
        })
    }

    /// The changes that a request caused, oldest first, and no more than a hundred; behind each, the one that follows.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn changes_of(
        &self,
        tenant: &TenantId,
        request: &[u8; 16],
    ) -> Result<Vec<ChangeRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT sequence, id FROM correlation WHERE tenant = $1 AND sequence IN ( \
             SELECT own.sequence FROM correlation own WHERE own.tenant = $1 AND own.id = $2 \
             UNION SELECT (SELECT min(next.sequence) FROM correlation next \
             WHERE next.tenant = $1 AND next.sequence > own.sequence) \
             FROM correlation own WHERE own.tenant = $1 AND own.id = $2) ORDER BY sequence LIMIT 200"
        )
        .bind(tenant.as_str())
        .bind(&request[..])
        .fetch_all(c)
        .await?))
    }
}
