//! Webhooks that people left, and the notices that wait for them.

mod sending;

pub use sending::{WebhookLease, WebhookPutOff};

use crate::column::{Columns, FromColumns, all, optional};
use crate::destinations;
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Moment, PersonId, TenantId};
use std::fmt;

/// Somebody's own webhook, and how far it is.
#[derive(Clone, PartialEq, Eq)]
pub struct NoticeWebhook {
    /// Whose.
    pub person: PersonId,
    /// Where it is.
    pub address: String,
    /// The secrets that sign, sealed.
    pub secrets: Vec<u8>,
    /// How often the first notice that waits was tried in vain.
    pub attempts: u64,
    /// Since when nothing could be delivered.
    pub first_try_at: Option<Moment>,
    /// When it is tried next.
    pub next_try_at: Moment,
    /// What went wrong the last time.
    pub fault: Option<String>,
    /// How many notices were given up.
    pub given_up: u64,
    /// How many wait.
    pub waiting: u64,
}

/// Addresses are personal data, and secrets are not shown.
impl fmt::Debug for NoticeWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoticeWebhook({}, {} waiting)", self.person, self.waiting)
    }
}

impl FromColumns for NoticeWebhook {
    const TABLE: &'static str = "notice_webhook";
    const KEY: &'static str = "person";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person: columns.parsed("person")?,
            address: columns.text("address")?,
            secrets: columns.bytes("secrets")?,
            attempts: columns.count("attempts")?,
            first_try_at: columns.optional_moment("first_try_at")?,
            next_try_at: columns.moment("next_try_at")?,
            fault: columns.optional_parsed("fault")?,
            given_up: columns.count("given_up")?,
            waiting: columns.count("waiting")?,
        })
    }
}

impl Store {
    /// The webhooks of a tenant's people.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn notice_webhooks(&self, tenant: &TenantId) -> Result<Vec<NoticeWebhook>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT w.*, (SELECT count(*) FROM notice_delivery AS d \
             WHERE d.tenant = w.tenant AND d.person = w.person) AS waiting \
             FROM notice_webhook AS w WHERE w.tenant = $1 ORDER BY w.person"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?))
    }

    /// Somebody's webhook.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn notice_webhook(
        &self,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<Option<NoticeWebhook>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT w.*, (SELECT count(*) FROM notice_delivery AS d \
                 WHERE d.tenant = w.tenant AND d.person = w.person) AS waiting \
                 FROM notice_webhook AS w WHERE w.tenant = $1 AND w.person = $2"
            )
            .bind(tenant.as_str())
            .bind(person.as_str())
            .fetch_optional(c)
            .await?
        ))
    }

    /// Keeps somebody's webhook, in place of one they had: what waits goes to the new one, at once.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_notice_webhook(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        address: &str,
        secrets: &[u8],
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO notice_webhook (tenant, person, address, secrets, attempts, next_try_at, given_up, \
                 lease_until) VALUES ($1, $2, $3, $4, 0, $5, 0, $5) ON CONFLICT (tenant, person) DO UPDATE \
                 SET address = excluded.address, secrets = excluded.secrets, attempts = 0, first_try_at = NULL, \
                 next_try_at = excluded.next_try_at, fault = NULL, given_up = 0"
            )
            .bind(tenant.as_str())
            .bind(person.as_str())
            .bind(address)
            .bind(secrets)
            .bind(Moment::MIN.unix_micros())
        )?;
        destinations::list(&mut tx, tenant).await?;
        tx.commit().await
    }

    /// Replaces the secrets of somebody's webhook.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_notice_webhook_secrets(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        secrets: &[u8],
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "UPDATE notice_webhook SET secrets = $3, next_try_at = $4 WHERE tenant = $1 AND person = $2"
            )
            .bind(tenant.as_str())
            .bind(person.as_str())
            .bind(secrets)
            .bind(Moment::MIN.unix_micros())
        )?;
        tx.commit().await
    }

    /// Forgets somebody's webhook, and what waits for it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_notice_webhook(
        &self,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        remove(&mut tx, tenant, person).await?;
        tx.commit().await
    }
}

pub(super) async fn remove(tx: &mut Tx, tenant: &TenantId, person: &PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM notice_delivery WHERE tenant = $1 AND person = $2",
        "DELETE FROM notice_webhook WHERE tenant = $1 AND person = $2",
    ] {
        execute!(tx, sqlx::query(sql).bind(tenant.as_str()).bind(person.as_str()))?;
    }
    destinations::unlist(tx, tenant).await
}

/// Makes a notice wait for its person's webhook, if they have one still.
pub(super) async fn await_delivery(
    tx: &mut Tx,
    tenant: &TenantId,
    person: &PersonId,
    notice: &str,
    now: Moment,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO notice_delivery (tenant, person, notice, told_at) \
             SELECT tenant, person, $3, $4 FROM notice_webhook WHERE tenant = $1 AND person = $2"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(notice)
        .bind(now.unix_micros())
    )
}
