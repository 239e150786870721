//! The limits of a process, and how many files it has open.

use crate::machine;
use std::fs;

/// Soft limits: those that the kernel enforces. None if there is no limit, or it cannot be read.
#[derive(Debug, PartialEq)]
pub(super) struct Limits {
    pub(super) files: Option<u64>,
    /// Of all threads of its user.
    pub(super) threads: Option<u64>,
}

/// The limits of process `id`.
pub(super) fn of(id: u32) -> Limits {
    parse(&machine::text(format!("/proc/{id}/limits")).unwrap_or_default())
}

/// How many files and sockets process `id` has open; none if the runner's user may not see it.
pub(super) fn open_files(id: u32) -> Option<u64> {
    let entries = fs::read_dir(format!("/proc/{id}/fd")).ok()?;
    u64::try_from(entries.count()).ok()
}

fn parse(text: &str) -> Limits {
    let soft = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    Limits { files: soft("Max open files"), threads: soft("Max processes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_limits_are_read() {
        let text = "Limit                     Soft Limit           Hard Limit           Units\n\
            Max processes             unlimited            95957                processes\n\
            Max open files            1024                 524288               files\n";
        assert_eq!(parse(text), Limits { files: Some(1_024), threads: None });
    }
}
