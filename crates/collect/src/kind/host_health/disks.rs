//! File systems: space and inodes.

use crate::rounded::percent;
use rustix::fs::{StatVfsMountFlags, statvfs};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::{fs, io};

/// File systems that are no storage, or whose server can hang: asking a dead NFS server for its size never ends.
const SKIPPED: [&str; 26] = [
    "9p",
    "afs",
    "autofs",
    "binfmt_misc",
    "bpf",
    "ceph",
    "cgroup",
    "cgroup2",
    "cifs",
    "configfs",
    "debugfs",
    "devpts",
    "devtmpfs",
    "efivarfs",
    "fusectl",
    "hugetlbfs",
    "mqueue",
    "nfs",
    "nfs4",
    "nsfs",
    "proc",
    "pstore",
    "rpc_pipefs",
    "securityfs",
    "sysfs",
    "tracefs",
];

/// One entry of the kernel's list of mounts.
struct Mount {
    folder: String,
    filesystem: String,
}

/// Each local file system, once, by the folder it is mounted on.
pub(crate) fn read() -> io::Result<Vec<Value>> {
    let mut seen = BTreeSet::new();
    let mounts = parse(&fs::read_to_string("/proc/self/mounts")?);
    let fresh = |mount: &Mount| seen.insert(mount.folder.clone());
    // The last mount on a folder hides the earlier ones.
    let mut disks: Vec<Value> =
        mounts.into_iter().rev().filter(fresh).filter_map(|mount| measure(&mount)).collect();
    disks.reverse();
    Ok(disks)
}

/// The disk of which the most is used, by this share; read-only ones are full by nature.
pub(super) fn most_used(disks: &[Value], share: &str) -> Value {
    let used = |disk: &&Value| disk[share].as_f64().unwrap_or(0.0);
    let writable = disks.iter().filter(|disk| disk["read_only"] == false);
    writable.max_by(|a, b| used(a).total_cmp(&used(b))).cloned().unwrap_or(Value::Null)
}

fn parse(mounts: &str) -> Vec<Mount> {
    let mount = |line: &str| {
        let mut fields = line.split(' ').skip(1);
        Some(Mount { folder: unescaped(fields.next()?), filesystem: fields.next()?.to_owned() })
    };
    let storage = |mount: &Mount| {
        !SKIPPED.contains(&mount.filesystem.as_str()) && !mount.filesystem.starts_with("fuse.")
    };
    mounts.lines().filter_map(mount).filter(storage).collect()
}

/// A folder's name with the kernel's escapes for blank, tab, newline and backslash undone.
fn unescaped(name: &str) -> String {
    name.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

fn measure(mount: &Mount) -> Option<Value> {
    let size = statvfs(mount.folder.as_str()).ok()?;
    // What is kept back for root counts as used: nobody else can write there.
    let used = size.f_blocks.saturating_sub(size.f_bfree);
    let usable = used.saturating_add(size.f_bavail);
    if size.f_blocks == 0 {
        return None;
    }
    Some(json!({
        "mount": mount.folder,
        "filesystem": mount.filesystem,
        "total_bytes": size.f_blocks.saturating_mul(size.f_frsize),
        "available_bytes": size.f_bavail.saturating_mul(size.f_frsize),
        "used_percent": percent(used, usable),
        "inodes_total": size.f_files,
        "inodes_used_percent": percent(size.f_files.saturating_sub(size.f_ffree), size.f_files),
        "read_only": size.f_flag.contains(StatVfsMountFlags::RDONLY),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_of_storage_are_kept() {
        let mounts =
            parse("proc /proc proc rw 0 0\n/dev/sda1 /my\\040disk ext4 rw 0 0\nsrv:/x /x nfs4 rw 0 0\nbad\n");
        let folders: Vec<&str> = mounts.iter().map(|mount| mount.folder.as_str()).collect();
        assert_eq!(folders, ["/my disk"]);
    }

    #[test]
    fn read_only_disks_are_not_the_fullest() {
        let disk = |mount: &str, used: f64, read_only: bool| json!({"mount": mount, "used_percent": used, "read_only": read_only});
        let disks = [disk("/", 40.0, false), disk("/cd", 100.0, true), disk("/data", 60.0, false)];
        assert_eq!(most_used(&disks, "used_percent")["mount"], "/data");
    }
}
