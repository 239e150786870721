//! Whether the machine must be restarted for updates to take effect.

use super::status::Installed;
use super::version::compare;
use crate::machine;
use crate::scope::Root;
use std::cmp::Ordering;

/// What a package of a kernel is called, before its release.
const KERNEL_PACKAGE: &str = "linux-image-";
/// The most packages that are named.
const NAMED_MAX: usize = 50;

/// What is known of a restart.
#[derive(Debug, Default)]
pub(super) struct Restart {
    /// Whether an update left its mark.
    pub(super) marked: bool,
    /// The packages that did.
    pub(super) packages: Vec<String>,
    pub(super) running_kernel: Option<String>,
    /// The release of an installed kernel of the same flavour that is newer than the running one.
    pub(super) newer_kernel: Option<String>,
}

/// Reads the marks under `root`, and compares kernels if it is the machine's own.
pub(super) fn read(root: &Root, installed: &Installed) -> Restart {
    let packages = root.text(&root.join("run/reboot-required.pkgs")).unwrap_or_default();
    let mut packages: Vec<String> = packages.lines().take(NAMED_MAX).map(str::to_owned).collect();
    packages.sort();
    packages.dedup();
    let running = machine::text("/proc/sys/kernel/osrelease")
        .filter(|_| root.is_own())
        .map(|text| text.trim().to_owned());
    let newer_kernel = running.as_deref().and_then(|running| newest(running, installed.names()));
    Restart {
        marked: root.text(&root.join("run/reboot-required")).is_some(),
        packages,
        running_kernel: running,
        newer_kernel,
    }
}

/// The newest release among kernel packages that is newer than `running`, if the running one is a packaged one.
fn newest<'a>(running: &str, packages: impl Iterator<Item = &'a str>) -> Option<String> {
    let releases: Vec<&str> = packages
        .filter_map(|package| package.strip_prefix(KERNEL_PACKAGE))
        .filter(|release| {
            flavour(release) == flavour(running) && release.starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    if !releases.contains(&running) {
        return None;
    }
    let newest = releases.into_iter().max_by(|a, b| compare(a, b))?;
    (compare(newest, running) == Ordering::Greater).then(|| newest.to_owned())
}

/// `amd64` of `6.1.0-37-amd64`.
fn flavour(release: &str) -> &str {
    release.rsplit_once('-').map_or(release, |(_, flavour)| flavour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_kernel_of_the_same_flavour_asks_for_a_restart() {
        let packages = [
            "linux-image-6.1.0-9-amd64",
            "linux-image-6.1.0-37-amd64",
            "linux-image-6.1.0-38-cloud",
            "linux-image-amd64",
            "bash",
        ];
        let newest = |running: &str| newest(running, packages.into_iter());
        assert_eq!(newest("6.1.0-9-amd64").as_deref(), Some("6.1.0-37-amd64"));
        assert_eq!(newest("6.1.0-37-amd64"), None);
        assert_eq!(newest("6.18.44-custom"), None);
    }
}
