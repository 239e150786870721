//! Runs of diagnostics, denied ones among them.

use crate::column::{Columns, FromColumns, all, count, json, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{
    Actor, CaseId, Categories, CollectionId, DiagnosticId, Event, Level, Moment, Reason, Record, RunId,
    RunOrder, RunnerId, StopCause, SubscriptionId, TenantId,
};
use serde::{Deserialize, Serialize};

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Waits for a runner.
    Requested,
    /// A runner collects.
    Claimed,
    /// Ended with evidence.
    Finished,
    /// Ended without evidence.
    Stopped,
    /// Was not allowed.
    Denied,
}

/// A run of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunRow {
    /// Its id.
    pub run: RunId,
    /// The case it is for.
    pub case: CaseId,
    /// The subscription it is on.
    pub subscription: SubscriptionId,
    /// The diagnostic.
    pub diagnostic: DiagnosticId,
    /// The diagnostic's version.
    pub version: u32,
    /// SHA-256 of the diagnostic's text, lower-case hex.
    pub digest: String,
    /// The level it needs.
    pub level: Level,
    /// The categories it reads.
    pub categories: Categories,
    /// Where it stands.
    pub state: RunState,
    /// Why it was stopped, if it was.
    pub cause: Option<StopCause>,
    /// Why it was denied, if it was.
    pub reason: Option<Reason>,
    /// The categories that nobody granted, if that is why it was denied.
    pub missing: Categories,
    /// The sequence of the event that asked for it.
    pub requested_sequence: u64,
    /// When it was asked for.
    pub requested_at: Moment,
    /// Who asked for it.
    pub by: Actor,
    /// When a runner took it.
    pub claimed_at: Option<Moment>,
    /// The runner that took it.
    pub runner: Option<RunnerId>,
    /// What it collects, or collected, into.
    pub collection: Option<CollectionId>,
    /// What it may ship unmasked, once it is claimed.
    pub covered: Categories,
    /// The hour since 1970 in which what it collects is due.
    pub due_hour: Option<i64>,
    /// When it ended or was denied.
    pub ended_at: Option<Moment>,
}

impl FromColumns for RunRow {
    const TABLE: &'static str = "run_row";
    const KEY: &'static str = "run";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let version = columns.count("version")?;
        Ok(Self {
            run: columns.parsed("run")?,
            case: columns.parsed("case_id")?,
            subscription: columns.parsed("subscription")?,
            diagnostic: columns.parsed("diagnostic")?,
            version: version.try_into().map_err(|_| columns.senseless("version"))?,
            digest: columns.text("digest")?,
            level: columns.word("level")?,
            categories: columns.json("categories")?,
            state: columns.word("state")?,
            cause: columns.optional_json("cause")?,
            reason: columns.optional_word("reason")?,
            missing: columns.json("missing")?,
            requested_sequence: columns.count("requested_sequence")?,
            requested_at: columns.moment("requested_at")?,
            by: columns.json("requested_by")?,
            claimed_at: columns.optional_moment("claimed_at")?,
            runner: columns.optional_parsed("runner")?,
            collection: columns.optional_parsed("collection")?,
            covered: columns.json("covered")?,
            due_hour: columns.optional_number("due_hour")?,
            ended_at: columns.optional_moment("ended_at")?,
        })
    }
}

pub(super) async fn write(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    match &record.event {
        Event::RunRequested { order } => request(tx, tenant, record, order, None).await,
        Event::RunDenied { order, reason, missing } => {
            request(tx, tenant, record, order, Some((*reason, *missing))).await
        }
        Event::RunClaimed { .. } => claim(tx, tenant, record).await,
        Event::RunStopped { run, cause } => end(tx, tenant, run, "stopped", Some(cause), record.at).await,
        Event::EvidenceStored { run, .. } => end(tx, tenant, run, "finished", None, record.at).await,
        _ => Ok(()),
    }
}

/// Writes a run that was asked for, in the place of an ended one of the same id, as the fold does.
async fn request(
    tx: &mut Tx,
    tenant: &TenantId,
    record: &Record,
    order: &RunOrder,
    denial: Option<(Reason, Categories)>,
) -> Result<(), StoreError> {
    let (categories, by) = (json(&order.categories)?, json(&record.by)?);
    let missing = json(&denial.map(|(_, missing)| missing).unwrap_or_default())?;
    let nothing = json(&Categories::NONE)?;
    execute!(tx, sqlx::query(
        "INSERT INTO run_row (tenant, run, case_id, subscription, diagnostic, version, digest, level, categories, \
         state, reason, missing, requested_sequence, requested_at, requested_by, covered, ended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
         ON CONFLICT (tenant, run) DO UPDATE SET \
         (case_id, subscription, diagnostic, version, digest, level, categories, state, cause, reason, missing, \
         requested_sequence, requested_at, requested_by, claimed_at, runner, collection, covered, due_hour, \
         ended_at) = (excluded.case_id, excluded.subscription, excluded.diagnostic, excluded.version, \
         excluded.digest, excluded.level, excluded.categories, excluded.state, NULL, excluded.reason, \
         excluded.missing, excluded.requested_sequence, excluded.requested_at, excluded.requested_by, NULL, NULL, \
         NULL, excluded.covered, NULL, excluded.ended_at)"
    )
    .bind(tenant.as_str())
    .bind(order.run.as_str())
    .bind(order.case.as_str())
    .bind(order.subscription.as_str())
    .bind(order.diagnostic.as_str())
    .bind(i64::from(order.version))
    .bind(order.digest.as_str())
    .bind(order.level.name())
    .bind(categories)
    .bind(if denial.is_some() { "denied" } else { "requested" })
    .bind(denial.map(|(reason, _)| reason.name()))
    .bind(missing)
    .bind(count(record.sequence))
    .bind(record.at.unix_micros())
    .bind(by)
    .bind(nothing)
    .bind(denial.map(|_| record.at.unix_micros())))
}

async fn claim(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    let Event::RunClaimed { run, runner, collection, covered, due_hour } = &record.event else {
        return Ok(());
    };
    let covered = json(covered)?;
    execute!(tx, sqlx::query(
        "UPDATE run_row SET state = 'claimed', claimed_at = $3, runner = $4, collection = $5, covered = $6, \
         due_hour = $7 WHERE tenant = $1 AND run = $2"
    )
    .bind(tenant.as_str())
    .bind(run.as_str())
    .bind(record.at.unix_micros())
    .bind(runner.as_str())
    .bind(collection.as_str())
    .bind(covered)
    .bind(*due_hour))
}

async fn end(
    tx: &mut Tx,
    tenant: &TenantId,
    run: &RunId,
    state: &'static str,
    cause: Option<&StopCause>,
    at: Moment,
) -> Result<(), StoreError> {
    let cause = cause.map(json).transpose()?;
    execute!(
        tx,
        sqlx::query(
            "UPDATE run_row SET state = $3, cause = $4, ended_at = $5 WHERE tenant = $1 AND run = $2"
        )
        .bind(tenant.as_str())
        .bind(run.as_str())
        .bind(state)
        .bind(cause)
        .bind(at.unix_micros())
    )
}

impl Store {
    /// The runs of a case, oldest first.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn runs_of_case(&self, tenant: &TenantId, case: &CaseId) -> Result<Vec<RunRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM run_row WHERE tenant = $1 AND case_id = $2 ORDER BY requested_sequence"
        )
        .bind(tenant.as_str())
        .bind(case.as_str())
        .fetch_all(c)
        .await?))
    }

    /// One run of a tenant's.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn run(&self, tenant: &TenantId, run: &RunId) -> Result<Option<RunRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT * FROM run_row WHERE tenant = $1 AND run = $2")
                .bind(tenant.as_str())
                .bind(run.as_str())
                .fetch_optional(c)
                .await?
        ))
    }

    /// A tenant's runs that no runner has taken, oldest first.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn waiting_runs(&self, tenant: &TenantId) -> Result<Vec<RunRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM run_row WHERE tenant = $1 AND state = 'requested' ORDER BY requested_sequence"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?))
    }
}
