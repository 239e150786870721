//! What a sender keeps of its progress with somebody's webhook. Every write asks that the sender still holds its lease.

use crate::column::{all, count};
use crate::database::Database;
use crate::error::StoreError;
use crate::notices::NoticeRow;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::{Moment, PersonId, TenantId};

/// The right of one sender to work on somebody's webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookLease {
    /// Whose people.
    pub tenant: TenantId,
    /// Whose webhook.
    pub person: PersonId,
    /// A word that no other sender has.
    pub holder: String,
}

/// An attempt that was in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookPutOff {
    /// Since when nothing could be delivered.
    pub first_try_at: Moment,
    /// When to try again.
    pub next_try_at: Moment,
    /// What went wrong.
    pub fault: String,
    /// What was told until then is given up, if anything is.
    pub give_up_until: Option<Moment>,
}

impl Store {
    /// Takes or prolongs a lease until `until`. False if another sender holds it, or the webhook is gone.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lease_webhook(
        &self,
        lease: &WebhookLease,
        now: Moment,
        until: Moment,
    ) -> Result<bool, StoreError> {
        // One process has an SQLite database, so whoever held a lease before is dead.
        let is_alone = matches!(self.database(), Database::Sqlite { .. });
        let mut tx = self.database().write(&lease.tenant).await?;
        let rows = on!(&mut tx, |c| {
            sqlx::query(
            "UPDATE notice_webhook SET lease_holder = $3, lease_until = $5 WHERE tenant = $1 AND person = $2 \
             AND (lease_holder = $3 OR lease_until <= $4)"
        )
        .bind(lease.tenant.as_str())
        .bind(lease.person.as_str())
        .bind(&lease.holder)
        .bind(if is_alone { i64::MAX } else { now.unix_micros() })
        .bind(until.unix_micros())
        .execute(c)
        .await?
        .rows_affected()
        });
        tx.commit().await?;
        Ok(rows > 0)
    }

    /// Gives a lease back.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn release_webhook(&self, lease: &WebhookLease) -> Result<(), StoreError> {
        let mut tx = self.database().write(&lease.tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "UPDATE notice_webhook SET lease_holder = NULL, lease_until = $4 \
                 WHERE tenant = $1 AND person = $2 AND lease_holder = $3"
            )
            .bind(lease.tenant.as_str())
            .bind(lease.person.as_str())
            .bind(&lease.holder)
            .bind(Moment::MIN.unix_micros())
        )?;
        tx.commit().await
    }

    /// The notices that wait for somebody's webhook, as they were told; `limit` at most.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn waiting_notices(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        limit: u32,
    ) -> Result<Vec<NoticeRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT n.notice, n.kind, n.case_id, n.at, n.read_at FROM notice_delivery AS d JOIN notice AS n \
             ON n.tenant = d.tenant AND n.person = d.person AND n.notice = d.notice \
             WHERE d.tenant = $1 AND d.person = $2 ORDER BY d.told_at, n.at, n.notice LIMIT $3"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(i64::from(limit))
        .fetch_all(c)
        .await?))
    }

    /// Keeps that the webhook took a notice, which waits no more. Prolongs the lease; false if it was lost.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webhook_took(
        &self,
        lease: &WebhookLease,
        notice: &str,
        until: Moment,
    ) -> Result<bool, StoreError> {
        let mut tx = self.database().write(&lease.tenant).await?;
        let held = on!(&mut tx, |c| {
            sqlx::query(
            "UPDATE notice_webhook SET attempts = 0, first_try_at = NULL, fault = NULL, next_try_at = $5, \
             lease_until = $4 WHERE tenant = $1 AND person = $2 AND lease_holder = $3"
        )
        .bind(lease.tenant.as_str())
        .bind(lease.person.as_str())
        .bind(&lease.holder)
        .bind(until.unix_micros())
        .bind(Moment::MIN.unix_micros())
        .execute(c)
        .await?
        .rows_affected()
        });
        if held == 0 {
            tx.rollback().await?;
            return Ok(false);
        }
        execute!(
            &mut tx,
            sqlx::query("DELETE FROM notice_delivery WHERE tenant = $1 AND person = $2 AND notice = $3")
                .bind(lease.tenant.as_str())
                .bind(lease.person.as_str())
                .bind(notice)
        )?;
        tx.commit().await?;
        Ok(true)
    }

    /// Keeps that the webhook took nothing, and gives up what waited too long. Says how many that were.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_webhook_off(
        &self,
        lease: &WebhookLease,
        put_off: &WebhookPutOff,
    ) -> Result<u64, StoreError> {
        let mut tx = self.database().write(&lease.tenant).await?;
        let given_up = match put_off.give_up_until {
            None => 0,
            Some(until) => on!(&mut tx, |c| sqlx::query(
                "DELETE FROM notice_delivery WHERE tenant = $1 AND person = $2 AND told_at <= $3"
            )
            .bind(lease.tenant.as_str())
            .bind(lease.person.as_str())
            .bind(until.unix_micros())
            .execute(c)
            .await?
            .rows_affected()),
        };
        let held = on!(&mut tx, |c| {
            sqlx::query(
            "UPDATE notice_webhook SET attempts = attempts + 1, first_try_at = $4, next_try_at = $5, fault = $6, \
             given_up = given_up + $7 WHERE tenant = $1 AND person = $2 AND lease_holder = $3"
        )
        .bind(lease.tenant.as_str())
        .bind(lease.person.as_str())
        .bind(&lease.holder)
        .bind(put_off.first_try_at.unix_micros())
        .bind(put_off.next_try_at.unix_micros())
        .bind(&put_off.fault)
        .bind(count(given_up))
        .execute(c)
        .await?
        .rows_affected()
        });
        if held == 0 {
            // Another sender took over, and sees to it.
            tx.rollback().await?;
            return Ok(0);
        }
        tx.commit().await?;
        Ok(given_up)
    }
}
