//! A transaction of either database, bound to one tenant.

use crate::error::StoreError;
use sqlx::{Postgres, Sqlite, Transaction};

/// A transaction of either database. Dropping it rolls it back.
///
/// INVARIANT: on PostgreSQL, `app.tenant` is set before anything else, so row-level security shows this tenant's
/// rows alone (or `app.role`, for the vendor's queue). SQLite has no such lock: every query names the tenant too.
pub(crate) enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Makes all that was written durable.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let committed = match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        };
        committed.map_err(|why| StoreError::Commit(why.to_string()))
    }

    /// Undoes all that was written, and waits until that is done.
    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await?,
            Self::Postgres(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }
}

/// Writes the same call twice, for the connection of each database: one SQL text, `$1` placeholders.
macro_rules! on {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            $crate::transaction::Tx::Sqlite(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
            $crate::transaction::Tx::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}
pub(crate) use on;

/// Runs a statement whose rows, if any, do not matter.
macro_rules! execute {
    ($tx:expr, $query:expr) => {
        $crate::transaction::on!($tx, |connection| $query.execute(connection).await.map(|_| ()))
            .map_err($crate::error::StoreError::from)
    };
}
pub(crate) use execute;
