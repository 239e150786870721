//! A real log of this machine, to be searched.

use domain::Moment;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Logs that machines have, with words that their lines hold. The first that can be read and holds one is taken.
const LOGS: [(&str, &[&str]); 6] = [
    ("/var/log/auth.log", &["session opened", "Accepted", "Failed", "sudo:"]),
    ("/var/log/syslog", &["error", "fail", "warn", "Started"]),
    ("/var/log/messages", &["error", "fail", "warn", "Started"]),
    ("/var/log/dpkg.log", &[" installed ", " upgrade ", " remove "]),
    ("/var/log/dnf.rpm.log", &["Installed", "Upgrade"]),
    ("/var/log/pacman.log", &["installed", "upgraded"]),
];
/// How much of a log's end is looked at.
const TAIL_BYTES: u64 = 256 << 10;

/// A log and what to search it for.
pub(super) struct Log {
    pub(super) path: PathBuf,
    /// A regular expression.
    pub(super) pattern: String,
    /// When something was written to it last.
    pub(super) until: Moment,
}

/// The first of the machine's logs that can be searched; else the demo's own server's.
pub(super) fn find(server_log: &Path) -> Log {
    let known = LOGS.iter().find_map(|(path, words)| log(Path::new(path), words));
    known.unwrap_or_else(|| Log {
        path: server_log.to_owned(),
        pattern: "INFO|WARN|ERROR".to_owned(),
        until: changed(server_log).unwrap_or_default(),
    })
}

fn log(path: &Path, words: &[&str]) -> Option<Log> {
    let mut file = File::open(path).ok()?;
    let size = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL_BYTES))).ok()?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).ok()?;
    let tail = String::from_utf8_lossy(&tail);
    words.iter().any(|word| tail.contains(word)).then_some(())?;
    Some(Log { path: path.to_owned(), pattern: words.join("|"), until: changed(path)? })
}

/// The minute after the last change, so that the last lines are inside the search's window.
fn changed(path: &Path) -> Option<Moment> {
    let changed = fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Moment::from_unix_seconds(i64::try_from(changed.as_secs()).ok()?.checked_add(60)?)
}
