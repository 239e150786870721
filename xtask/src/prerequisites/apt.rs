//! What comes from Debian's packages.

use super::python_packages::can_make_environment;
use crate::postgres::{Programs, is_root};
use crate::process::{feed, on_path, run};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

struct Need {
    what: &'static str,
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: [Need; 23] = [
    Need { what: "a C compiler (`cc`)", package: "build-essential", is_there: || on_path("cc").is_some() },
    Need { what: "git", package: "git", is_there: || on_path("git").is_some() },
    Need { what: "openssl", package: "openssl", is_there: || on_path("openssl").is_some() },
    Need { what: "setpriv", package: "util-linux", is_there: || on_path("setpriv").is_some() },
    Need { what: "sos", package: "sosreport", is_there: || on_path("sos").is_some() },
    Need {
        what: "PostgreSQL's server programs",
        package: "postgresql",
        is_there: || Programs::find().is_some(),
    },
    // The second verifier is written in it, and checks signatures with it.
    Need { what: "Python", package: "python3", is_there: || on_path("python3").is_some() },
    Need {
        what: "Python's `cryptography`",
        package: "python3-cryptography",
        is_there: || python_has("cryptography"),
    },
    // The cores bring no service that would start.
    Need {
        what: "MariaDB's server (`mariadbd`)",
        package: "mariadb-server-core",
        is_there: || on_path("mariadb-install-db").is_some() && Path::new(MARIADB).is_file(),
    },
    Need {
        what: "MariaDB's client (`mariadb`)",
        package: "mariadb-client-core",
        is_there: || on_path("mariadb").is_some(),
    },
    // Its program that writes journal files; nothing listens until its service is enabled.
    Need {
        what: "systemd's writer of journals (`systemd-journal-remote`)",
        package: "systemd-journal-remote",
        is_there: || Path::new(JOURNAL_REMOTE).is_file(),
    },
    Need { what: "OpenLDAP's server (`slapd`)", package: "slapd", is_there: || Path::new(SLAPD).is_file() },
    // A real browser, and what drives it.
    Need { what: "Chromium", package: "chromium", is_there: || on_path("chromium").is_some() },
    Need { what: "Node.js", package: "nodejs", is_there: || on_path("node").is_some() },
    Need { what: "npm", package: "npm", is_there: || on_path("npm").is_some() },
    // The reference implementation of transparency logs, which reads ours.
    Need { what: "Go", package: "golang-go", is_there: || on_path("go").is_some() },
    Need {
        what: "Go's transparency logs (`golang.org/x/mod/sumdb`)",
        package: "golang-golang-x-mod-dev",
        is_there: || Path::new(GO_TLOG).is_dir(),
    },
    Need { what: "Python's environments", package: "python3-venv", is_there: can_make_environment },
    // A receiver of syslog over TLS; the tests start their own, on loopback.
    Need {
        what: "rsyslog with TLS",
        package: "rsyslog rsyslog-openssl",
        is_there: || Path::new(RSYSLOGD).is_file() && Path::new(RSYSLOG_TLS).is_file(),
    },
    // A mail server that tests start, on loopback.
    Need {
        what: "aiosmtpd for Python",
        package: "python3-aiosmtpd",
        is_there: || Path::new(AIOSMTPD).is_dir(),
    },
    // Of both runtimes that Podman takes, this one works under the older control groups too.
    Need { what: "Podman", package: "podman", is_there: || on_path("podman").is_some() },
    Need { what: "runc", package: "runc", is_there: || Path::new(RUNC).is_file() },
    // All that is in the containers of the tests.
    Need { what: "a static BusyBox", package: "busybox-static", is_there: || Path::new(BUSYBOX).is_file() },
];

fn python_has(module: &str) -> bool {
    let found = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    found.is_ok_and(|output| output.status.success())
}

/// Asks Debian's package to set up no directory: it would listen on every address of the machine.
const NO_DIRECTORY: &str = "slapd slapd/no_configuration boolean true\n";
/// Where Debian puts sources of Go.
const GO_TLOG: &str = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";
/// Where Debian puts servers: outside the `PATH` of whoever is not root.
const MARIADB: &str = "/usr/sbin/mariadbd";
const JOURNAL_REMOTE: &str = "/lib/systemd/systemd-journal-remote";
const SLAPD: &str = "/usr/sbin/slapd";
const RSYSLOGD: &str = "/usr/sbin/rsyslogd";
const RSYSLOG_TLS: &str = "/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_ossl.so";
const AIOSMTPD: &str = "/usr/lib/python3/dist-packages/aiosmtpd";
const RUNC: &str = "/usr/sbin/runc";
const BUSYBOX: &str = "/bin/busybox";

/// What one benchmark is compared with; no test needs it.
const RIPGREP: [Need; 1] =
    [Need { what: "ripgrep (`rg`)", package: "ripgrep", is_there: || on_path("rg").is_some() }];

pub(crate) fn ensure() -> Result<()> {
    ensure_all(&NEEDS)
}

pub(crate) fn ensure_ripgrep() -> Result<()> {
    ensure_all(&RIPGREP)
}

fn ensure_all(needs: &'static [Need]) -> Result<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() || on_path("apt-get").is_none() {
        bail!("{}", advice(&missing));
    }
    install(&missing).with_context(|| advice(&missing))?;
    let still_missing = self::missing(needs);
    if !still_missing.is_empty() {
        bail!("apt-get succeeded, and yet: {}", advice(&still_missing));
    }
    Ok(())
}

fn missing(needs: &'static [Need]) -> Vec<&'static Need> {
    needs.iter().filter(|need| !(need.is_there)()).collect()
}

fn install(missing: &[&Need]) -> Result<()> {
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    if missing.iter().any(|need| need.package == "slapd") {
        feed(&mut Command::new("debconf-set-selections"), NO_DIRECTORY)?;
    }
    run(apt_get().args(["update", "--quiet"]))?;
    let packages = missing.iter().flat_map(|need| need.package.split(' '));
    run(apt_get().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))
}

fn advice(missing: &[&Need]) -> String {
    let what: Vec<_> = missing.iter().map(|need| need.what).collect();
    let packages: Vec<_> = missing.iter().map(|need| need.package).collect();
    let command = format!("sudo apt-get update && sudo apt-get install --yes {}", packages.join(" "));
    format!("missing: {}; on Debian this installs it: {command}", what.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Need, advice, missing};

    #[test]
    fn everything_missing_is_named_with_one_command() {
        const NEEDS: [Need; 3] = [
            Need { what: "a lens", package: "optics", is_there: || false },
            Need { what: "a lamp", package: "light", is_there: || true },
            Need { what: "a stand", package: "wood", is_there: || false },
        ];
        assert_eq!(
            advice(&missing(&NEEDS)),
            "missing: a lens, a stand; on Debian this installs it: \
             sudo apt-get update && sudo apt-get install --yes optics wood"
        );
    }
}
