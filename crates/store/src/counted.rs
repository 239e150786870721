//! What was counted of a log as far as it was read: kept so that a start need not read the log again.

use crate::column::{Columns, FromColumns, count, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::TenantId;

/// What was counted of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedRow {
    /// The place of the first event that was not counted.
    pub position: u64,
    /// The counts, in the form of whoever counts.
    pub counts: String,
}

impl FromColumns for CountedRow {
    const TABLE: &'static str = "counted";
    const KEY: &'static str = "tenant";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { position: columns.count("position")?, counts: columns.text("counts")? })
    }
}

impl Store {
    /// What was counted of a tenant's log, if it is kept in this form.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn counted(&self, tenant: &TenantId, form: u32) -> Result<Option<CountedRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT tenant, position, counts FROM counted WHERE tenant = $1 AND form = $2")
                .bind(tenant.as_str())
                .bind(i64::from(form))
                .fetch_optional(c)
                .await?
        ))
    }

    /// Keeps what was counted of a tenant's log.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_counted(
        &self,
        tenant: &TenantId,
        form: u32,
        row: &CountedRow,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO counted (tenant, form, position, counts) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (tenant) DO UPDATE \
                 SET form = excluded.form, position = excluded.position, counts = excluded.counts"
            )
            .bind(tenant.as_str())
            .bind(i64::from(form))
            .bind(count(row.position))
            .bind(row.counts.as_str())
        )?;
        tx.commit().await
    }
}
