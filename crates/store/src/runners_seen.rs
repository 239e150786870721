//! When runners were connected last: records, no function of the log.

use crate::column::{Columns, FromColumns, all};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::{Moment, RunnerId, TenantId};

/// When a runner was connected last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunnerSeen {
    /// The runner.
    pub runner: RunnerId,
    /// The program and its version, as it says of itself.
    pub program: String,
    /// When, to about a minute.
    pub at: Moment,
}

impl FromColumns for RunnerSeen {
    const TABLE: &'static str = "runner_seen";
    const KEY: &'static str = "runner";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            runner: columns.parsed("runner")?,
            program: columns.text("program")?,
            at: columns.moment("seen_at")?,
        })
    }
}

impl Store {
    /// The tenant's runners that were ever seen, in byte order of their ids.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn runners_seen(&self, tenant: &TenantId) -> Result<Vec<RunnerSeen>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT runner, program, seen_at FROM runner_seen WHERE tenant = $1 ORDER BY runner"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?))
    }

    /// Keeps that a runner was seen, unless it was seen later.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_runner_seen(&self, tenant: &TenantId, seen: &RunnerSeen) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO runner_seen (tenant, runner, program, seen_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (tenant, runner) DO UPDATE \
                 SET program = excluded.program, seen_at = excluded.seen_at \
                 WHERE runner_seen.seen_at <= excluded.seen_at"
            )
            .bind(tenant.as_str())
            .bind(seen.runner.as_str())
            .bind(seen.program.as_str())
            .bind(seen.at.unix_micros())
        )?;
        tx.commit().await
    }

    /// Forgets a runner that is gone.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_runner_seen(&self, tenant: &TenantId, runner: &RunnerId) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query("DELETE FROM runner_seen WHERE tenant = $1 AND runner = $2")
                .bind(tenant.as_str())
                .bind(runner.as_str())
        )?;
        tx.commit().await
    }
}
