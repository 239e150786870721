//! What a sender keeps of its progress. Every write asks that the sender still holds its lease, so two replicas never
//! move one position.

use crate::column::count;
use crate::database::Database;
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::{DestinationId, Moment, TenantId};

/// The right of one sender to work on a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Whose.
    pub tenant: TenantId,
    /// On which destination.
    pub destination: DestinationId,
    /// A word that no other sender has.
    pub holder: String,
}

/// An attempt that was in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutOff {
    /// How often the entry was tried by now.
    pub attempts: u64,
    /// When it was first tried.
    pub first_try_at: Moment,
    /// When to try again.
    pub next_try_at: Moment,
    /// What went wrong.
    pub fault: String,
}

/// Runs a statement and says whether it changed a row.
macro_rules! changed {
    ($store:expr, $tenant:expr, $query:expr) => {{
        let mut tx = $store.database().write($tenant).await?;
        let rows = on!(&mut tx, |c| $query.execute(c).await?.rows_affected());
        tx.commit().await?;
        Ok(rows > 0)
    }};
}

impl Store {
    /// Takes or prolongs a lease until `until`. False if another sender holds it, or the destination is gone.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lease(&self, lease: &Lease, now: Moment, until: Moment) -> Result<bool, StoreError> {
        // One process has an SQLite database, so whoever held a lease before is dead.
        let is_alone = matches!(self.database(), Database::Sqlite { .. });
        changed!(
            self,
            &lease.tenant,
            sqlx::query(
                "UPDATE destination SET lease_holder = $3, lease_until = $5 WHERE tenant = $1 \
                 AND destination = $2 AND (lease_holder = $3 OR lease_until <= $4)"
            )
            .bind(lease.tenant.as_str())
            .bind(lease.destination.as_str())
            .bind(&lease.holder)
            .bind(if is_alone { i64::MAX } else { now.unix_micros() })
            .bind(until.unix_micros())
        )
    }

    /// Gives a lease back.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn release(&self, lease: &Lease) -> Result<bool, StoreError> {
        changed!(
            self,
            &lease.tenant,
            sqlx::query(
                "UPDATE destination SET lease_holder = NULL, lease_until = $4 \
                 WHERE tenant = $1 AND destination = $2 AND lease_holder = $3"
            )
            .bind(lease.tenant.as_str())
            .bind(lease.destination.as_str())
            .bind(&lease.holder)
            .bind(Moment::MIN.unix_micros())
        )
    }

    /// Moves the position from `from` to `to`: what lies between was delivered. Prolongs the lease. False if the lease
    /// was lost or somebody moved the position meanwhile.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn delivered(
        &self,
        lease: &Lease,
        from: u64,
        to: u64,
        until: Moment,
    ) -> Result<bool, StoreError> {
        changed!(
            self,
            &lease.tenant,
            sqlx::query(
                "UPDATE destination SET position = $5, attempts = 0, first_try_at = NULL, fault = NULL, \
                 next_try_at = $7, lease_until = $6 \
                 WHERE tenant = $1 AND destination = $2 AND lease_holder = $3 AND position = $4"
            )
            .bind(lease.tenant.as_str())
            .bind(lease.destination.as_str())
            .bind(&lease.holder)
            .bind(count(from))
            .bind(count(to))
            .bind(until.unix_micros())
            .bind(Moment::MIN.unix_micros())
        )
    }

    /// Keeps that the entry at `position` was tried in vain.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_off(&self, lease: &Lease, position: u64, put_off: &PutOff) -> Result<bool, StoreError> {
        changed!(
            self,
            &lease.tenant,
            sqlx::query(
                "UPDATE destination SET attempts = $5, first_try_at = $6, next_try_at = $7, fault = $8 \
                 WHERE tenant = $1 AND destination = $2 AND lease_holder = $3 AND position = $4"
            )
            .bind(lease.tenant.as_str())
            .bind(lease.destination.as_str())
            .bind(&lease.holder)
            .bind(count(position))
            .bind(count(put_off.attempts))
            .bind(put_off.first_try_at.unix_micros())
            .bind(put_off.next_try_at.unix_micros())
            .bind(&put_off.fault)
        )
    }

    /// Gives the entry at `position` up: it goes to the list of what was not delivered, and the position moves on, in
    /// one transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn give_up(
        &self,
        lease: &Lease,
        position: u64,
        now: Moment,
        last: &PutOff,
    ) -> Result<bool, StoreError> {
        let mut tx = self.database().write(&lease.tenant).await?;
        let moved = on!(&mut tx, |c| {
            sqlx::query(
            "UPDATE destination SET position = $5, attempts = 0, first_try_at = NULL, fault = $6, next_try_at = $7 \
             WHERE tenant = $1 AND destination = $2 AND lease_holder = $3 AND position = $4"
        )
        .bind(lease.tenant.as_str())
        .bind(lease.destination.as_str())
        .bind(&lease.holder)
        .bind(count(position))
        .bind(count(position.saturating_add(1)))
        .bind(&last.fault)
        .bind(Moment::MIN.unix_micros())
        .execute(c)
        .await?
        .rows_affected()
        });
        if moved == 0 {
            tx.rollback().await?;
            return Ok(false);
        }
        execute!(
            &mut tx,
            sqlx::query(
            "INSERT INTO undelivered (tenant, destination, sequence, given_up_at, attempts, fault, again) \
             VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (tenant, destination, sequence) DO UPDATE \
             SET given_up_at = excluded.given_up_at, attempts = excluded.attempts, fault = excluded.fault, again = 0"
        )
        .bind(lease.tenant.as_str())
        .bind(lease.destination.as_str())
        .bind(count(position))
        .bind(now.unix_micros())
        .bind(count(last.attempts))
        .bind(&last.fault)
        )?;
        tx.commit().await?;
        Ok(true)
    }

    /// An entry that had been given up was delivered after all.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn made_good(&self, lease: &Lease, sequence: u64) -> Result<bool, StoreError> {
        changed!(
            self,
            &lease.tenant,
            sqlx::query("DELETE FROM undelivered WHERE tenant = $1 AND destination = $2 AND sequence = $3")
                .bind(lease.tenant.as_str())
                .bind(lease.destination.as_str())
                .bind(count(sequence))
        )
    }

    /// An entry that had been given up was tried again in vain: it stays on the list until somebody asks once more.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn still_undelivered(
        &self,
        lease: &Lease,
        sequence: u64,
        fault: &str,
    ) -> Result<bool, StoreError> {
        changed!(
            self,
            &lease.tenant,
            sqlx::query(
                "UPDATE undelivered SET again = 0, attempts = attempts + 1, fault = $4 \
                 WHERE tenant = $1 AND destination = $2 AND sequence = $3"
            )
            .bind(lease.tenant.as_str())
            .bind(lease.destination.as_str())
            .bind(count(sequence))
            .bind(fault)
        )
    }
}
