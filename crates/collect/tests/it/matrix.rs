//! The fault matrix: which faults each diagnostic found, and what it cost. Every run of these tests is one of its rows.

use diagnostics::{Form, Verdict};
use domain::Categories;
use std::env;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::time::Duration;

/// Names the file that rows are appended to; without it nothing is recorded. `cargo xtask bench diagnostics` reads it.
const FILE: &str = "GLASSCASE_FAULT_MATRIX";

/// What one run came to.
pub(crate) struct Row<'a> {
    pub(crate) form: &'a Form,
    /// The analyzers that found a fault; none for a healthy twin.
    pub(crate) faults: Vec<&'a str>,
    pub(crate) taken: Duration,
    /// Bytes of facts and text.
    pub(crate) bytes: usize,
    /// The categories that they hold.
    pub(crate) found: Categories,
    /// Whether a test set the facts, instead of planting a fault.
    pub(crate) is_set: bool,
}

/// Appends a row in one piece, since tests run at the same time: the diagnostic, the faults that it can find, those that
/// it found, milliseconds, bytes, the categories found, and whether the facts were set, joined by tabs and lists by commas.
pub(crate) fn record(row: &Row) {
    let Some(file) = env::var_os(FILE) else { return };
    let is_fault = |verdict| verdict != Verdict::Pass;
    let known: Vec<&str> = row
        .form
        .analyzers
        .iter()
        .filter(|analyzer| is_fault(analyzer.verdict))
        .map(|analyzer| analyzer.id.as_str())
        .collect();
    let fields = [
        row.form.id.to_string(),
        known.join(","),
        row.faults.join(","),
        row.taken.as_millis().to_string(),
        row.bytes.to_string(),
        row.found.to_string().replace(", ", ","),
        if row.is_set { "set" } else { "planted" }.to_owned(),
    ];
    let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(format!("{}\n", fields.join("\t")).as_bytes()).unwrap();
}
