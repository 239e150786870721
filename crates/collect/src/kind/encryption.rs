//! Which file systems, and which swap, lie on encrypted devices.

mod device;
mod mounts;

use crate::CollectError;
use crate::site::Site;
use device::State;
use diagnostics::collector::Encryption;
use mounts::Mount;
use serde_json::{Value, json};

/// Folders that firmware and boot loaders have to read.
const BOOT: [&str; 3] = ["/boot", "/boot/efi", "/efi"];
/// The most file systems that are looked at.
const MOUNTS_MAX: usize = 500;

/// Looks at the devices below each file system.
pub(super) fn collect(site: &mut Site, parameters: &Encryption) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let wanted = parameters.mounts.get(site.inputs)?;
    let all = mounts::read();
    let missing: Vec<&String> =
        wanted.iter().filter(|folder| !all.iter().any(|mount| mount.folder == **folder)).collect();
    let asked = |mount: &&Mount| {
        let storage = mount.on_device() && !BOOT.contains(&mount.folder.as_str());
        if wanted.is_empty() { storage } else { wanted.contains(&mount.folder) }
    };
    let looked_at: Vec<(&Mount, State)> =
        all.iter().filter(asked).take(MOUNTS_MAX).map(|mount| (mount, device::state(mount))).collect();
    let in_state = |state: State| -> Vec<&str> {
        let those = looked_at.iter().filter(|(_, other)| *other == state);
        those.map(|(mount, _)| mount.folder.as_str()).collect()
    };
    Ok(json!({
        "mounts": looked_at.iter().map(|(mount, state)| json!({
            "mount": mount.folder, "filesystem": mount.filesystem, "state": state.name(),
        })).collect::<Vec<_>>(),
        "encrypted": in_state(State::Encrypted),
        "plain": in_state(State::Plain),
        "in_memory": in_state(State::Memory),
        "undecided": in_state(State::Unknown),
        "not_mounted": missing,
    }))
}
