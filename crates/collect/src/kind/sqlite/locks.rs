//! Whether one process keeps others from writing. Locks are asked about and not taken, so nobody is held up.

use super::file::DatabaseFile;
use crate::CollectError;
use crate::machine;
use crate::rounded::tenths;
use crate::scope::ScopedFile;
use crate::site::Site;
use rustix::process::{Flock, FlockOffsetType, FlockType, Pid, fcntl_getlk};
use serde_json::{Value, json};
use std::fs::File;
use std::time::{Duration, Instant};

/// How often, and how long between two looks.
const LOOKS: u32 = 15;
const PAUSE: Duration = Duration::from_millis(100);
/// The byte of the file that a writer locks, outside WAL mode (`RESERVED_BYTE`).
const RESERVED_BYTE: u64 = 0x4000_0001;
/// The byte of the `-shm` file that a writer locks, in WAL mode (`WAL_WRITE_LOCK`).
const WAL_WRITE_BYTE: u64 = 120;

/// Looks a few times whether some process is writing; the same one at each look holds up all others.
pub(super) fn watch(
    site: &mut Site,
    scoped: &ScopedFile,
    file: &DatabaseFile,
) -> Result<Value, CollectError> {
    let begin = Instant::now();
    let mut writers = Vec::new();
    for look in 0..LOOKS {
        if look > 0 {
            machine::pass(site, PAUSE)?;
        }
        if !site.go_on()? {
            break;
        }
        writers.push(writer(site, scoped, file));
    }
    let first = writers.first().copied().flatten();
    let always = writers.len() > 1 && first.is_some() && writers.iter().all(|writer| *writer == first);
    Ok(json!({
        "holds_on": always,
        "process": first.filter(|_| always),
        "watched_seconds": tenths(begin.elapsed().as_secs_f64()),
        "writing_looks": writers.iter().flatten().count(),
        "looks": writers.len(),
    }))
}

/// The process that holds the lock for writing.
fn writer(site: &Site, scoped: &ScopedFile, file: &DatabaseFile) -> Option<i32> {
    if file.uses_wal {
        let shared = site.scope.file(site.subscription, &file.beside("-shm")).ok()?;
        holder(&shared.open().ok()?, WAL_WRITE_BYTE)
    } else {
        holder(&scoped.open().ok()?, RESERVED_BYTE)
    }
}

fn holder(file: &File, byte: u64) -> Option<i32> {
    let asked = Flock {
        start: byte,
        length: 1,
        pid: None,
        typ: FlockType::WriteLock,
        offset_type: FlockOffsetType::Set,
    };
    let held = fcntl_getlk(file, &asked).ok()??;
    // The system does not name a process of another machine or container.
    Some(Pid::as_raw(held.pid))
}
