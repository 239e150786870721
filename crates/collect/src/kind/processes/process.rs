//! One process as `/proc` tells it (proc(5)).

use crate::machine;
use std::fs;

/// What the kernel counts processor time and starts in: 100 a second on every architecture that is built for.
const TICKS_PER_SECOND: f64 = 100.0;

/// One process.
#[derive(Clone, Debug)]
pub(super) struct Process {
    pub(super) id: u32,
    /// The name of its program, of which the kernel keeps 15 bytes.
    pub(super) name: String,
    /// The last part of the first word of its command.
    command: String,
    state: char,
    pub(super) user: u32,
    pub(super) threads: u64,
    pub(super) memory_bytes: u64,
    /// Processor time so far.
    pub(super) ticks: u64,
    /// Ticks from the start of the machine to its own.
    start: u64,
}

/// Every process that is there; those that end meanwhile are left out.
pub(super) fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter_map(read).collect()
}

/// Seconds of processor time.
#[expect(clippy::cast_precision_loss, reason = "seconds need no more than 53 bits")]
pub(super) fn seconds(ticks: u64) -> f64 {
    ticks as f64 / TICKS_PER_SECOND
}

fn read(id: u32) -> Option<Process> {
    let stat = machine::text(format!("/proc/{id}/stat"))?;
    let status = machine::text(format!("/proc/{id}/status"))?;
    let command = machine::text(format!("/proc/{id}/cmdline")).unwrap_or_default();
    parse(id, &stat, &status, &command)
}

fn parse(id: u32, stat: &str, status: &str, command: &str) -> Option<Process> {
    // The name may hold blanks and brackets itself.
    let (name, rest) = stat.split_once('(')?.1.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |place: usize| fields.get(place)?.trim().parse::<u64>().ok();
    let first = command.split('\0').next().unwrap_or_default();
    Some(Process {
        id,
        name: name.to_owned(),
        command: first.rsplit('/').next().unwrap_or_default().to_owned(),
        state: fields.first()?.chars().next()?,
        user: machine::field(status, "Uid").and_then(|user| user.try_into().ok())?,
        // Fields 14, 15, 20 and 22 of proc_pid_stat(5), counted from the third.
        ticks: number(11)?.saturating_add(number(12)?),
        threads: number(17)?,
        start: number(19)?,
        memory_bytes: machine::field(status, "VmRSS").unwrap_or(0).saturating_mul(1_024),
    })
}

impl Process {
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.command == name
    }

    /// What no other process has.
    pub(super) fn identity(&self) -> (u32, u64) {
        (self.id, self.start)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an age in seconds is never negative"
    )]
    pub(super) fn age_seconds(&self, uptime: f64) -> u64 {
        (uptime - seconds(self.start)).max(0.0) as u64
    }

    pub(super) fn state(&self) -> &'static str {
        match self.state {
            'R' => "running",
            'D' => "waiting_for_disk",
            'T' | 't' => "stopped",
            'Z' => "zombie",
            'X' | 'x' => "dead",
            _ => "sleeping",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_blanks_is_read() {
        let stat = "7 (a) (b c) S 1 7 7 0 -1 4194304 1 0 0 0 250 50 0 0 20 0 3 0 1000 1 1 1";
        let process = parse(7, stat, "Uid:\t33\t33\nVmRSS:\t 4 kB\n", "/usr/bin/x\0--y\0").unwrap();
        assert_eq!((process.name.as_str(), process.state(), process.user), ("a) (b c", "sleeping", 33));
        assert_eq!((process.ticks, process.threads, process.memory_bytes), (300, 3, 4_096));
        assert_eq!(process.age_seconds(70.5), 60);
        assert!(process.is_called("x") && process.is_called("a) (b c") && !process.is_called("y"));
        for (stat, status) in [("", ""), ("7 (a) S", "Uid: 1"), ("7 (a", "Uid: 1"), (stat, "")] {
            assert!(parse(7, stat, status, "").is_none());
        }
    }
}
