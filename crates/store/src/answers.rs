//! The first answer to each idempotency key, and the look at the log's head that every unit of work begins with.

use crate::append::{IdempotencyKey, Outcome};
use crate::column::{Columns, FromColumns, one};
use crate::error::StoreError;
use crate::fold::StoredHead;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Moment, TenantId};

/// What a unit of work finds: the head of the log, and the answer that its key was given before.
pub(crate) struct Beginning {
    pub(crate) head: Option<StoredHead>,
    pub(crate) earlier: Option<Earlier>,
}

/// The answer that a key was given before.
pub(crate) struct Earlier {
    body: [u8; 32],
    answer: Vec<u8>,
    refused: bool,
}

impl FromColumns for Beginning {
    const TABLE: &'static str = "idempotency";
    const KEY: &'static str = "key";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let head = match columns.optional_number("size")? {
            Some(_) => Some(StoredHead::from_columns(columns)?),
            None => None,
        };
        let earlier = if columns.has_bytes("body")? { Some(Earlier::from_columns(columns)?) } else { None };
        Ok(Self { head, earlier })
    }
}

impl FromColumns for Earlier {
    const TABLE: &'static str = "idempotency";
    const KEY: &'static str = "key";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            body: columns.bytes32("body")?,
            answer: columns.bytes("answer")?,
            refused: columns.flag("refused")?,
        })
    }
}

impl Earlier {
    /// The earlier answer, if `key` asks the same thing again.
    pub(crate) fn repeat(self, key: &IdempotencyKey) -> Result<Outcome, StoreError> {
        if self.body != key.body {
            return Err(StoreError::KeyReused);
        }
        Ok(Outcome { answer: self.answer, refused: self.refused, repeated: true, records: Vec::new() })
    }
}

/// Looks at the head and at the key, in one round trip.
pub(crate) async fn begin(
    tx: &mut Tx,
    tenant: &TenantId,
    key: Option<&IdempotencyKey>,
) -> Result<Beginning, StoreError> {
    on!(tx, |c| one(&sqlx::query(
        "SELECT head.size, head.frontier, head.last_at, \
         idempotency.key, idempotency.body, idempotency.answer, idempotency.refused \
         FROM (SELECT CAST($1 AS TEXT) AS tenant) AS this \
         LEFT JOIN head ON head.tenant = this.tenant \
         LEFT JOIN idempotency ON idempotency.tenant = this.tenant \
         AND idempotency.principal = $2 AND idempotency.key = $3"
    )
    .bind(tenant.as_str())
    .bind(key.map(|key| key.principal.as_str()))
    .bind(key.map(|key| key.key.as_str()))
    .fetch_one(c)
    .await?))
}

/// Keeps the first answer to a key. If another writer kept one meanwhile, the unique key refuses this one.
pub(crate) async fn keep(
    tx: &mut Tx,
    tenant: &TenantId,
    key: &IdempotencyKey,
    outcome: &Outcome,
    at: Moment,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO idempotency (tenant, principal, key, body, answer, refused, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
        )
        .bind(tenant.as_str())
        .bind(key.principal.as_str())
        .bind(key.key.as_str())
        .bind(&key.body[..])
        .bind(outcome.answer.as_slice())
        .bind(outcome.refused)
        .bind(at.unix_micros())
    )
}

impl Store {
    /// Forgets the answers to idempotency keys that were given before `before`, of all tenants. Says how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_idempotency(&self, before: Moment) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        for tenant in self.tenants().await? {
            let mut tx = self.database().write(&tenant).await?;
            forgotten +=
                on!(&mut tx, |c| sqlx::query("DELETE FROM idempotency WHERE tenant = $1 AND at < $2")
                    .bind(tenant.as_str())
                    .bind(before.unix_micros())
                    .execute(c)
                    .await?
                    .rows_affected());
            tx.commit().await?;
        }
        Ok(forgotten)
    }
}
