//! File systems and swap, with the numbers of their devices (proc(5): mountinfo, swaps).

use crate::machine;
use rustix::fs::{major, minor, stat};

/// A file system, or swap, and the device below it.
#[derive(Debug, PartialEq)]
pub(super) struct Mount {
    pub(super) folder: String,
    pub(super) filesystem: String,
    /// What it is mounted from: `/dev/sda1`.
    source: String,
    /// Numbers of its device; the first is 0 where there is none, or several.
    device: (u32, u32),
}

impl Mount {
    /// Whether it lies on a device of this machine.
    pub(super) fn on_device(&self) -> bool {
        self.source.starts_with("/dev/") && self.filesystem != "devtmpfs"
    }

    /// The numbers of its block device. Some file systems (btrfs) go by numbers of their own, but name their device.
    pub(super) fn block_device(&self) -> Option<(u32, u32)> {
        if self.device.0 != 0 {
            return Some(self.device);
        }
        let device = stat(self.source.as_str()).ok().filter(|_| self.on_device())?.st_rdev;
        Some((major(device), minor(device))).filter(|(major, _)| *major != 0)
    }
}

/// All of them, each folder once.
pub(super) fn read() -> Vec<Mount> {
    let mut mounts: Vec<Mount> = Vec::new();
    let text = machine::text("/proc/self/mountinfo").unwrap_or_default();
    for mount in text.lines().filter_map(parse) {
        // The last mount on a folder hides the earlier ones.
        mounts.retain(|other| other.folder != mount.folder);
        mounts.push(mount);
    }
    let swaps = machine::text("/proc/swaps").unwrap_or_default();
    mounts.extend(swaps.lines().skip(1).filter_map(swap));
    mounts
}

/// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`.
fn parse(line: &str) -> Option<Mount> {
    let (mount, filesystem) = line.split_once(" - ")?;
    let mut fields = mount.split(' ').skip(2);
    let (major, minor) = fields.next()?.split_once(':')?;
    let folder = fields.nth(1)?;
    let mut rest = filesystem.split(' ');
    Some(Mount {
        folder: unescaped(folder),
        filesystem: rest.next()?.to_owned(),
        source: unescaped(rest.next()?),
        device: (major.parse().ok()?, minor.parse().ok()?),
    })
}

fn swap(line: &str) -> Option<Mount> {
    let mut fields = line.split_whitespace();
    let source = unescaped(fields.next()?);
    // A file lies on a file system that is looked at itself.
    (fields.next()? == "partition").then(|| Mount {
        folder: format!("swap on {source}"),
        filesystem: "swap".to_owned(),
        source,
        device: (0, 0),
    })
}

/// A name with the kernel's escapes for blank, tab, newline and backslash undone.
fn unescaped(name: &str) -> String {
    name.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_and_swap_are_read() {
        let mount = parse("36 35 98:1 / /my\\040disk rw,noatime master:1 - ext4 /dev/sda1 rw").unwrap();
        assert_eq!((mount.folder.as_str(), mount.device, mount.on_device()), ("/my disk", (98, 1), true));
        assert!(!parse("1 2 0:22 / /tmp rw - tmpfs tmpfs rw").unwrap().on_device());
        assert_eq!(parse("36 35 x / /y rw"), None);
        assert_eq!(swap("/dev/sda2 partition 8 0 -2").unwrap().folder, "swap on /dev/sda2");
        assert_eq!(swap("/swapfile file 8 0 -2"), None);
    }
}
