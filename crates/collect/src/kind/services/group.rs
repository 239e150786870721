//! Control groups: systemd keeps the processes of each unit in one of the unit's name.

use crate::machine;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the tree that systemd names its units in may be: version 2, both together, version 1.
const TREES: [(&str, &str); 3] = [
    ("unified", "/sys/fs/cgroup"),
    ("hybrid", "/sys/fs/cgroup/unified"),
    ("legacy", "/sys/fs/cgroup/systemd"),
];
/// How deep the tree is looked through: `system.slice/system-getty.slice/getty@tty1.service`.
const DEPTH_MAX: usize = 6;
/// The most groups that are looked at.
const GROUPS_MAX: usize = 20_000;
/// See `processes`: what the kernel counts starts in.
const TICKS_PER_SECOND: f64 = 100.0;

/// The groups of services by name.
pub(super) struct Groups {
    /// Which kind of tree this machine has.
    pub(super) kind: Option<&'static str>,
    services: HashMap<String, PathBuf>,
}

impl Groups {
    pub(super) fn read() -> Self {
        let tree = TREES.iter().find(|(_, path)| Path::new(path).join("cgroup.procs").is_file());
        let mut groups = Self { kind: tree.map(|(kind, _)| *kind), services: HashMap::new() };
        let mut left = GROUPS_MAX;
        if let Some((_, path)) = tree {
            groups.descend(Path::new(path), 0, &mut left);
        }
        groups
    }

    fn descend(&mut self, folder: &Path, depth: usize, left: &mut usize) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                continue;
            }
            if depth >= DEPTH_MAX || *left == 0 {
                return;
            }
            *left -= 1;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.ends_with(".service") {
                self.services.insert(unescaped(&name), entry.path());
            } else {
                self.descend(&entry.path(), depth + 1, left);
            }
        }
    }

    /// The processes of a service, those of the groups inside its own included.
    pub(super) fn processes(&self, name: &str) -> Vec<u32> {
        self.services.get(name).map(|group| members(group, 0)).unwrap_or_default()
    }
}

fn members(group: &Path, depth: usize) -> Vec<u32> {
    let own = machine::text(group.join("cgroup.procs")).unwrap_or_default();
    let mut members: Vec<u32> = own.lines().filter_map(|line| line.parse().ok()).collect();
    if depth < DEPTH_MAX {
        let inner = fs::read_dir(group).into_iter().flatten().flatten();
        let inner = inner.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        members.extend(inner.flat_map(|entry| self::members(&entry.path(), depth + 1)));
    }
    members
}

/// systemd puts `_` before names that the kernel uses itself.
fn unescaped(name: &str) -> String {
    name.strip_prefix('_').unwrap_or(name).to_owned()
}

/// How long ago the first of them was started; as long as the machine runs, if none can be looked at.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an age in seconds is never negative"
)]
pub(super) fn oldest_age_seconds(processes: &[u32], uptime: f64) -> u64 {
    let start = |id: &u32| -> Option<f64> {
        let stat = machine::text(format!("/proc/{id}/stat"))?;
        stat.rsplit_once(") ")?.1.split(' ').nth(19)?.parse().ok()
    };
    let first = processes.iter().filter_map(start).min_by(f64::total_cmp).unwrap_or(0.0);
    (uptime - first / TICKS_PER_SECOND).max(0.0) as u64
}
