//! When runners had let go of runs whose access ended: records, no function of the log.

use crate::column::{Columns, FromColumns, all};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::{Moment, RunId, TenantId};

/// A run that was stopped, and its runner's word that it had let go of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HaltRow {
    /// When its access ended.
    pub stopped_at: Moment,
    /// When the server heard that the runner had stopped.
    pub halted_at: Moment,
}

impl FromColumns for HaltRow {
    const TABLE: &'static str = "halt";
    const KEY: &'static str = "run";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { stopped_at: columns.moment("stopped_at")?, halted_at: columns.moment("halted_at")? })
    }
}

impl Store {
    /// Keeps when a run was let go of, the first time that it is said, and forgets those that ended before `first`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_halt(
        &self,
        tenant: &TenantId,
        run: &RunId,
        halt: HaltRow,
        first: Moment,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO halt (tenant, run, stopped_at, halted_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
            )
            .bind(tenant.as_str())
            .bind(run.as_str())
            .bind(halt.stopped_at.unix_micros())
            .bind(halt.halted_at.unix_micros())
        )?;
        execute!(
            &mut tx,
            sqlx::query("DELETE FROM halt WHERE tenant = $1 AND stopped_at < $2")
                .bind(tenant.as_str())
                .bind(first.unix_micros())
        )?;
        tx.commit().await
    }

    /// The runs of a tenant that were let go of since `first`, the oldest first.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn halts(&self, tenant: &TenantId, first: Moment) -> Result<Vec<HaltRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT run, stopped_at, halted_at FROM halt WHERE tenant = $1 AND stopped_at >= $2 \
             ORDER BY stopped_at, run"
        )
        .bind(tenant.as_str())
        .bind(first.unix_micros())
        .fetch_all(c)
        .await?))
    }
}
