//! What people are told: in the desk, by mail and by webhook.
//!
//! Notices follow from the log. The position says how much of it was told; it moves in the transaction that keeps the
//! notices, so none is lost and none is made twice.

mod addresses;
mod choices;
mod mails;
mod purging;
mod telling;
mod webhooks;

pub use addresses::{AddressChange, AddressCode, CONFIRMING, MailAddress};
pub use choices::NoticeChoice;
pub(crate) use choices::forget;
pub use mails::{MailLine, MailPutOff, MailRow};
pub use telling::NewNotice;
pub use webhooks::{NoticeWebhook, WebhookLease, WebhookPutOff};

use crate::column::{Columns, FromColumns, all};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::{CaseId, Moment, NoticeKind, PersonId, TenantId};

/// What somebody was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its id, among the person's.
    pub notice: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// The case, if it is about one.
    pub case: Option<CaseId>,
    /// When that happened.
    pub at: Moment,
    /// When it was read in the desk.
    pub read_at: Option<Moment>,
}

impl FromColumns for NoticeRow {
    const TABLE: &'static str = "notice";
    const KEY: &'static str = "notice";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            notice: columns.text("notice")?,
            kind: columns.word("kind")?,
            case: columns.optional_parsed("case_id")?,
            at: columns.moment("at")?,
            read_at: columns.optional_moment("read_at")?,
        })
    }
}

impl Store {
    /// What somebody was told in the desk, the latest first; `limit` at most.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn notices(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        limit: u32,
    ) -> Result<Vec<NoticeRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT notice, kind, case_id, at, read_at FROM notice \
             WHERE tenant = $1 AND person = $2 AND in_desk = 1 ORDER BY at DESC, notice DESC LIMIT $3"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(i64::from(limit))
        .fetch_all(c)
        .await?))
    }

    /// Keeps that somebody read everything that happened up to `up_to`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn read_notices(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        up_to: Moment,
        now: Moment,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
            "UPDATE notice SET read_at = $4 WHERE tenant = $1 AND person = $2 AND at <= $3 AND read_at IS NULL"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(up_to.unix_micros())
        .bind(now.unix_micros())
        )?;
        tx.commit().await
    }
}
