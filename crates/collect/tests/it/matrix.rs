//! The fault matrix: which faults each diagnostic found, and what it cost. Every run of these tests is one of its rows.

use domain::Categories;
use serde_json::json;
use std::env;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::time::Duration;

/// Names the file that rows are appended to, one JSON text a line; without it nothing is recorded.
const FILE: &str = "GLASSCASE_FAULT_MATRIX";

/// What one run came to.
pub(crate) struct Row<'a> {
    pub(crate) diagnostic: &'a str,
    /// The analyzers that found a fault; none for a healthy twin.
    pub(crate) faults: Vec<&'a str>,
    pub(crate) taken: Duration,
    /// Bytes of facts and text.
    pub(crate) bytes: usize,
    /// The categories that they hold.
    pub(crate) found: Categories,
}

/// Appends a row, whole or not at all: tests run at the same time.
pub(crate) fn record(row: &Row) {
    let Some(file) = env::var_os(FILE) else { return };
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let line = json!({
        "diagnostic": row.diagnostic, "test": test, "faults": row.faults, "milliseconds": row.taken.as_millis(),
        "bytes": row.bytes, "categories": row.found,
    });
    let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}
