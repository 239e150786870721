//! The vendor's queue: the one table that is read across tenants. It holds no customer text.

use crate::column::{Columns, FromColumns, all, word};
use crate::error::StoreError;
use crate::page::Page;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Case, CaseId, Moment, PersonId, Severity, TeamId, TenantId};
use serde::{Deserialize, Serialize};

/// Whom a case waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// The customer, to consent.
    CustomerConsent,
    /// The vendor, to help.
    Vendor,
}

/// A case as the vendor's team sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueRow {
    /// Whose case it is.
    pub tenant: TenantId,
    /// The case.
    pub case: CaseId,
    /// The team that works it.
    pub team: TeamId,
    /// How urgent the customer says it is.
    pub severity: Severity,
    /// Whether it is open.
    pub open: bool,
    /// Whom it waits for.
    pub waiting: Waiting,
    /// When it was opened.
    pub opened_at: Moment,
    /// When its latest event took effect.
    pub last_at: Moment,
    /// The engineer who works it, if somebody took it.
    pub engineer: Option<PersonId>,
}

/// A row's place in the queue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueueKey {
    /// When the case was opened.
    pub opened_at: Moment,
    /// Whose case it is.
    pub tenant: TenantId,
    /// The case.
    pub case: CaseId,
}

impl QueueRow {
    /// Its place in the queue.
    pub fn key(&self) -> QueueKey {
        QueueKey { opened_at: self.opened_at, tenant: self.tenant.clone(), case: self.case.clone() }
    }
}

impl FromColumns for QueueRow {
    const TABLE: &'static str = "vendor_queue";
    const KEY: &'static str = "case_id";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.parsed("tenant")?,
            case: columns.parsed("case_id")?,
            team: columns.parsed("team")?,
            severity: columns.word("severity")?,
            open: columns.flag("open")?,
            waiting: columns.word("waiting")?,
            opened_at: columns.moment("opened_at")?,
            last_at: columns.moment("last_at")?,
            engineer: columns.optional_parsed("engineer")?,
        })
    }
}

pub(super) async fn write(
    tx: &mut Tx,
    tenant: &TenantId,
    id: &CaseId,
    case: &Case,
    last_at: Moment,
) -> Result<(), StoreError> {
    let is_covered = case.consent.in_force().is_some();
    let waiting = word(if is_covered { &Waiting::Vendor } else { &Waiting::CustomerConsent })?;
    let severity = word(&case.severity)?;
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO vendor_queue (tenant, case_id, team, severity, open, waiting, opened_at, last_at, \
             engineer) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, case_id) DO UPDATE \
         SET open = excluded.open, severity = excluded.severity, waiting = excluded.waiting, \
             last_at = excluded.last_at, engineer = excluded.engineer"
        )
        .bind(tenant.as_str())
        .bind(id.as_str())
        .bind(case.team.as_str())
        .bind(severity)
        .bind(case.open)
        .bind(waiting)
        .bind(case.opened_at.unix_micros())
        .bind(last_at.unix_micros())
        .bind(case.engineer.as_ref().map(PersonId::as_str))
    )
}

impl Store {
    /// The open cases of some teams, of all tenants, newest first; of these only those that `engineer` works, if one is
    /// named. For the vendor's role only.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn queue(
        &self,
        teams: &[TeamId],
        engineer: Option<&PersonId>,
        page: Page<QueueKey>,
    ) -> Result<Vec<QueueRow>, StoreError> {
        let mut tx = self.database().read_for_vendor().await?;
        let mut queue: Vec<QueueRow> = Vec::new();
        for team in teams {
            queue.extend(queue_of_team(&mut tx, team, engineer, &page).await?);
        }
        queue.sort_by_key(|row| std::cmp::Reverse(row.key()));
        queue.dedup_by_key(|row| row.key());
        queue.truncate(usize::try_from(page.rows()).unwrap_or_default());
        Ok(queue)
    }

    /// Whose case it is, and which team works it; none if no tenant, or more than one, has a case of that id. For
    /// the vendor's role only.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn tenant_of_case(&self, case: &CaseId) -> Result<Option<(TenantId, TeamId)>, StoreError> {
        let mut tx = self.database().read_for_vendor().await?;
        let rows: Vec<QueueRow> =
            on!(&mut tx, |c| all(sqlx::query("SELECT * FROM vendor_queue WHERE case_id = $1 LIMIT 2")
                .bind(case.as_str())
                .fetch_all(c)
                .await?)?);
        Ok(match <[QueueRow; 1]>::try_from(rows) {
            Ok([row]) => Some((row.tenant, row.team)),
            Err(_) => None,
        })
    }
}

async fn queue_of_team(
    tx: &mut Tx,
    team: &TeamId,
    engineer: Option<&PersonId>,
    page: &Page<QueueKey>,
) -> Result<Vec<QueueRow>, StoreError> {
    let after = page.after.as_ref();
    // No id is as low as the empty text, so at the latest instant of all it comes behind nothing.
    let opened_at = after.map_or(i64::MAX, |key| key.opened_at.unix_micros());
    on!(tx, |c| all(sqlx::query(
        "SELECT * FROM vendor_queue WHERE team = $1 AND open AND (opened_at, tenant, case_id) < ($2, $3, $4) \
         AND (CAST($6 AS TEXT) IS NULL OR engineer = $6) \
         ORDER BY opened_at DESC, tenant DESC, case_id DESC LIMIT $5"
    )
    .bind(team.as_str())
    .bind(opened_at)
    .bind(after.map_or("", |key| key.tenant.as_str()))
    .bind(after.map_or("", |key| key.case.as_str()))
    .bind(page.rows())
    .bind(engineer.map(PersonId::as_str))
    .fetch_all(c)
    .await?))
}
