//! Brings a database's tables up to date when it is opened. Each database has its own folder of small files, which
//! are never changed once released.

use crate::error::StoreError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection, SqlSafeStr, SqlitePool};
use std::path::{Path, PathBuf};

/// A migration: its name and its SQL. The number of each is its place in the list, from 1.
pub(crate) type Script = (&'static str, &'static str);

macro_rules! scripts {
    ($folder:literal: $($name:literal)*) => {
        [$(($name, include_str!(concat!("../migrations/", $folder, "/", $name, ".sql")))),*]
    };
}

/// The migrations of SQLite.
pub(crate) static SQLITE: [Script; 28] = scripts!("sqlite":
    "0001_log" "0002_parts" "0003_cases" "0004_runs" "0005_access_requests" "0006_vendor_queue" "0007_directory"
    "0008_answers" "0009_checkpoints" "0010_subscriptions" "0011_open_queue" "0012_namesakes" "0013_dry_runs"
    "0014_attached_bundles" "0015_case_engineers" "0016_resources" "0017_subtrees" "0018_witnesses"
    "0019_destinations" "0020_notices" "0021_mail" "0022_correlations" "0023_halts" "0024_mail_taken"
    "0025_event_lists" "0026_counts" "0027_notice_webhooks" "0028_confirmed_mail");

/// The migrations of PostgreSQL.
static POSTGRES: [Script; 28] = scripts!("postgres":
    "0001_log" "0002_parts" "0003_cases" "0004_runs" "0005_access_requests" "0006_vendor_queue" "0007_directory"
    "0008_answers" "0009_checkpoints" "0010_subscriptions" "0011_open_queue" "0012_namesakes" "0013_dry_runs"
    "0014_attached_bundles" "0015_case_engineers" "0016_resources" "0017_subtrees" "0018_witnesses"
    "0019_destinations" "0020_notices" "0021_mail" "0022_correlations" "0023_halts" "0024_mail_taken"
    "0025_event_lists" "0026_counts" "0027_notice_webhooks" "0028_confirmed_mail");

fn migrator(scripts: &[Script]) -> Migrator {
    let migrations = (1..).zip(scripts).map(|(number, (name, sql))| {
        Migration::new(number, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// Runs the scripts that an SQLite database lacks, after copying a database that has some of them already.
pub(crate) async fn sqlite(pool: &SqlitePool, path: &Path, scripts: &[Script]) -> Result<(), StoreError> {
    let applied = applied(pool).await?;
    if applied > 0 && applied < scripts.len() {
        copy(pool, &copy_path(path, applied)).await?;
    }
    let mut connection = pool.acquire().await?;
    // Not `run`: its future is not `Send` for every lifetime, so nobody could open a store in a spawned task.
    Ok(migrator(scripts).run_direct(None, &mut *connection, false).await?)
}

/// How many scripts the database has.
async fn applied(pool: &SqlitePool) -> Result<usize, StoreError> {
    let known: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_one(pool)
        .await?;
    if known == 0 {
        return Ok(0);
    }
    let applied: i64 = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations").fetch_one(pool).await?;
    Ok(usize::try_from(applied).unwrap_or_default())
}

/// Where the copy of a database goes: beside it, named for the number of scripts that it has.
fn copy_path(path: &Path, applied: usize) -> PathBuf {
    let mut copy = path.as_os_str().to_owned();
    copy.push(format!(".before-{:04}", applied + 1));
    PathBuf::from(copy)
}

/// Copies the database. A copy of that name is from an attempt that failed and changed nothing: it is replaced.
async fn copy(pool: &SqlitePool, to: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::Copy { path: to.display().to_string(), source };
    match tokio::fs::remove_file(to).await {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(failed(sqlx::Error::Io(why))),
        _ => {}
    }
    let path =
        to.to_str().ok_or_else(|| failed(sqlx::Error::Configuration("the path is not UTF-8".into())))?;
    sqlx::query("VACUUM INTO $1").bind(path).execute(pool).await.map_err(failed)?;
    // What is copied but not synced would not be there after a power cut during the migration.
    let synced = async { tokio::fs::File::open(to).await?.sync_all().await }.await;
    synced.map_err(|why| failed(sqlx::Error::Io(why)))?;
    tracing::info!(copy = %to.display(), "copied the database before bringing it up to date");
    Ok(())
}

/// The key of the advisory lock that lets one process at a time bring a database up to date ("glasscas").
const LOCK: i64 = 0x676c_6173_7363_6173;
/// How often making the role is tried: roles belong to the cluster, and no lock spans its databases.
const ROLE_ATTEMPTS: u32 = 10;

/// Makes the application's role where it is missing and runs the scripts that a PostgreSQL database lacks.
pub(crate) async fn postgres(options: &PgConnectOptions) -> Result<(), StoreError> {
    let mut connection = PgConnection::connect_with(options).await?;
    sqlx::query("SELECT pg_advisory_lock($1)").bind(LOCK).execute(&mut connection).await?;
    ensure_role(&mut connection).await?;
    migrator(&POSTGRES).run_direct(None, &mut connection, false).await?;
    // Closing the connection gives the lock back, on every other way out of here too.
    Ok(connection.close().await?)
}

/// The role that the application acts as. It owns no table and cannot bypass row-level security.
async fn ensure_role(connection: &mut PgConnection) -> Result<(), StoreError> {
    for attempt in 1.. {
        match connection.execute(MAKE_ROLE).await {
            Ok(_) => break,
            // Another database of the cluster is doing the same: unique key, existing role, or changed row.
            Err(sqlx::Error::Database(error))
                if attempt < ROLE_ATTEMPTS
                    && matches!(error.code().as_deref(), Some("23505" | "42710" | "XX000")) =>
            {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

const MAKE_ROLE: &str = "
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'glasscase_app') THEN
        CREATE ROLE glasscase_app NOLOGIN NOBYPASSRLS;
    END IF;
    IF NOT pg_has_role(current_user, 'glasscase_app', 'MEMBER') THEN
        GRANT glasscase_app TO CURRENT_USER;
    END IF;
END
$$";

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::SqliteConnectOptions;

    async fn open(path: &Path) -> SqlitePool {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        SqlitePool::connect_with(options).await.unwrap()
    }

    #[tokio::test]
    async fn an_older_database_is_copied_before_it_is_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let pool = open(&path).await;
        sqlite(&pool, &path, &SQLITE[..3]).await.unwrap();
        sqlx::query("INSERT INTO tenant_index (tenant, next_due) VALUES ('contoso', 7)")
            .execute(&pool)
            .await
            .unwrap();
        let copy = copy_path(&path, 3);
        assert!(!copy.exists(), "a new database has nothing to copy");

        tokio::fs::write(&copy, "left by an attempt that failed").await.unwrap();
        sqlite(&pool, &path, &SQLITE).await.unwrap();
        assert_eq!(applied(&pool).await.unwrap(), SQLITE.len());

        let copied = open(&copy).await;
        assert_eq!(applied(&copied).await.unwrap(), 3, "the copy is as it was before");
        let due: i64 =
            sqlx::query_scalar("SELECT next_due FROM tenant_index").fetch_one(&copied).await.unwrap();
        assert_eq!(due, 7);

        sqlite(&pool, &path, &SQLITE).await.unwrap();
        assert!(!copy_path(&path, SQLITE.len()).exists(), "nothing to bring up to date, nothing copied");
    }

    #[tokio::test]
    async fn events_that_were_there_before_are_in_the_lists_by_kind_and_actor() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let pool = open(&path).await;
        sqlite(&pool, &path, &SQLITE[..24]).await.unwrap();
        for sql in [
            "INSERT INTO event (tenant, sequence, at, recorded_at, leaf, leaf_hash) VALUES ('contoso', 0, 1, 1, \
             '{\"v\":1,\"by\":{\"person\":\"ada\"},\"event\":{\"type\":\"case_said\",\"case\":\"c1\"}}', x'00')",
            "INSERT INTO case_event (tenant, case_id, sequence) VALUES ('contoso', 'c1', 0)",
        ] {
            sqlx::query(sql).execute(&pool).await.unwrap();
        }
        sqlite(&pool, &path, &SQLITE).await.unwrap();
        let listed: (String, String, String) = sqlx::query_as(
            "SELECT event.kind, event.actor, case_event.kind FROM event JOIN case_event USING (tenant, sequence)",
        )
        .fetch_one(&pool)
        .await
        .unwrap();
        let said = "case_said".to_owned();
        assert_eq!(listed, (said.clone(), "{\"person\":\"ada\"}".to_owned(), said));
    }

    #[test]
    fn both_databases_have_the_same_scripts() {
        let names = |scripts: &[Script]| scripts.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }
}
