//! Access requests, answered ones among them.

use crate::column::{Columns, FromColumns, all, count, json, optional, word};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Actor, CaseId, Categories, Event, Moment, Record, RequestId, RequestState, TenantId};
use serde::Serialize;

/// An access request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestRow {
    /// Its id.
    pub request: RequestId,
    /// The case it is for.
    pub case: CaseId,
    /// What was asked for.
    pub categories: Categories,
    /// What was approved, once it was; maybe less than was asked for.
    pub approved: Option<Categories>,
    /// For how many seconds after approval.
    pub seconds: u32,
    /// Where it stands.
    pub state: RequestState,
    /// The sequence of the event that asked.
    pub asked_sequence: u64,
    /// When it was asked.
    pub asked_at: Moment,
    /// Who asked.
    pub by: Actor,
    /// When it was answered, expired or was withdrawn.
    pub answered_at: Option<Moment>,
    /// When what was approved ends, or ended.
    pub until: Option<Moment>,
}

impl FromColumns for RequestRow {
    const TABLE: &'static str = "request_row";
    const KEY: &'static str = "request";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let seconds = columns.count("seconds")?;
        Ok(Self {
            request: columns.parsed("request")?,
            case: columns.parsed("case_id")?,
            categories: columns.json("categories")?,
            approved: columns.optional_json("approved")?,
            seconds: seconds.try_into().map_err(|_| columns.senseless("seconds"))?,
            state: columns.word("state")?,
            asked_sequence: columns.count("asked_sequence")?,
            asked_at: columns.moment("asked_at")?,
            by: columns.json("asked_by")?,
            answered_at: columns.optional_moment("answered_at")?,
            until: columns.optional_moment("until")?,
        })
    }
}

pub(super) async fn write(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    let at = record.at;
    match &record.event {
        Event::AccessRequested { .. } => ask(tx, tenant, record).await,
        Event::AccessEndorsed { request } => answer(tx, tenant, request, RequestState::Pending, None).await,
        Event::AccessApproved { request, categories, .. } => {
            approve(tx, tenant, request, *categories, at).await
        }
        Event::AccessDenied { request } => answer(tx, tenant, request, RequestState::Denied, Some(at)).await,
        Event::AccessRequestExpired { request } => {
            answer(tx, tenant, request, RequestState::Expired, Some(at)).await
        }
        Event::CaseClosed { case } => {
            withdraw(tx, tenant, case, at).await?;
            end_grants(tx, tenant, case, at).await
        }
        Event::ConsentWithdrawn { case, .. } | Event::ConsentLapsed { case } => {
            end_grants(tx, tenant, case, at).await
        }
        _ => Ok(()),
    }
}

async fn ask(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    let Event::AccessRequested { request, case, categories, seconds, for_lead } = &record.event else {
        return Ok(());
    };
    let state = if *for_lead { RequestState::AwaitingLead } else { RequestState::Pending };
    let (state, categories, by) = (word(&state)?, json(categories)?, json(&record.by)?);
    execute!(tx, sqlx::query(
        "INSERT INTO request_row (tenant, request, case_id, categories, seconds, state, asked_sequence, asked_at, \
         asked_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, request) DO UPDATE SET \
         (case_id, categories, approved, seconds, state, asked_sequence, asked_at, asked_by, answered_at, until) = \
         (excluded.case_id, excluded.categories, NULL, excluded.seconds, excluded.state, excluded.asked_sequence, \
         excluded.asked_at, excluded.asked_by, NULL, NULL)"
    )
    .bind(tenant.as_str())
    .bind(request.as_str())
    .bind(case.as_str())
    .bind(categories)
    .bind(i64::from(*seconds))
    .bind(state)
    .bind(count(record.sequence))
    .bind(record.at.unix_micros())
    .bind(by))
}

async fn answer(
    tx: &mut Tx,
    tenant: &TenantId,
    request: &RequestId,
    state: RequestState,
    at: Option<Moment>,
) -> Result<(), StoreError> {
    let state = word(&state)?;
    execute!(
        tx,
        sqlx::query("UPDATE request_row SET state = $3, answered_at = $4 WHERE tenant = $1 AND request = $2")
            .bind(tenant.as_str())
            .bind(request.as_str())
            .bind(state)
            .bind(at.map(Moment::unix_micros))
    )
}

async fn approve(
    tx: &mut Tx,
    tenant: &TenantId,
    request: &RequestId,
    categories: Categories,
    at: Moment,
) -> Result<(), StoreError> {
    let (state, categories) = (word(&RequestState::Approved)?, json(&categories)?);
    execute!(tx, sqlx::query(
        "UPDATE request_row SET state = $3, approved = $4, answered_at = $5, until = $5 + seconds * 1000000 \
         WHERE tenant = $1 AND request = $2"
    )
    .bind(tenant.as_str())
    .bind(request.as_str())
    .bind(state)
    .bind(categories)
    .bind(at.unix_micros()))
}

/// Closing a case withdraws the requests that nobody answered.
async fn withdraw(tx: &mut Tx, tenant: &TenantId, case: &CaseId, at: Moment) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "UPDATE request_row SET state = 'withdrawn', answered_at = $3 \
         WHERE tenant = $1 AND case_id = $2 AND state IN ('pending', 'awaiting_lead')"
        )
        .bind(tenant.as_str())
        .bind(case.as_str())
        .bind(at.unix_micros())
    )
}

/// What was approved stands on the case's consent and ends with it.
async fn end_grants(tx: &mut Tx, tenant: &TenantId, case: &CaseId, at: Moment) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "UPDATE request_row SET until = $3 \
         WHERE tenant = $1 AND case_id = $2 AND state = 'approved' AND until > $3"
        )
        .bind(tenant.as_str())
        .bind(case.as_str())
        .bind(at.unix_micros())
    )
}

impl Store {
    /// The access requests of a case, oldest first.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn requests_of_case(
        &self,
        tenant: &TenantId,
        case: &CaseId,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM request_row WHERE tenant = $1 AND case_id = $2 ORDER BY asked_sequence"
        )
        .bind(tenant.as_str())
        .bind(case.as_str())
        .fetch_all(c)
        .await?))
    }

    /// One access request of a tenant's.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn request(
        &self,
        tenant: &TenantId,
        request: &RequestId,
    ) -> Result<Option<RequestRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT * FROM request_row WHERE tenant = $1 AND request = $2")
                .bind(tenant.as_str())
                .bind(request.as_str())
                .fetch_optional(c)
                .await?
        ))
    }
}
