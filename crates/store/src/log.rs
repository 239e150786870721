//! The log: events are appended and read, never changed.

use crate::append::Part;
use crate::column::{Columns, FromColumns, all, count};
use crate::error::StoreError;
use crate::transaction::{Tx, on};
use domain::{CaseId, Record, TenantId};
use ledger::LeafHash;
use sqlx::QueryBuilder;
use std::ops::Range;

/// How many events are read or written with one statement.
pub(crate) const PAGE: u64 = 1_000;
/// The same, for slices.
pub(crate) const ROWS: usize = 1_000;

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place in the tenant's log, from 0.
    pub sequence: u64,
    /// Its Merkle leaf, byte for byte.
    pub leaf: String,
    /// What the leaf says.
    pub record: Record,
}

impl FromColumns for StoredEvent {
    const TABLE: &'static str = "event";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let (sequence, leaf) = (columns.count("sequence")?, columns.text("leaf")?);
        match Record::from_leaf(leaf.as_bytes()) {
            Ok(record) if record.sequence == sequence => Ok(Self { sequence, leaf, record }),
            _ => Err(columns.senseless("leaf")),
        }
    }
}

/// An event on its way into the log.
pub(crate) struct Entry {
    pub(crate) record: Record,
    pub(crate) leaf: String,
    pub(crate) hash: LeafHash,
    pub(crate) parts: Vec<Part>,
}

/// Appends events. If another writer took one of the sequences, the unique key refuses them.
pub(crate) async fn append(tx: &mut Tx, tenant: &TenantId, entries: &[Entry]) -> Result<(), StoreError> {
    for page in entries.chunks(ROWS) {
        on!(tx, |c| {
            let mut insert =
                QueryBuilder::new("INSERT INTO event (tenant, sequence, at, recorded_at, leaf, leaf_hash) ");
            insert.push_values(page, |mut row, entry| {
                row.push_bind(tenant.as_str())
                    .push_bind(count(entry.record.sequence))
                    .push_bind(entry.record.at.unix_micros())
                    .push_bind(entry.record.recorded_at.unix_micros())
                    .push_bind(entry.leaf.as_str())
                    .push_bind(&entry.hash.0[..]);
            });
            insert.build().execute(c).await.map(|_| ())?;
        });
    }
    Ok(())
}

/// The events from sequence `from` up to, and without, `to`.
pub(crate) async fn read(
    tx: &mut Tx,
    tenant: &TenantId,
    from: u64,
    to: u64,
) -> Result<Vec<StoredEvent>, StoreError> {
    on!(tx, |c| {
        all(sqlx::query(
        "SELECT sequence, leaf FROM event WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence"
    )
    .bind(tenant.as_str())
    .bind(count(from))
    .bind(count(to))
    .fetch_all(c)
    .await?)
    })
}

/// An event with the hash that is stored beside it.
pub(crate) struct HashedEvent(pub(crate) StoredEvent, pub(crate) LeafHash);

impl FromColumns for HashedEvent {
    const TABLE: &'static str = StoredEvent::TABLE;
    const KEY: &'static str = StoredEvent::KEY;

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(StoredEvent::from_columns(columns)?, LeafHash(columns.bytes32("leaf_hash")?)))
    }
}

/// As [`read`], with the stored hashes.
pub(crate) async fn read_hashed(
    tx: &mut Tx,
    tenant: &TenantId,
    from: u64,
    to: u64,
) -> Result<Vec<HashedEvent>, StoreError> {
    on!(tx, |c| all(sqlx::query(
        "SELECT sequence, leaf, leaf_hash FROM event \
         WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence"
    )
    .bind(tenant.as_str())
    .bind(count(from))
    .bind(count(to))
    .fetch_all(c)
    .await?))
}

/// The first `limit` events of a case from sequence `from`, those of its requests, runs and collections among them.
pub(crate) async fn read_case(
    tx: &mut Tx,
    tenant: &TenantId,
    case: &CaseId,
    from: u64,
    limit: u32,
) -> Result<Vec<StoredEvent>, StoreError> {
    on!(tx, |c| all(sqlx::query(
        "SELECT event.sequence, event.leaf FROM case_event \
         JOIN event ON event.tenant = case_event.tenant AND event.sequence = case_event.sequence \
         WHERE case_event.tenant = $1 AND case_event.case_id = $2 AND case_event.sequence >= $3 \
         ORDER BY case_event.sequence LIMIT $4"
    )
    .bind(tenant.as_str())
    .bind(case.as_str())
    .bind(count(from))
    .bind(i64::from(limit))
    .fetch_all(c)
    .await?))
}

/// The last `limit` events of a case in a range of sequences, latest first.
pub(crate) async fn read_case_backwards(
    tx: &mut Tx,
    tenant: &TenantId,
    case: &CaseId,
    sequences: Range<u64>,
    limit: u32,
) -> Result<Vec<StoredEvent>, StoreError> {
    on!(tx, |c| all(sqlx::query(
        "SELECT event.sequence, event.leaf FROM case_event \
         JOIN event ON event.tenant = case_event.tenant AND event.sequence = case_event.sequence \
         WHERE case_event.tenant = $1 AND case_event.case_id = $2 AND case_event.sequence >= $3 \
         AND case_event.sequence < $4 ORDER BY case_event.sequence DESC LIMIT $5"
    )
    .bind(tenant.as_str())
    .bind(case.as_str())
    .bind(count(sequences.start))
    .bind(count(sequences.end))
    .bind(i64::from(limit))
    .fetch_all(c)
    .await?))
}
