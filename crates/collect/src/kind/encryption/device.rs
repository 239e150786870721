//! Whether a device, or all that it is made of, is encrypted (dm-crypt, by `/sys/dev/block`).

use super::mounts::Mount;
use crate::machine;
use std::fs;
use std::path::{Path, PathBuf};

/// How many layers (volumes, arrays, partitions) may lie on each other.
const LAYERS_MAX: usize = 8;
const SYS_BLOCK: &str = "/sys/dev/block";

/// What is known of a file system's encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Encrypted,
    Plain,
    /// Kept in memory only.
    Memory,
    /// A disk that encrypts by itself, a file system that does, or a server's.
    Unknown,
}

impl State {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Plain => "plain",
            Self::Memory => "in_memory",
            Self::Unknown => "unknown",
        }
    }
}

/// The state of a file system. Disks that encrypt by themselves look plain.
pub(super) fn state(mount: &Mount) -> State {
    match mount.filesystem.as_str() {
        "tmpfs" | "ramfs" => return State::Memory,
        "ecryptfs" => return State::Encrypted,
        // They may encrypt parts of themselves.
        "zfs" | "bcachefs" => return State::Unknown,
        _ => {}
    }
    let device =
        mount.block_device().map(|(major, minor)| Path::new(SYS_BLOCK).join(format!("{major}:{minor}")));
    match device.and_then(|device| device.canonicalize().ok()) {
        Some(device) if device.to_string_lossy().contains("/zram") => State::Memory,
        Some(device) => below(&device, 0),
        None => State::Unknown,
    }
}

/// The state of a device by its folder in `/sys`: encrypted if it is itself, or if all below it are.
fn below(device: &Path, layer: usize) -> State {
    if layer > LAYERS_MAX {
        return State::Unknown;
    }
    let kind = machine::text(device.join("dm/uuid")).unwrap_or_default();
    if kind.starts_with("CRYPT-") {
        return State::Encrypted;
    }
    // A partition lies inside the folder of its disk.
    if device.join("partition").exists() {
        return device.parent().map_or(State::Unknown, |disk| below(disk, layer + 1));
    }
    let parts: Vec<PathBuf> = fs::read_dir(device.join("slaves"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|part| part.path().canonicalize().ok())
        .collect();
    let states: Vec<State> = parts.iter().map(|part| below(part, layer + 1)).collect();
    match states.as_slice() {
        [] => State::Plain,
        all if all.contains(&State::Plain) => State::Plain,
        all if all.contains(&State::Unknown) => State::Unknown,
        _ => State::Encrypted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use tempfile::TempDir;

    /// Devices as `/sys` shows them: each with the kind that the device mapper gives it, and what it is made of.
    fn devices(all: &[(&str, &str, &[&str])]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for (name, kind, parts) in all {
            let device = folder.path().join(name);
            fs::create_dir_all(device.join("slaves")).unwrap();
            if !kind.is_empty() {
                fs::create_dir(device.join("dm")).unwrap();
                fs::write(device.join("dm/uuid"), kind).unwrap();
            }
            for part in *parts {
                symlink(folder.path().join(part), device.join("slaves").join(part.replace('/', "-")))
                    .unwrap();
            }
        }
        folder
    }

    #[test]
    fn a_volume_is_encrypted_if_all_below_it_is() {
        let folder = devices(&[
            ("sda", "", &[]),
            ("sda/sda1", "", &[]),
            ("sdb", "", &[]),
            ("dm-0", "CRYPT-LUKS2-00-sda1_crypt", &["sda/sda1"]),
            ("dm-1", "LVM-x", &["dm-0"]),
            ("dm-2", "LVM-y", &["dm-0", "sdb"]),
            ("md0", "", &["dm-0", "dm-1"]),
            ("dm-3", "LVM-z", &["dm-3"]),
        ]);
        fs::write(folder.path().join("sda/sda1/partition"), "1").unwrap();
        for (device, state) in [
            ("sda", State::Plain),
            ("sda/sda1", State::Plain),
            ("dm-0", State::Encrypted),
            ("dm-1", State::Encrypted),
            ("dm-2", State::Plain),
            ("md0", State::Encrypted),
            ("dm-3", State::Unknown),
        ] {
            assert_eq!(below(&folder.path().join(device), 0), state, "{device}");
        }
    }
}
