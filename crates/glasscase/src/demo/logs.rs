//! A real log of this machine, to be searched.

use domain::Moment;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;
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
/// No time ahead of UTC.
const UTC: &str = "+00:00";
/// How much of a log's end is looked at.
const TAIL_BYTES: u64 = 256 << 10;

/// A log and what to search it for.
pub(super) struct Log {
    pub(super) path: PathBuf,
    /// A regular expression.
    pub(super) pattern: String,
    /// When something was written to it last.
    pub(super) until: Moment,
    /// How far its clock is ahead of UTC, as `+02:00`: lines of such logs tell the local time.
    pub(super) utc_offset: String,
}

/// The first of the machine's logs that can be searched; else the demo's own server's.
pub(super) fn find(server_log: &Path) -> Log {
    let known = LOGS.iter().find_map(|(path, words)| log(Path::new(path), words));
    known.unwrap_or_else(|| Log {
        path: server_log.to_owned(),
        pattern: "INFO|WARN|ERROR".to_owned(),
        until: changed(server_log).unwrap_or_default(),
        utc_offset: UTC.to_owned(),
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
    Some(Log {
        path: path.to_owned(),
        pattern: words.join("|"),
        until: changed(path)?,
        utc_offset: utc_offset(path),
    })
}

/// How far this machine's clock was ahead of UTC when the file was changed; `date` knows the rules of the zone.
fn utc_offset(path: &Path) -> String {
    let answer = Command::new("date").arg("-r").arg(path).arg("+%z").output();
    let digits = answer.map(|answer| String::from_utf8_lossy(&answer.stdout).trim().to_owned());
    match digits.as_ref().map(|digits| digits.split_at_checked(3)) {
        Ok(Some((hours, minutes))) if minutes.len() == 2 => format!("{hours}:{minutes}"),
        _ => UTC.to_owned(),
    }
}

/// The minute after the last change, so that the last lines are inside the search's window.
fn changed(path: &Path) -> Option<Moment> {
    let changed = fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Moment::from_unix_seconds(i64::try_from(changed.as_secs()).ok()?.checked_add(60)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_taken_if_it_holds_one_of_the_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("auth.log");
        fs::write(&path, "2026-01-02T03:04:05 host sshd: Accepted publickey for ann\n").unwrap();
        let log = log(&path, &["Failed", "Accepted"]).unwrap();
        assert_eq!((log.pattern.as_str(), log.utc_offset.len()), ("Failed|Accepted", 6));
        assert!(super::log(&path, &["session opened"]).is_none());
        assert!(super::log(&folder.path().join("absent"), &["Accepted"]).is_none());
    }
}
