//! The state of a file of SQLite: its structure, its log, who writes. Nothing is written and no row of the customer's is
//! handed over.

mod file;
mod locks;
mod structure;

use crate::CollectError;
use crate::database::{Failure, Opening};
use crate::site::Site;
use diagnostics::collector::Sqlite;
use file::DatabaseFile;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// The longest that a check may take, in seconds.
const CHECK_SECONDS_MAX: u64 = 60;

/// Looks at the file from outside, then at its structure.
pub(super) fn collect(site: &mut Site, parameters: &Sqlite) -> Result<Value, CollectError> {
    let name = parameters.database.get(site.inputs)?;
    let seconds = parameters.check_seconds.get(site.inputs)?.clamp(1, CHECK_SECONDS_MAX);
    let scoped = site.database_file(&name)?;
    let mut told = Opening::of(&name);
    let mut facts = Map::new();
    let outcome = match DatabaseFile::look(&scoped) {
        Ok(file) => {
            facts.insert("file".to_owned(), file.facts());
            // Closing a file ends all locks that this process holds on it, so this comes before SQLite opens it.
            facts.insert("writer".to_owned(), locks::watch(site, &scoped, &file)?);
            let limit = Duration::from_secs(seconds).min(site.budget.time_left());
            structure::check(&file, limit).map(|structure| {
                facts.extend(structure);
            })
        }
        Err(failure) => Err(failure),
    };
    told.conclude(outcome);
    told.with(site, facts)
}

fn unreadable(reason: impl Into<String>) -> Failure {
    Failure::new("open", reason)
}

/// What SQLite says of an error, with its extended code.
fn refused(error: &rusqlite::Error) -> Failure {
    let rusqlite::Error::SqliteFailure(cause, message) = error else {
        return unreadable(error.to_string());
    };
    let reason = message.clone().unwrap_or_else(|| cause.to_string());
    Failure { phase: "open", reason, code: Some(cause.extended_code.to_string()) }
}

/// A list of nothing, where a check did not come about.
fn no_problems() -> Value {
    json!({ "finished": false, "problems": [] })
}
