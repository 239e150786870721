//! Cases as lists show them.

use crate::column::{Columns, FromColumns, all, count, json, optional, word};
use crate::error::StoreError;
use crate::page::Page;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{
    Case, CaseId, Categories, ConsentState, Event, Level, Moment, NatureId, Record, ServiceId, Severity,
    SubscriptionId, TeamId, TenantId,
};
use serde::{Deserialize, Serialize};

/// What became of a case's consent, in a word. Whether its time is over is asked of the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentWord {
    /// Never given, or not since reopening.
    Never,
    /// Given, and neither withdrawn nor recorded as lapsed.
    InForce,
    /// Ended before its time.
    Withdrawn,
    /// Ended by its deadline.
    Lapsed,
}

impl From<&ConsentState> for ConsentWord {
    fn from(state: &ConsentState) -> Self {
        match state {
            ConsentState::Never => Self::Never,
            ConsentState::InForce(_) => Self::InForce,
            ConsentState::Withdrawn => Self::Withdrawn,
            ConsentState::Lapsed => Self::Lapsed,
        }
    }
}

/// A case as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseRow {
    /// Its id.
    pub case: CaseId,
    /// The sequence of the event that opened it; orders cases by age.
    pub opened_sequence: u64,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it was closed, while it is.
    pub closed_at: Option<Moment>,
    /// Whether it is open.
    pub open: bool,
    /// The service it is about.
    pub service: ServiceId,
    /// The kind of problem.
    pub nature: NatureId,
    /// How urgent the customer says it is.
    pub severity: Severity,
    /// The vendor's team that works it.
    pub team: TeamId,
    /// The subscriptions that it names.
    pub subscriptions: Vec<SubscriptionId>,
    /// What became of its consent.
    pub consent: ConsentWord,
    /// The consent's level, while it is in force.
    pub level: Option<Level>,
    /// The consent's categories, while it is in force; none else.
    pub categories: Categories,
    /// When the consent was given, while it is in force.
    pub anchor: Option<Moment>,
    /// The sequence of its latest event, but for sign-ins of engineers.
    pub last_sequence: u64,
    /// When its latest event took effect.
    pub last_at: Moment,
}

impl FromColumns for CaseRow {
    const TABLE: &'static str = "case_row";
    const KEY: &'static str = "case_id";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            case: columns.parsed("case_id")?,
            opened_sequence: columns.count("opened_sequence")?,
            opened_at: columns.moment("opened_at")?,
            closed_at: columns.optional_moment("closed_at")?,
            open: columns.flag("open")?,
            service: columns.parsed("service")?,
            nature: columns.parsed("nature")?,
            severity: columns.word("severity")?,
            team: columns.parsed("team")?,
            subscriptions: columns.json("subscriptions")?,
            consent: columns.word("consent")?,
            level: columns.optional_word("level")?,
            categories: columns.json("categories")?,
            anchor: columns.optional_moment("anchor")?,
            last_sequence: columns.count("last_sequence")?,
            last_at: columns.moment("last_at")?,
        })
    }
}

/// Which cases a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
}

/// What the events of one transaction say of a case beyond its folded state.
#[derive(Default)]
pub(super) struct CaseChange {
    opened_sequence: Option<u64>,
    closed_at: Option<Moment>,
    last: Option<(u64, Moment)>,
}

impl CaseChange {
    pub(super) fn note(&mut self, record: &Record) {
        match record.event {
            Event::CaseOpened { .. } => self.opened_sequence = Some(record.sequence),
            Event::CaseClosed { .. } => self.closed_at = Some(record.at),
            _ => {}
        }
        self.last = Some((record.sequence, record.at));
    }

    pub(super) fn last_at(&self) -> Moment {
        self.last.map(|(_, at)| at).unwrap_or_default()
    }
}

/// Writes a case's row. What only its opening says stays as it was; so does the instant of closing while it is
/// closed.
pub(super) async fn write(
    tx: &mut Tx,
    tenant: &TenantId,
    id: &CaseId,
    case: &Case,
    change: &CaseChange,
) -> Result<(), StoreError> {
    let consent = case.consent.in_force();
    let (last_sequence, last_at) = change.last.unwrap_or_default();
    let severity = word(&case.severity)?;
    let subscriptions = json(&case.subscriptions)?;
    let state = word(&ConsentWord::from(&case.consent))?;
    let categories = json(&consent.map(|consent| consent.categories).unwrap_or_default())?;
    execute!(tx, sqlx::query(
        "INSERT INTO case_row (tenant, case_id, opened_sequence, opened_at, closed_at, open, service, nature, \
         severity, team, subscriptions, consent, level, categories, anchor, last_sequence, last_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
         ON CONFLICT (tenant, case_id) DO UPDATE SET \
         closed_at = CASE WHEN excluded.open THEN NULL ELSE COALESCE(excluded.closed_at, case_row.closed_at) END, \
         open = excluded.open, severity = excluded.severity, consent = excluded.consent, level = excluded.level, \
         categories = excluded.categories, anchor = excluded.anchor, \
         last_sequence = excluded.last_sequence, last_at = excluded.last_at"
    )
    .bind(tenant.as_str())
    .bind(id.as_str())
    .bind(count(change.opened_sequence.unwrap_or(last_sequence)))
    .bind(case.opened_at.unix_micros())
    .bind(change.closed_at.filter(|_| !case.open).map(Moment::unix_micros))
    .bind(case.open)
    .bind(case.service.as_str())
    .bind(case.nature.as_str())
    .bind(severity)
    .bind(case.team.as_str())
    .bind(subscriptions)
    .bind(state)
    .bind(consent.map(|consent| consent.level.name()))
    .bind(categories)
    .bind(consent.map(|consent| consent.anchor.unix_micros()))
    .bind(count(last_sequence))
    .bind(last_at.unix_micros()))
}

impl Store {
    /// A tenant's cases, newest first; the key of a page is the last row's `opened_sequence`.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn cases(
        &self,
        tenant: &TenantId,
        filter: CaseFilter,
        page: Page<u64>,
    ) -> Result<Vec<CaseRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM case_row WHERE tenant = $1 AND opened_sequence < $2 AND ($3 IS NULL OR open = $3) \
             ORDER BY opened_sequence DESC LIMIT $4"
        )
        .bind(tenant.as_str())
        .bind(page.after.map_or(i64::MAX, count))
        .bind(filter.open)
        .bind(page.rows())
        .fetch_all(c)
        .await?))
    }

    /// One case of a tenant's.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn case(&self, tenant: &TenantId, case: &CaseId) -> Result<Option<CaseRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT * FROM case_row WHERE tenant = $1 AND case_id = $2")
                .bind(tenant.as_str())
                .bind(case.as_str())
                .fetch_optional(c)
                .await?
        ))
    }
}
