//! The file as SQLite itself reads it.

use super::file::DatabaseFile;
use super::refused;
use crate::database::Failure;
use crate::rounded::{percent, tenths};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Result};
use serde_json::{Map, Value, json};
use std::os::unix::ffi::OsStrExt as _;
use std::time::{Duration, Instant};

/// How long a writer may keep us from reading.
const BUSY_PATIENCE: Duration = Duration::from_secs(1);
/// How many steps of SQLite's between two looks at the clock.
const STEPS: i32 = 1_000;
/// The most problems that are told.
const PROBLEMS_MAX: u32 = 20;
/// What stays as it is in an address: SQLite takes the rest apart.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// Opens the file and checks its structure for as long as `limit`.
pub(super) fn check(
    file: &DatabaseFile,
    limit: Duration,
) -> std::result::Result<Map<String, Value>, Failure> {
    // Without its log, a file in WAL mode can be opened only as one that nobody changes, since SQLite would have to make
    // the log. Somebody may open it at this very moment, so what is found then is judged with care.
    let unchanging = file.uses_wal && file.wal_bytes.is_none();
    let connection = open(file, unchanging).map_err(|error| refused(&error))?;
    let mut facts = Map::new();
    facts.insert("sqlite_version".to_owned(), rusqlite::version().into());
    facts.insert("unchanging".to_owned(), unchanging.into());
    facts.extend(figures(&connection).map_err(|error| refused(&error))?);
    let begun = Instant::now();
    connection.progress_handler(STEPS, Some(move || begun.elapsed() > limit)).map_err(|e| refused(&e))?;
    let mut found = problems(&connection)?;
    let opened_since = unchanging && file.beside("-wal").exists();
    if opened_since {
        found = super::no_problems();
    }
    found["seconds"] = json!(tenths(begun.elapsed().as_secs_f64()));
    facts.insert("check".to_owned(), found);
    Ok(facts)
}

fn open(file: &DatabaseFile, unchanging: bool) -> Result<Connection> {
    let path = percent_encode(file.path.as_os_str().as_bytes(), PLAIN);
    // Neither the file nor what lies beside it is made or written to, whatever this process may do.
    let how = if unchanging { "immutable=1" } else { "readonly_shm=1" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(format!("file:{path}?mode=ro&{how}"), flags)?;
    connection.busy_timeout(BUSY_PATIENCE)?;
    // The file may be a stranger's: nothing in its schema is run that could do more than compute.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn figures(connection: &Connection) -> Result<Map<String, Value>> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let text = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, String>(0));
    let (pages, free) = (number("page_count")?, number("freelist_count")?);
    let (of_all, of_free) = (u64::try_from(pages).unwrap_or(0), u64::try_from(free).unwrap_or(0));
    let facts = [
        ("journal_mode", Value::from(text("journal_mode")?)),
        ("page_bytes", number("page_size")?.into()),
        ("pages", pages.into()),
        ("free_pages", free.into()),
        ("free_percent", percent(of_free, of_all).into()),
        ("tables", connection.query_row(TABLES, [], |row| row.get::<_, i64>(0))?.into()),
    ];
    Ok(facts.map(|(name, value)| (name.to_owned(), value)).into_iter().collect())
}

/// Reads the schema, so that a damaged one is noticed.
const TABLES: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";

/// What `quick_check` finds: it reads every page once, and compares no index with its table.
fn problems(connection: &Connection) -> std::result::Result<Value, Failure> {
    let mut problems: Vec<String> = Vec::new();
    let outcome = connection.pragma(None, "quick_check", PROBLEMS_MAX, |row| {
        problems.push(row.get(0)?);
        Ok(())
    });
    problems.retain(|problem| problem != "ok");
    match outcome {
        Ok(()) => Ok(json!({ "finished": true, "problems": problems })),
        Err(rusqlite::Error::SqliteFailure(cause, _)) if cause.code == ErrorCode::OperationInterrupted => {
            Ok(json!({ "finished": false, "problems": problems }))
        }
        Err(rusqlite::Error::SqliteFailure(cause, message)) if cause.code == ErrorCode::DatabaseCorrupt => {
            problems.push(message.unwrap_or_else(|| cause.to_string()));
            Ok(json!({ "finished": false, "problems": problems }))
        }
        Err(error) => Err(refused(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::Scope;

    const ROWS: &str = "CREATE TABLE t (a TEXT);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i FROM n";

    #[test]
    fn a_check_ends_at_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        Connection::open(&path).unwrap().execute_batch(ROWS).unwrap();
        let scope = format!("sub: {{folders: ['{}']}}", folder.path().display());
        let scope = Scope::parse(&scope, Vec::new()).unwrap();
        let file = DatabaseFile::look(&scope.file(&"sub".parse().unwrap(), &path).unwrap()).unwrap();
        for (limit, finished) in [(Duration::ZERO, false), (Duration::from_mins(10), true)] {
            let facts = check(&file, limit).unwrap();
            assert_eq!(facts["check"]["finished"], finished, "{limit:?}");
        }
    }
}
