//! What can go wrong between the program and its database.

use domain::SubscriptionId;
use sqlx::error::ErrorKind;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another request was made under the same idempotency key.
    #[error("this idempotency key was used before for another request; use a new key for a new request")]
    KeyReused,
    /// Others were faster, again and again. Nothing was written.
    #[error("the log is too busy at the moment and nothing was written; try again in a second")]
    Busy,
    /// The subscription belongs to another tenant. Nothing was written.
    #[error("the subscription `{0}` belongs to another tenant")]
    SubscriptionTaken(SubscriptionId),
    /// Somebody gave the name before. Nothing was written.
    #[error("the name `{0}` is taken")]
    NameTaken(String),
    /// The database refused or failed. Nothing was written.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The database cannot be written at all. Nothing was written.
    #[error("the database cannot be written, and nothing was: {0}")]
    Unavailable(String),
    /// The commit itself failed. Whether it took place is not known; asking again under the same idempotency key is
    /// safe, and tells.
    #[error(
        "the commit failed, and whether it took place is not known; ask again with the same idempotency key: {0}"
    )]
    Commit(String),
    /// A stored value makes no sense.
    #[error(
        "the stored value in table {table}, column {column}, row `{row}` makes no sense; if it is a projection, `glasscase rebuild` restores it"
    )]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What tells the row from the others of its tenant.
        row: String,
    },
    /// The database's tables could not be brought up to date.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The copy that is made before an existing database is brought up to date failed.
    #[error("the copy `{path}` that must be made before the database is brought up to date failed: {source}")]
    Copy {
        /// Where the copy was to go.
        path: String,
        /// Why it failed.
        source: sqlx::Error,
    },
    /// A value has no stored form.
    #[error("a value cannot be stored: {0}")]
    Unstorable(String),
    /// An event is longer than an entry of the log may be, so that no tile could hold it. Nothing was written.
    #[error(
        "the event would be {bytes} bytes long, and an entry of the log has {} at most; nothing was written: name fewer things at once, for instance fewer subscriptions in one case",
        ledger::tile::ENTRY_BYTES_MAX
    )]
    EntryTooLong {
        /// How long its leaf would be.
        bytes: usize,
    },
    /// The function that decides a command panicked. Nothing was written.
    #[error("the decision of this command failed inside; nothing was written")]
    Decision,
    /// The store was shut down.
    #[error("the store is closed")]
    Closed,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Closed,
            sqlx::Error::Database(database) if is_busy(database.code().as_deref()) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

/// Whether SQLite says that another process holds the database (codes 5 and 6, and their extended forms).
fn is_busy(code: Option<&str>) -> bool {
    matches!(code, Some("5" | "6" | "261" | "262" | "517" | "773"))
}

impl StoreError {
    /// The same once more, for another one who waited for the same transaction.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::Closed => Self::Closed,
            Self::Commit(why) => Self::Commit(why.clone()),
            other => Self::Unavailable(other.to_string()),
        }
    }

    /// Whether another writer was faster, so that deciding again may succeed: a key exists already (the next
    /// sequence, or an idempotency key), or PostgreSQL gave up one of two transactions.
    pub(crate) fn is_lost_race(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        let given_up = matches!(error.code().as_deref(), Some("40001" | "40P01"));
        given_up || error.kind() == ErrorKind::UniqueViolation
    }
}
