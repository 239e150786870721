//! Parts of events: names and free text beside the leaves, sealed by the caller.

use crate::column::{Columns, FromColumns, all, count};
use crate::error::StoreError;
use crate::log::Entry;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::TenantId;
use std::fmt;
use std::ops::Range;

/// A part that is not erased.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredPart {
    /// The event that it belongs to.
    pub sequence: u64,
    /// Its name among the event's parts.
    pub field: String,
    /// The salt of its commitment.
    pub salt: [u8; 32],
    /// The sealed value.
    pub sealed: Vec<u8>,
}

/// Salt and value are personal data, so they are not shown.
impl fmt::Debug for StoredPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredPart({}, {})", self.sequence, self.field)
    }
}

impl FromColumns for StoredPart {
    const TABLE: &'static str = "part";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: columns.count("sequence")?,
            field: columns.text("field")?,
            salt: columns.bytes32("salt")?,
            sealed: columns.bytes("sealed")?,
        })
    }
}

/// Writes the parts of new events.
pub(crate) async fn write(tx: &mut Tx, tenant: &TenantId, entries: &[Entry]) -> Result<(), StoreError> {
    for entry in entries {
        for part in &entry.parts {
            execute!(
                &mut *tx,
                sqlx::query(
                    "INSERT INTO part (tenant, sequence, field, salt, sealed) VALUES ($1, $2, $3, $4, $5)"
                )
                .bind(tenant.as_str())
                .bind(count(entry.record.sequence))
                .bind(part.field.as_str())
                .bind(&part.salt[..])
                .bind(part.sealed.as_slice())
            )?;
        }
    }
    Ok(())
}

/// Erases a part, value and salt.
pub(crate) async fn erase(
    tx: &mut Tx,
    tenant: &TenantId,
    sequence: u64,
    field: &str,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("DELETE FROM part WHERE tenant = $1 AND sequence = $2 AND field = $3")
            .bind(tenant.as_str())
            .bind(count(sequence))
            .bind(field)
    )
}

impl Store {
    /// The parts of events in a range of sequences that are not erased, in the order of sequences, then fields.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn parts(
        &self,
        tenant: &TenantId,
        sequences: Range<u64>,
    ) -> Result<Vec<StoredPart>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            all(sqlx::query(
            "SELECT * FROM part WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence, field"
        )
        .bind(tenant.as_str())
        .bind(count(sequences.start))
        .bind(count(sequences.end))
        .fetch_all(c)
        .await?)
        })
    }
}
