//! Where entries of a tenant's log are sent, and how far each destination is.
//!
//! The log itself is the outbox: an entry is there for every destination the moment it is appended, in the transaction
//! that it was decided in, and a destination's position only says how much of it was delivered. So nothing can be
//! appended without being due for delivery, and nothing can be delivered that was not appended.

mod sending;
mod writing;

pub use sending::{Lease, PutOff};
pub(crate) use writing::{list, put, put_secrets, remove, replay, unlist};

use crate::column::{Columns, FromColumns, all, count, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::on;
use domain::{DestinationForm, DestinationId, Moment, TenantId};
use std::fmt;

/// A destination to keep.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDestination {
    /// Its id.
    pub destination: DestinationId,
    /// How it is reached, and what it is sent.
    pub form: DestinationForm,
    /// Where it is.
    pub address: String,
    /// The secrets of a webhook, sealed.
    pub secrets: Option<Vec<u8>>,
    /// PEM of the authorities that vouch for a receiver; the system's where there is none.
    pub authorities: Option<String>,
    /// The first entry to send.
    pub position: u64,
}

/// A destination, and how far it is.
#[derive(Clone, PartialEq, Eq)]
pub struct DestinationRow {
    /// What was kept; its position moves on.
    pub kept: NewDestination,
    /// How often the entry at its position was tried in vain.
    pub attempts: u64,
    /// When that entry was first tried in vain.
    pub first_try_at: Option<Moment>,
    /// When it is tried next.
    pub next_try_at: Moment,
    /// What went wrong the last time.
    pub fault: Option<String>,
    /// How many entries that were given up wait to be sent again.
    pub replays: u64,
}

/// Secrets are not shown.
impl fmt::Debug for DestinationRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DestinationRow({} at {})", self.kept.destination, self.kept.position)
    }
}

impl FromColumns for DestinationRow {
    const TABLE: &'static str = "destination";
    const KEY: &'static str = "destination";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let kept = NewDestination {
            destination: columns.parsed("destination")?,
            form: columns.word("form")?,
            address: columns.text("address")?,
            secrets: columns.has_bytes("secrets")?.then(|| columns.bytes("secrets")).transpose()?,
            authorities: columns.optional_parsed("authorities")?,
            position: columns.count("position")?,
        };
        Ok(Self {
            kept,
            attempts: columns.count("attempts")?,
            first_try_at: columns.optional_moment("first_try_at")?,
            next_try_at: columns.moment("next_try_at")?,
            fault: columns.optional_parsed("fault")?,
            replays: columns.count("replays")?,
        })
    }
}

/// An entry that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndeliveredRow {
    /// Its place in the log.
    pub sequence: u64,
    /// When it was given up.
    pub given_up_at: Moment,
    /// How often it was tried.
    pub attempts: u64,
    /// What went wrong the last time.
    pub fault: String,
    /// Whether it waits to be sent again.
    pub again: bool,
}

impl FromColumns for UndeliveredRow {
    const TABLE: &'static str = "undelivered";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: columns.count("sequence")?,
            given_up_at: columns.moment("given_up_at")?,
            attempts: columns.count("attempts")?,
            fault: columns.text("fault")?,
            again: columns.count("again")? != 0,
        })
    }
}

struct Indexed(TenantId);

impl FromColumns for Indexed {
    const TABLE: &'static str = "destination_index";
    const KEY: &'static str = "tenant";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.parsed("tenant")?))
    }
}

impl Store {
    /// The tenants that have destinations, or people with webhooks, in byte order.
    ///
    /// # Errors
    /// If the database fails, or holds no id there.
    pub async fn tenants_with_destinations(&self) -> Result<Vec<TenantId>, StoreError> {
        let mut tx = self.database().read_for_nobody().await?;
        let rows =
            on!(&mut tx, |c| all(sqlx::query("SELECT tenant FROM destination_index ORDER BY tenant")
                .fetch_all(c)
                .await?)?);
        Ok(rows.into_iter().map(|Indexed(tenant)| tenant).collect())
    }

    /// A tenant's destinations, in byte order of their ids.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn destinations(&self, tenant: &TenantId) -> Result<Vec<DestinationRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT destination, form, address, secrets, authorities, position, attempts, first_try_at, \
             next_try_at, fault, (SELECT count(*) FROM undelivered WHERE undelivered.tenant = $1 \
             AND undelivered.destination = destination.destination AND again = 1) AS replays \
             FROM destination WHERE tenant = $1 ORDER BY destination"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?))
    }

    /// A destination.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn destination(
        &self,
        tenant: &TenantId,
        destination: &DestinationId,
    ) -> Result<Option<DestinationRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT destination, form, address, secrets, authorities, position, attempts, first_try_at, \
                 next_try_at, fault, (SELECT count(*) FROM undelivered WHERE undelivered.tenant = $1 \
                 AND undelivered.destination = $2 AND again = 1) AS replays \
                 FROM destination WHERE tenant = $1 AND destination = $2"
            )
            .bind(tenant.as_str())
            .bind(destination.as_str())
            .fetch_optional(c)
            .await?
        ))
    }

    /// The entries that were given up for a destination, oldest first; `limit` of them from sequence `from`.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn undelivered(
        &self,
        tenant: &TenantId,
        destination: &DestinationId,
        from: u64,
        limit: u32,
    ) -> Result<Vec<UndeliveredRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT sequence, given_up_at, attempts, fault, again FROM undelivered \
             WHERE tenant = $1 AND destination = $2 AND sequence >= $3 ORDER BY sequence LIMIT $4"
        )
        .bind(tenant.as_str())
        .bind(destination.as_str())
        .bind(count(from))
        .bind(i64::from(limit))
        .fetch_all(c)
        .await?))
    }

    /// The first entry that was given up and waits to be sent again.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn next_again(
        &self,
        tenant: &TenantId,
        destination: &DestinationId,
    ) -> Result<Option<UndeliveredRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT sequence, given_up_at, attempts, fault, again FROM undelivered \
                 WHERE tenant = $1 AND destination = $2 AND again = 1 ORDER BY sequence LIMIT 1"
            )
            .bind(tenant.as_str())
            .bind(destination.as_str())
            .fetch_optional(c)
            .await?
        ))
    }
}
