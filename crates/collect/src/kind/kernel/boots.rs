//! Starts of the machine, by its record of sign-ins (`/var/log/wtmp`, utmp(5)). Nothing else is read of it.

use crate::machine::FILE_BYTES_MAX;
use domain::{Moment, Span};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

const FILE: &str = "/var/log/wtmp";
/// The length of a record; the same on every architecture that is built for.
const RECORD_BYTES: usize = 384;
/// Where a record says who, and when.
const USER: usize = 44;
const SECONDS: usize = 340;
/// Kinds of records: a change of the run level (a shutdown among them), and a start.
const RUN_LEVEL: u8 = 1;
const BOOT: u8 = 2;
/// How far back starts are counted.
const LATELY: Span = Span::from_days(7);

/// Starts as the record's end tells them.
pub(super) fn read(now: Moment) -> Value {
    let bytes = tail();
    let known = bytes.is_some();
    let counted = count(&bytes.unwrap_or_default(), now);
    json!({
        "known": known,
        "last": counted.last,
        "in_seven_days": counted.lately,
        "unclean_in_seven_days": counted.unclean,
    })
}

fn tail() -> Option<Vec<u8>> {
    let mut file = File::open(FILE).ok()?;
    let length = file.metadata().ok()?.len();
    let whole = u64::try_from(RECORD_BYTES).ok()?;
    let skipped = length.saturating_sub(FILE_BYTES_MAX).div_ceil(whole) * whole;
    file.seek(SeekFrom::Start(skipped)).ok()?;
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[derive(Debug, Default, PartialEq)]
struct Counted {
    last: Option<Moment>,
    lately: u64,
    /// Starts that no shutdown came before.
    unclean: u64,
}

fn count(bytes: &[u8], now: Moment) -> Counted {
    let mut counted = Counted::default();
    let mut shut_down = false;
    for record in bytes.chunks_exact(RECORD_BYTES) {
        match (record.first(), record.get(USER..)) {
            (Some(&RUN_LEVEL), Some(user)) => shut_down |= user.starts_with(b"shutdown\0"),
            (Some(&BOOT), Some(_)) => {
                let time = time(record);
                if time.is_some_and(|time| now.minus(LATELY) <= time && time <= now) {
                    counted.lately += 1;
                    counted.unclean += u64::from(counted.last.is_some() && !shut_down);
                }
                counted.last = time.or(counted.last);
                shut_down = false;
            }
            _ => {}
        }
    }
    counted
}

fn time(record: &[u8]) -> Option<Moment> {
    let bytes = record.get(SECONDS..)?.first_chunk()?;
    Moment::from_unix_seconds(u32::from_ne_bytes(*bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u8, user: &str, at: &str) -> Vec<u8> {
        let mut record = vec![0; RECORD_BYTES];
        record[0] = kind;
        record[USER..USER + user.len()].copy_from_slice(user.as_bytes());
        let at: Moment = at.parse().unwrap();
        let seconds = u32::try_from(at.unix_seconds()).unwrap();
        record[SECONDS..SECONDS + 4].copy_from_slice(&seconds.to_ne_bytes());
        record
    }

    #[test]
    fn starts_and_those_without_a_shutdown_are_counted() {
        let now: Moment = "2026-11-24T00:00:00Z".parse().unwrap();
        let records = [
            record(BOOT, "reboot", "2026-01-01T00:00:00Z"),
            record(RUN_LEVEL, "shutdown", "2026-11-20T00:00:00Z"),
            record(BOOT, "reboot", "2026-11-20T00:01:00Z"),
            record(7, "alice", "2026-11-20T00:02:00Z"),
            record(BOOT, "reboot", "2026-11-21T00:00:00Z"),
        ]
        .concat();
        let last = Some("2026-11-21T00:00:00Z".parse().unwrap());
        assert_eq!(count(&records, now), Counted { last, lately: 2, unclean: 1 });
        assert_eq!(count(&records[..RECORD_BYTES / 2], now), Counted::default());
    }
}
