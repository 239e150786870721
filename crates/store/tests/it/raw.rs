//! A connection past the store, to look at what is there and to damage it.

use crate::databases::Opened;
use domain::TenantId;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};
use store::Location;

pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    /// Connects as who owns the tables; on PostgreSQL, bound to a tenant.
    pub(crate) async fn connect(opened: &Opened, tenant: &TenantId) -> Self {
        match &opened.location {
            Location::Sqlite(path) => {
                Self::Sqlite(SqliteConnectOptions::new().filename(path).connect().await.unwrap())
            }
            Location::Postgres(url) => {
                let mut raw = Self::Postgres(PgConnection::connect(url).await.unwrap());
                raw.bind(tenant.as_str()).await;
                raw
            }
        }
    }

    /// Binds the session to a tenant, or to none; on PostgreSQL only.
    pub(crate) async fn bind(&mut self, tenant: &str) {
        if let Self::Postgres(connection) = self {
            let bind = sqlx::query("SELECT set_config('app.tenant', $1, false)").bind(tenant);
            bind.execute(connection).await.unwrap();
        }
    }

    /// Goes on with the rights that the store has.
    pub(crate) async fn as_application(&mut self) {
        if let Self::Postgres(connection) = self {
            connection.execute("SET ROLE glasscase_app").await.unwrap();
        }
    }

    pub(crate) async fn execute(&mut self, sql: &str) -> u64 {
        self.try_execute(sql).await.unwrap_or_else(|why| panic!("{sql}: {why}"))
    }

    /// Runs a statement and says how many rows it changed.
    pub(crate) async fn try_execute(&mut self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(connection) => connection.execute(sql).await?.rows_affected(),
            Self::Postgres(connection) => connection.execute(sql).await?.rows_affected(),
        })
    }

    pub(crate) async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
        }
    }

    pub(crate) async fn texts(&mut self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_all(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_all(connection).await.unwrap(),
        }
    }

    pub(crate) async fn close(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
        }
    }
}
