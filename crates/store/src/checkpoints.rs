//! Checkpoints: signed statements of a log's size and root, made by the caller and kept beside the log.

use crate::column::{Columns, FromColumns, all, count};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::{Moment, TenantId};

/// A signed statement of a log's size and root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRow {
    /// How many events it covers.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// When it was made.
    pub at: Moment,
}

impl FromColumns for CheckpointRow {
    const TABLE: &'static str = "checkpoint";
    const KEY: &'static str = "size";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { size: columns.count("size")?, note: columns.text("note")?, at: columns.moment("at")? })
    }
}

impl Store {
    /// Keeps a checkpoint. Of one size, the first stays.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_checkpoint(
        &self,
        tenant: &TenantId,
        checkpoint: &CheckpointRow,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO checkpoint (tenant, size, note, at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (tenant, size) DO NOTHING"
            )
            .bind(tenant.as_str())
            .bind(count(checkpoint.size))
            .bind(checkpoint.note.as_str())
            .bind(checkpoint.at.unix_micros())
        )?;
        tx.commit().await
    }

    /// A tenant's checkpoints, by size.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn checkpoints(&self, tenant: &TenantId) -> Result<Vec<CheckpointRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT size, note, at FROM checkpoint WHERE tenant = $1 ORDER BY size"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?))
    }
}
