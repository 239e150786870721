//! Real journal files, written by systemd's own program from what its export format says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Where Debian puts it.
const REMOTE: &str = "/lib/systemd/systemd-journal-remote";
pub(crate) const MACHINE: &str = "11111111111111111111111111111111";
pub(crate) const BOOT: &str = "0123456789abcdef0123456789abcdef";

/// One entry to come: its time and its fields.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    micros: i64,
    fields: BTreeMap<String, String>,
}

impl Said {
    /// An entry of `unit` with a priority, at `time` (RFC 3339).
    pub(crate) fn by(unit: &str, priority: u8, time: &str, message: &str) -> Self {
        let moment: domain::Moment = time.parse().unwrap();
        let identifier = unit.split(['.', '@']).next().unwrap();
        let said = Self { micros: moment.unix_micros(), fields: BTreeMap::new() };
        said.with("_MACHINE_ID", MACHINE)
            .with("_BOOT_ID", BOOT)
            .with("_HOSTNAME", "srv")
            .with("PRIORITY", &priority.to_string())
            .with("SYSLOG_IDENTIFIER", identifier)
            .with("_COMM", identifier)
            .with("_PID", "77")
            .with("_SYSTEMD_UNIT", unit)
            .with("MESSAGE", message)
    }

    /// An entry of the kernel.
    pub(crate) fn by_kernel(priority: u8, time: &str, message: &str) -> Self {
        Self::by("kernel", priority, time, message).with("_TRANSPORT", "kernel").without(&[
            "_SYSTEMD_UNIT",
            "_PID",
            "_COMM",
        ])
    }

    /// An entry of systemd itself about `unit`.
    pub(crate) fn by_systemd(unit: &str, time: &str, id: &str, message: &str) -> Self {
        let said = Self::by("init.scope", 4, time, message).with("_PID", "1").with("UNIT", unit);
        said.with("SYSLOG_IDENTIFIER", "systemd").with("MESSAGE_ID", id)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn without(mut self, names: &[&str]) -> Self {
        self.fields.retain(|name, _| !names.contains(&name.as_str()));
        self
    }

    fn exported(&self, number: usize) -> Vec<u8> {
        let mut text = String::new();
        writeln!(text, "__REALTIME_TIMESTAMP={}\n__MONOTONIC_TIMESTAMP={}", self.micros, number + 1).unwrap();
        let mut bytes = text.into_bytes();
        for (name, value) in &self.fields {
            bytes.extend_from_slice(name.as_bytes());
            if value.contains('\n') {
                bytes.push(b'\n');
                bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
            } else {
                bytes.push(b'=');
            }
            bytes.extend_from_slice(value.as_bytes());
            bytes.push(b'\n');
        }
        bytes.push(b'\n');
        bytes
    }
}

/// How a journal lists its entries.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lists {
    Compact,
    Wide,
}

/// Writes a journal of these entries.
pub(crate) fn write(file: &Path, lists: Lists, all: &[Said]) {
    let compact = matches!(lists, Lists::Compact);
    let mut remote = Command::new(REMOTE)
        .args(["--output", file.to_str().unwrap(), "-"])
        .env("SYSTEMD_JOURNAL_COMPACT", if compact { "1" } else { "0" })
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = remote.stdin.take().unwrap();
    for (number, said) in all.iter().enumerate() {
        input.write_all(&said.exported(number)).unwrap();
    }
    drop(input);
    let done = remote.wait_with_output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What systemd's own reader finds in a journal.
pub(crate) fn journalctl(file: &Path, arguments: &[&str]) -> String {
    let output = Command::new("journalctl")
        .args(["--quiet", "--no-pager", "--utc", "--all", "--file", file.to_str().unwrap()])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
