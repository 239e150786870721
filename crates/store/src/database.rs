//! The connections to a database, and how a transaction on it begins.

use crate::error::StoreError;
use crate::location::Location;
use crate::migrate;
use crate::options::Synchronous;
use crate::transaction::Tx;
use domain::TenantId;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, Executor, PgPool, SqliteConnection, SqlitePool};
use std::fmt::Write;
use std::path::Path;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How long a statement waits for another process that holds an SQLite database, such as a backup.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for a connection before it is told that the store is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections that read an SQLite database. Each is a thread.
const SQLITE_READERS: u32 = 4;
/// Connections to a PostgreSQL database.
const POSTGRES_CONNECTIONS: u32 = 16;

/// Whether no transaction was left open on a connection. One that could not be undone (on a full disk even undoing can
/// fail) would keep every later one from beginning, so such a connection is closed, which undoes it.
fn is_free(connection: &SqliteConnection) -> bool {
    let is_free = !connection.is_in_transaction();
    if !is_free {
        tracing::warn!("a transaction was left open; its connection is closed, and another opened");
    }
    is_free
}

/// The connections to a database.
#[derive(Clone)]
pub(crate) enum Database {
    /// SQLite: one connection writes, others read.
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    /// PostgreSQL.
    Postgres(PgPool),
}

/// Whom a transaction acts for, as row-level security sees it.
#[derive(Clone, Copy)]
enum Binding<'a> {
    /// One tenant: its rows alone.
    Tenant(&'a TenantId),
    /// The vendor: the queue of all tenants, to read.
    Vendor,
    /// Nobody: the index of tenants and the clock's mark.
    Nobody,
}

/// A transaction that begins. Boxed, since every operation waits for one: else the compiler proves through the whole of
/// `sqlx`, for each anew, that its future can move between threads.
type Beginning<'a> = Pin<Box<dyn Future<Output = Result<Tx, StoreError>> + Send + 'a>>;

impl Database {
    /// Brings the database up to date and connects to it.
    pub(crate) async fn open(location: &Location, synchronous: Synchronous) -> Result<Self, StoreError> {
        match location {
            Location::Sqlite(path) => Self::open_sqlite(path, synchronous).await,
            Location::Postgres(url) => Self::open_postgres(url).await,
        }
    }

    async fn open_sqlite(path: &Path, synchronous: Synchronous) -> Result<Self, StoreError> {
        let synchronous = match synchronous {
            Synchronous::Full => SqliteSynchronous::Full,
            Synchronous::Normal => SqliteSynchronous::Normal,
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .busy_timeout(BUSY_TIMEOUT);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .before_acquire(|connection, _| Box::pin(async move { Ok(is_free(connection)) }))
            .connect_with(options.clone())
            .await?;
        migrate::sqlite(&writer, path, &migrate::SQLITE).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options.create_if_missing(false).read_only(true))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?;
        migrate::postgres(&options).await?;
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // A ping before every use would be a round trip more; a broken connection shows soon enough.
            .test_before_acquire(false)
            .after_connect(|connection, _| {
                // The role that owns no table, so that row-level security binds whoever the address names.
                Box::pin(async move { connection.execute("SET ROLE glasscase_app").await.map(|_| ()) })
            })
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// Begins to write for a tenant.
    pub(crate) fn write<'a>(&'a self, tenant: &'a TenantId) -> Beginning<'a> {
        self.begin_writing(Binding::Tenant(tenant))
    }

    /// Begins to write what belongs to no tenant.
    pub(crate) fn write_for_nobody(&self) -> Beginning<'_> {
        self.begin_writing(Binding::Nobody)
    }

    /// Begins to read for a tenant. All reads of the transaction see one instant.
    pub(crate) fn read<'a>(&'a self, tenant: &'a TenantId) -> Beginning<'a> {
        self.begin_reading(Binding::Tenant(tenant))
    }

    /// Begins to read the vendor's queue.
    pub(crate) fn read_for_vendor(&self) -> Beginning<'_> {
        self.begin_reading(Binding::Vendor)
    }

    /// Begins to read what belongs to no tenant.
    pub(crate) fn read_for_nobody(&self) -> Beginning<'_> {
        self.begin_reading(Binding::Nobody)
    }

    fn begin_writing<'a>(&'a self, binding: Binding<'a>) -> Beginning<'a> {
        Box::pin(async move {
            match self {
                Self::Sqlite { writer, .. } => Ok(Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)),
                Self::Postgres(pool) => begin_postgres(pool, "BEGIN", binding).await,
            }
        })
    }

    fn begin_reading<'a>(&'a self, binding: Binding<'a>) -> Beginning<'a> {
        Box::pin(async move {
            match self {
                Self::Sqlite { readers, .. } => Ok(Tx::Sqlite(readers.begin().await?)),
                Self::Postgres(pool) => {
                    begin_postgres(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", binding).await
                }
            }
        })
    }

    /// Waits for what is under way and closes the connections.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins a transaction and binds it, in one round trip. Several statements in one message take no parameters, so
/// the tenant's id travels as hexadecimal digits, which nothing can break out of.
async fn begin_postgres(pool: &PgPool, begin: &str, binding: Binding<'_>) -> Result<Tx, StoreError> {
    let mut sql = begin.to_owned();
    match binding {
        Binding::Tenant(tenant) => {
            sql.push_str("; SELECT set_config('app.tenant', convert_from('\\x");
            for byte in tenant.as_str().bytes() {
                // Writing to a string cannot fail.
                let _ = write!(sql, "{byte:02x}");
            }
            sql.push_str("'::bytea, 'UTF8'), true)");
        }
        Binding::Vendor => sql.push_str("; SELECT set_config('app.role', 'vendor', true)"),
        Binding::Nobody => {}
    }
    let sql: Arc<str> = sql.into();
    for _ in 0..POSTGRES_CONNECTIONS {
        match pool.begin_with(AssertSqlSafe(Arc::clone(&sql))).await {
            Ok(transaction) => return Ok(Tx::Postgres(transaction)),
            // After a restart of the server every pooled connection is broken; the next one tried may be new.
            Err(why) if is_broken(&why) => tracing::debug!(%why, "a pooled connection was broken"),
            Err(why) => return Err(why.into()),
        }
    }
    Ok(Tx::Postgres(pool.begin_with(AssertSqlSafe(sql)).await?))
}

/// Whether the connection ended before it began a transaction: it broke, or the server shut down (57P01).
fn is_broken(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().as_deref() == Some("57P01"),
        _ => false,
    }
}
