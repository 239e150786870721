//! Dry runs, ended ones among them.

use super::RunState;
use crate::column::{Columns, FromColumns, all, count, json, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{
    Actor, DiagnosticId, DryRunCounts, DryRunOrder, Event, Moment, Record, RunId, RunnerId, StopCause,
    SubscriptionId, TenantId,
};
use serde::Serialize;

/// A dry run of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DryRunRow {
    /// Its id.
    pub run: RunId,
    /// The subscription it is on.
    pub subscription: SubscriptionId,
    /// The diagnostic.
    pub diagnostic: DiagnosticId,
    /// The diagnostic's version.
    pub version: u32,
    /// Where it stands; never denied.
    pub state: RunState,
    /// Why it was stopped, if it was.
    pub cause: Option<StopCause>,
    /// The sequence of the event that asked for it.
    pub requested_sequence: u64,
    /// When it was asked for.
    pub requested_at: Moment,
    /// Who asked for it.
    pub by: Actor,
    /// The runner that took it.
    pub runner: Option<RunnerId>,
    /// What it counted, once it finished.
    pub counts: Option<DryRunCounts>,
    /// When it ended.
    pub ended_at: Option<Moment>,
}

impl FromColumns for DryRunRow {
    const TABLE: &'static str = "dry_run_row";
    const KEY: &'static str = "run";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let version = columns.count("version")?;
        Ok(Self {
            run: columns.parsed("run")?,
            subscription: columns.parsed("subscription")?,
            diagnostic: columns.parsed("diagnostic")?,
            version: version.try_into().map_err(|_| columns.senseless("version"))?,
            state: columns.word("state")?,
            cause: columns.optional_json("cause")?,
            requested_sequence: columns.count("requested_sequence")?,
            requested_at: columns.moment("requested_at")?,
            by: columns.json("requested_by")?,
            runner: columns.optional_parsed("runner")?,
            counts: columns.optional_json("counts")?,
            ended_at: columns.optional_moment("ended_at")?,
        })
    }
}

pub(super) async fn write(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    match &record.event {
        Event::DryRunRequested { order } => request(tx, tenant, record, order).await,
        Event::DryRunClaimed { run, runner } => claim(tx, tenant, run, runner).await,
        Event::DryRunCounted { run, counts } => {
            let end = End { state: "finished", cause: None, counts: Some(json(counts)?), at: record.at };
            end.write(tx, tenant, run).await
        }
        Event::DryRunStopped { run, cause } => {
            let end = End { state: "stopped", cause: Some(json(cause)?), counts: None, at: record.at };
            end.write(tx, tenant, run).await
        }
        _ => Ok(()),
    }
}

/// Writes a dry run that was asked for, in the place of an ended one of the same id, as the fold does.
async fn request(
    tx: &mut Tx,
    tenant: &TenantId,
    record: &Record,
    order: &DryRunOrder,
) -> Result<(), StoreError> {
    let by = json(&record.by)?;
    execute!(
        tx,
        sqlx::query("DELETE FROM dry_run_row WHERE tenant = $1 AND run = $2")
            .bind(tenant.as_str())
            .bind(order.run.as_str())
    )?;
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO dry_run_row (tenant, run, subscription, diagnostic, version, state, \
             requested_sequence, requested_at, requested_by) \
             VALUES ($1, $2, $3, $4, $5, 'requested', $6, $7, $8)"
        )
        .bind(tenant.as_str())
        .bind(order.run.as_str())
        .bind(order.subscription.as_str())
        .bind(order.diagnostic.as_str())
        .bind(i64::from(order.version))
        .bind(count(record.sequence))
        .bind(record.at.unix_micros())
        .bind(by)
    )
}

async fn claim(tx: &mut Tx, tenant: &TenantId, run: &RunId, runner: &RunnerId) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("UPDATE dry_run_row SET state = 'claimed', runner = $3 WHERE tenant = $1 AND run = $2")
            .bind(tenant.as_str())
            .bind(run.as_str())
            .bind(runner.as_str())
    )
}

/// How a dry run ended.
struct End {
    state: &'static str,
    cause: Option<String>,
    counts: Option<String>,
    at: Moment,
}

impl End {
    async fn write(self, tx: &mut Tx, tenant: &TenantId, run: &RunId) -> Result<(), StoreError> {
        execute!(
            tx,
            sqlx::query(
                "UPDATE dry_run_row SET state = $3, cause = $4, counts = $5, ended_at = $6 \
                 WHERE tenant = $1 AND run = $2"
            )
            .bind(tenant.as_str())
            .bind(run.as_str())
            .bind(self.state)
            .bind(self.cause)
            .bind(self.counts)
            .bind(self.at.unix_micros())
        )
    }
}

impl Store {
    /// A tenant's dry runs, newest first, at most `rows` of them.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn dry_runs(&self, tenant: &TenantId, rows: u32) -> Result<Vec<DryRunRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM dry_run_row WHERE tenant = $1 ORDER BY requested_sequence DESC LIMIT $2"
        )
        .bind(tenant.as_str())
        .bind(i64::from(rows))
        .fetch_all(c)
        .await?))
    }

    /// One dry run of a tenant's.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn dry_run(&self, tenant: &TenantId, run: &RunId) -> Result<Option<DryRunRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT * FROM dry_run_row WHERE tenant = $1 AND run = $2")
                .bind(tenant.as_str())
                .bind(run.as_str())
                .fetch_optional(c)
                .await?
        ))
    }
}
