//! Names and values, as `SHOW VARIABLES` and `SHOW STATUS` give them.

use crate::database::mysql::Row;
use crate::rounded::percent;
use serde_json::{Map, Value};

/// Each value under its name in lower case; what looks like a number is one.
pub(super) fn read(rows: &[Row]) -> Map<String, Value> {
    let text = |row: &Row, name: &str| row.get(name)?.as_str().map(str::to_owned);
    let named = rows.iter().filter_map(|row| {
        let value = text(row, "value")?;
        let value = value.parse::<i64>().map_or_else(|_| Value::from(value), Value::from);
        Some((text(row, "variable_name")?.to_lowercase(), value))
    });
    named.collect()
}

/// Adds how much of the connections is and was used.
pub(super) fn add_use(facts: &mut Map<String, Value>) {
    let number = |name: &str| facts.get(name).and_then(Value::as_u64).unwrap_or(0);
    let most = number("max_connections");
    let used = percent(number("threads_connected"), most);
    let peak = percent(number("max_used_connections"), most);
    facts.insert("used_percent".to_owned(), used.into());
    facts.insert("peak_percent".to_owned(), peak.into());
}
