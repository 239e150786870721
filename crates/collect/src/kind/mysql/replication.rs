//! The sources that a server replicates from. The texts of errors stay there: they may quote rows.

use crate::database::mysql::Row;
use serde_json::{Map, Value, json};

/// The sources, and how many of them do not work.
pub(super) fn read(rows: &[Row]) -> Map<String, Value> {
    let sources: Vec<Value> = rows.iter().map(source).collect();
    let stopped = |thread: &str| sources.iter().filter(|source| source[thread] != "Yes").count();
    let slowest = sources.iter().filter_map(|source| source["seconds_behind"].as_i64()).max().unwrap_or(0);
    let facts = [
        ("followed", json!(sources.len())),
        ("not_receiving", json!(stopped("receives"))),
        ("not_applying", json!(stopped("applies"))),
        ("slowest_seconds", json!(slowest)),
        ("sources", json!(sources)),
    ];
    facts.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

/// One source, whatever the server calls its columns.
fn source(row: &Row) -> Value {
    let either = |old: &str, new: &str| row.get(old).or_else(|| row.get(new)).cloned();
    json!({
        "name": either("connection_name", "channel_name"),
        "receives": either("slave_io_running", "replica_io_running"),
        "applies": either("slave_sql_running", "replica_sql_running"),
        "seconds_behind": either("seconds_behind_master", "seconds_behind_source"),
        "receive_error": row.get("last_io_errno"),
        "apply_error": row.get("last_sql_errno"),
    })
}
