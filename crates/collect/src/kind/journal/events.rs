//! Entries that tell of one of three accidents: memory that ran out, a process that crashed, a unit that failed.

use crate::logs::journal::Record;
use domain::Moment;
use serde_json::{Value, json};

/// The most names that are told of one kind of accident.
const NAMES_MAX: usize = 20;
/// systemd: a unit entered its failed state. The ids of messages stay as they are (systemd.io/CATALOG).
const UNIT_FAILED: &str = "d9b373ed55a64feb8242e02dbe79a49c";
/// systemd-coredump: a process dumped its memory.
const DUMPED: &str = "fc2e22bc6ee647b6b90729ab34a250b1";
/// systemd-oomd killed the processes of a unit.
const OOMD_KILLED: &str = "d989611b15e44c9dbf31e3c81256e4ed";
/// How the kernel tells that a process did what it must not.
const FAULTS: [&str; 4] = [" segfault at ", " general protection fault", " trap ", "]: unhandled signal"];

/// How often one kind of accident came, and to whom.
#[derive(Debug, Default)]
struct Accidents {
    count: u64,
    first: Option<Moment>,
    last: Option<Moment>,
    names: Vec<String>,
}

/// All three kinds.
#[derive(Debug, Default)]
pub(super) struct Events {
    memory_kills: Accidents,
    crashes: Accidents,
    failures: Accidents,
}

impl Events {
    pub(super) fn note(&mut self, record: &Record) {
        let id = record.message_id.as_deref();
        let message = String::from_utf8_lossy(record.message_lines().next().unwrap_or_default());
        let unit = || record.unit_name().unwrap_or("unknown").to_owned();
        if record.is_kernel && message.contains("ut of memory: Killed process") {
            self.memory_kills.add(record.time, killed(&message));
        } else if id == Some(OOMD_KILLED) {
            self.memory_kills.add(record.time, unit());
        } else if record.is_kernel && FAULTS.iter().any(|fault| message.contains(fault)) {
            self.crashes.add(record.time, faulty(&message));
        } else if id == Some(DUMPED) {
            self.crashes.add(record.time, dumped(&message));
        } else if id == Some(UNIT_FAILED) && record.is_systemd() {
            self.failures.add(record.time, unit());
        }
    }

    pub(super) fn facts(self) -> [(String, Value); 3] {
        [("memory_kills", self.memory_kills), ("crashes", self.crashes), ("failures", self.failures)]
            .map(|(name, accidents)| (name.to_owned(), accidents.facts()))
    }
}

impl Accidents {
    fn add(&mut self, time: Option<Moment>, name: String) {
        self.count += 1;
        self.first = self.first.into_iter().chain(time).min();
        self.last = self.last.into_iter().chain(time).max();
        if self.names.len() < NAMES_MAX && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    fn facts(self) -> Value {
        json!({"count": self.count, "first": self.first, "last": self.last, "names": self.names})
    }
}

/// `Out of memory: Killed process 812 (app) total-vm:…`: app.
fn killed(message: &str) -> String {
    let name = message.split_once("Killed process ").and_then(|(_, rest)| rest.split_once('('));
    let name = name.and_then(|(_, rest)| rest.split_once(')'));
    name.map_or("unknown", |(name, _)| name).to_owned()
}

/// `app[123]: segfault at 0 ip …`: app. With `traps: ` in front on newer kernels.
fn faulty(message: &str) -> String {
    let message = message.strip_prefix("traps: ").unwrap_or(message);
    message.split_once('[').map_or("unknown", |(name, _)| name).to_owned()
}

/// `Process 123 (app) of user 0 dumped core.`: app.
fn dumped(message: &str) -> String {
    let name = message.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    name.map_or("unknown", |(name, _)| name).to_owned()
}
