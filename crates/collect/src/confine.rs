//! What a collecting process gives up before it looks at anything.
//!
//! Landlock takes all files but those that its diagnostic reaches, and every way to write one; seccomp takes every
//! system call that collecting does not need (starting programs, opening sockets, sending to addresses); resource
//! limits bound memory, processor time and open files. None of it can be taken back.

mod calls;
mod files;
mod limits;
#[cfg(test)]
mod tests;

use crate::scope::Scope;
use diagnostics::{Diagnostic, Limits, Reach};
use domain::SubscriptionId;
use std::path::PathBuf;

/// What stays possible.
#[derive(Clone, Debug)]
pub(crate) struct Grants {
    /// Files and folders that may be read, with everything below.
    readable: Vec<PathBuf>,
    limits: Limits,
}

/// A process that could not be confined.
#[derive(Debug, thiserror::Error)]
#[error(
    "not_confined: this machine's kernel cannot confine the collecting process ({missing}), so nothing is collected; a kernel from 5.13 on with Landlock and seccomp can, or set `confinement: where_possible` in the runner's settings"
)]
pub struct Unconfined {
    /// What the kernel lacks.
    pub missing: String,
}

/// What describes the machine, besides its running state.
const MACHINE: [&str; 6] =
    ["/proc", "/sys", "/etc/os-release", "/usr/lib/os-release", "/etc/localtime", "/usr/share/zoneinfo"];
/// Where systemd's units lie.
const UNITS: [&str; 5] = [
    "/etc/systemd/system",
    "/run/systemd/system",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
];
/// What dpkg and apt know of packages, and the marks of updates that ask for a restart.
const PACKAGES: [&str; 4] =
    ["/var/lib/dpkg/status", "/var/lib/apt/lists", "/run/reboot-required", "/run/reboot-required.pkgs"];
/// The record of starts, and the marks of services that set the clock.
const BOOTS: [&str; 2] = ["/var/log/wtmp", "/run/systemd/timesync"];
/// Where systems keep the certificate authorities that they trust.
const AUTHORITIES: [&str; 6] = [
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/usr/share/ca-certificates",
    "/usr/local/share/ca-certificates",
    "/usr/lib/ssl",
];

impl Grants {
    /// What the kinds of a diagnostic reach, of what the scope lists.
    pub(crate) fn of(diagnostic: &Diagnostic, scope: &Scope, subscription: &SubscriptionId) -> Self {
        let area = scope.area(subscription).ok();
        let mut readable = Vec::new();
        for reach in diagnostic.form().collectors.iter().flat_map(|collector| collector.kind.reach()) {
            match reach {
                Reach::Machine => readable.extend(MACHINE.map(PathBuf::from)),
                Reach::Folders => readable.extend(area.iter().flat_map(|area| area.folders.iter().cloned())),
                Reach::Authorities => {
                    readable.extend(AUTHORITIES.map(PathBuf::from));
                    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().filter_map(std::env::var_os);
                    readable.extend(named.map(PathBuf::from));
                    readable.extend(area.iter().flat_map(|area| area.authorities.iter().cloned()));
                }
                Reach::Units => readable.extend(UNITS.map(PathBuf::from)),
                Reach::Packages => readable.extend(PACKAGES.map(PathBuf::from)),
                Reach::Boots => readable.extend(BOOTS.map(PathBuf::from)),
                Reach::Hosts
                | Reach::Names
                | Reach::Databases
                | Reach::Directories
                | Reach::Services
                | Reach::Clusters
                | Reach::ContainerEngines => {}
            }
        }
        Self { readable, limits: diagnostic.form().limits }
    }
}

/// Confines the calling thread, and every thread that it starts from now on.
///
/// # Errors
/// [`Unconfined`] with the first thing that the kernel lacks. What it has is in force all the same.
pub(crate) fn confine(grants: &Grants) -> Result<(), Unconfined> {
    let limits = limits::set(grants.limits).map_err(|missing| Unconfined { missing });
    let files = files::forbid_all_but(&grants.readable).map_err(|missing| Unconfined { missing });
    let calls = calls::forbid_all_but_few().map_err(|missing| Unconfined { missing });
    limits.and(files).and(calls)
}
