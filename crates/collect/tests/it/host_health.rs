use super::case::{Case, Outcome};
use rustix::mount::{MountFlags, UnmountFlags, mount, unmount};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn look() -> Outcome {
    Case::new("host-health", "host_facts: true").run(&json!({}))
}

#[test]
fn the_machine_is_told_as_it_is() {
    let outcome = look();
    drop(outcome.faults());
    let host = &outcome.facts["host"];
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    assert_eq!(host["system"]["kernel"], kernel.trim());
    let total: u64 =
        fs::read_to_string("/proc/meminfo").unwrap().split_whitespace().nth(1).unwrap().parse().unwrap();
    assert_eq!(host["memory"]["total_bytes"], total * 1_024);
    assert!(host["disks"].as_array().unwrap().iter().any(|disk| disk["mount"] == "/"), "{host}");
    let largest = host["processes"]["largest"].as_array().unwrap();
    assert!(!largest.is_empty() && largest.len() <= 5);
    assert!(largest.iter().all(|process| process.as_object().unwrap().len() == 3), "no arguments, no owners");
    assert_eq!(host["limits_reached"], json!([]));
}

#[test]
fn the_state_of_the_machine_must_be_allowed() {
    let refusal = Case::new("host-health", "folders: [/var/log]").refusal(&json!({}));
    assert!(refusal.contains("set `host_facts: true` in the runner's settings"), "{refusal}");
}

/// The facts of this machine, made healthy, with one of them set.
fn check(pointer: &str, value: Value, faults: &[&str]) {
    let case = Case::new("host-health", "host_facts: true");
    let mut facts = Value::Object(look().facts);
    let disk = json!({"mount": "/", "read_only": false, "used_percent": 40.0, "inodes_used_percent": 5.0});
    for (pointer, value) in [
        ("/host/memory/used_percent", json!(30.0)),
        ("/host/memory/swap_used_percent", json!(0.0)),
        ("/host/pressure/memory_some_percent", json!(0.0)),
        ("/host/pressure/memory_full_percent", json!(0.0)),
        ("/host/pressure/io_full_percent", json!(0.0)),
        ("/host/processor/load_per_cpu", json!(0.5)),
        ("/host/processes/zombies", json!(0)),
        ("/host/disks", json!([disk])),
        (pointer, value),
    ] {
        *facts.pointer_mut(pointer).unwrap_or_else(|| panic!("no fact at {pointer}")) = value;
    }
    let Value::Object(facts) = facts else { panic!("facts are an object") };
    case.judge(&json!({}), facts).assert_faults(faults);
}

#[test]
fn each_shortage_is_found_and_nothing_else() {
    check("/host/memory/used_percent", json!(30.0), &[]);
    check("/host/memory/used_percent", json!(91.0), &["memory-short"]);
    check("/host/memory/used_percent", json!(97.5), &["memory-exhausted"]);
    check("/host/pressure/memory_some_percent", json!(12.0), &["memory-short"]);
    check("/host/pressure/memory_full_percent", json!(12.0), &["memory-exhausted"]);
    check("/host/memory/swap_used_percent", json!(85.0), &["memory-short"]);
    check("/host/processor/load_per_cpu", json!(2.0), &["processor-overloaded"]);
    check("/host/pressure/io_full_percent", json!(20.0), &["disks-slow"]);
    check("/host/processes/zombies", json!(100), &["zombies"]);
    check("/host/disks/0/used_percent", json!(86.0), &["disk-filling"]);
    check("/host/disks/0/used_percent", json!(99.0), &["disk-full"]);
    check("/host/disks/0/inodes_used_percent", json!(86.0), &["inodes-running-out"]);
    check("/host/disks/0/inodes_used_percent", json!(100.0), &["inodes-exhausted"]);
}

/// A file system of one mebibyte with 20 inodes, in memory; unmounted when dropped.
struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let options = Some(c"size=1m,nr_inodes=20");
        mount(c"tmpfs", folder.path(), c"tmpfs", MountFlags::empty(), options).ok()?;
        Some(Self { folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn faults(&self) -> Vec<String> {
        let outcome = look();
        let disks = outcome.facts["host"]["disks"].as_array().unwrap().clone();
        assert!(disks.iter().any(|disk| disk["mount"] == self.folder.path().to_str().unwrap()), "{disks:?}");
        outcome.faults().into_iter().map(str::to_owned).collect()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        unmount(self.folder.path(), UnmountFlags::DETACH).unwrap_or_default();
    }
}

#[test]
fn a_real_disk_that_is_full_is_found() {
    let Some(disk) = SmallDisk::mount() else {
        println!("skipped: mounting a file system needs root");
        return;
    };
    let before = disk.faults();
    fs::write(disk.path("filler"), vec![0; 1 << 20]).unwrap();
    assert!(disk.faults().contains(&"disk-full".to_owned()) && !before.contains(&"disk-full".to_owned()));
    fs::remove_file(disk.path("filler")).unwrap();
    for number in 0..19 {
        fs::write(disk.path(&number.to_string()), "").unwrap();
    }
    assert!(disk.faults().contains(&"inodes-exhausted".to_owned()));
}
