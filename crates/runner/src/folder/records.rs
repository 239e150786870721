//! The runner's own copy of what it said about its runs (`glasscase verify --runner-log`).

use super::error::FolderError;
use super::{DataFolder, durable};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

const RECORDS: &str = "run-records.jsonl";

/// A run record with the runner's signature: one line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedRecord {
    /// The canonical text of a [`consent::RunRecord`].
    pub record: String,
    /// The runner's signature over it, base64.
    pub signature: String,
}

impl DataFolder {
    /// Keeps a record. It is on disk before the server hears of it, so the copy never lacks a run that was shipped; it
    /// may have one that the server stopped in the last moment.
    pub(crate) fn keep_record(&self, record: &SignedRecord) -> Result<(), FolderError> {
        let path = self.run_records();
        let line = serde_json::to_string(record).map_err(|why| FolderError::damaged(&path, why))?;
        durable::append_line(&path, &line)
    }

    /// The file of signed run records, one JSON text a line.
    pub fn run_records(&self) -> PathBuf {
        self.file(RECORDS)
    }
}
