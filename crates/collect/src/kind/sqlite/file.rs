//! The file and those beside it, from outside.

use super::unreadable;
use crate::database::Failure;
use crate::scope::ScopedFile;
use serde_json::{Value, json};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// How every file of SQLite begins (<https://www.sqlite.org/fileformat.html>, section 1.3).
const MAGIC: &[u8] = b"SQLite format 3\0";
/// The length of that head, and where it says how the file is read: 2 with a log of changes (WAL).
const HEAD_BYTES: usize = 100;
const READ_VERSION: usize = 19;
const WAL: u8 = 2;

/// A file of SQLite.
pub(super) struct DatabaseFile {
    /// After symlinks.
    pub(super) path: PathBuf,
    bytes: u64,
    pub(super) uses_wal: bool,
    /// The bytes of the log; none if there is no such file.
    pub(super) wal_bytes: Option<u64>,
    journal_bytes: Option<u64>,
}

impl DatabaseFile {
    /// Reads its head.
    pub(super) fn look(scoped: &ScopedFile) -> Result<Self, Failure> {
        let mut file = scoped.open().map_err(|error| unreadable(error.to_string()))?;
        let io = |error: std::io::Error| unreadable(error.to_string());
        let bytes = file.metadata().map_err(io)?.len();
        let mut head = Vec::with_capacity(HEAD_BYTES);
        file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(io)?;
        if bytes > 0 && !head.starts_with(MAGIC) {
            return Err(unreadable(
                "the file does not begin as one of SQLite does; it is another kind, damaged or encrypted",
            ));
        }
        let path = scoped.real_path().to_owned();
        let beside = |suffix| fs::metadata(beside(&path, suffix)).ok().map(|metadata| metadata.len());
        let (wal_bytes, journal_bytes) = (beside("-wal"), beside("-journal"));
        Ok(Self { bytes, uses_wal: head.get(READ_VERSION) == Some(&WAL), wal_bytes, journal_bytes, path })
    }

    /// The file that SQLite puts beside it, `-shm` for instance.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        beside(&self.path, suffix)
    }

    pub(super) fn facts(&self) -> Value {
        json!({
            "bytes": self.bytes,
            "uses_wal": self.uses_wal,
            "wal_bytes": self.wal_bytes.unwrap_or(0),
            "journal_bytes": self.journal_bytes.unwrap_or(0),
        })
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
