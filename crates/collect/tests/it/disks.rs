use super::case::{Case, Outcome};
use super::skipped;
use rustix::mount::{MountFlags, UnmountFlags, mount, unmount};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tempfile::TempDir;

fn look(id: &str, inputs: &Value) -> Outcome {
    Case::new(id, "host_facts: true").run(inputs)
}

/// Something that goes on in another thread until it is dropped.
struct Going {
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Going {
    fn on(mut step: impl FnMut() + Send + 'static) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ended);
        let thread = thread::spawn(move || {
            while !told.load(Ordering::Relaxed) {
                step();
            }
        });
        Self { ended, thread: Some(thread) }
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Writes that wait for the disk, one after the other; none where the build folder lies on no disk.
fn writing() -> Option<(Going, TempDir)> {
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut file = File::create(folder.path().join("filler")).unwrap();
    let going = Going::on(move || {
        file.write_all(&vec![7; 1 << 16]).unwrap();
        file.sync_all().unwrap();
    });
    let disks = fs::read_dir("/sys/block").is_ok_and(|entries| {
        entries.flatten().any(|disk| {
            !["loop", "ram", "zram"].iter().any(|no| disk.file_name().to_string_lossy().starts_with(no))
        })
    });
    disks.then_some((going, folder))
}

#[test]
fn a_disk_under_load_is_measured_and_slow_by_the_threshold() {
    let Some(_load) = writing() else { return };
    let measured = look("disk-latency", &json!({"watch_seconds": 1, "slow_ms": 60_000, "busy_percent": 101}));
    measured.assert_faults(&[]);
    let disks = measured.facts["io"]["disks"].as_array().unwrap();
    assert!(disks.iter().any(|disk| disk["writes_per_second"].as_f64().unwrap() > 1.0), "{disks:?}");
    let busy = look("disk-latency", &json!({"watch_seconds": 1, "slow_ms": 60_000, "busy_percent": 1}));
    busy.assert_faults(&["busy-disk"]);
}

/// Whether a real disk takes longer than a threshold is up to the disk, so the facts of a measurement are set.
#[test]
fn a_slow_disk_and_a_machine_without_disks_are_found() {
    let case = Case::new("disk-latency", "host_facts: true");
    let check = |read_ms: f64, writes: f64, disks: bool, faults: &[&str]| {
        let disk = json!({
            "name": "vda", "requests_per_second": writes, "read_ms": read_ms, "write_ms": 1.0,
            "busy_percent": 10.0, "waiting": 0,
        });
        let told = if disks { json!([disk]) } else { json!([]) };
        let facts = json!({"io": {
            "disks": told, "slowest": disk, "busiest": disk, "slowest_ms": read_ms, "busiest_percent": 10.0,
        }});
        let Value::Object(facts) = facts else { panic!("facts are an object") };
        case.judge(&json!({}), facts).assert_faults(faults);
    };
    check(49.0, 5.0, true, &[]);
    check(50.0, 5.0, true, &["slow-disk"]);
    // One slow request in a long while is no trouble.
    check(50.0, 0.5, true, &[]);
    check(1.0, 5.0, false, &["no-disks"]);
}

/// A file system of 64 MiB in memory; unmounted when dropped.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        if mount(c"tmpfs", folder.path(), c"tmpfs", MountFlags::empty(), Some(c"size=64m")).is_err() {
            skipped::because("mounting a file system needs root");
            return None;
        }
        Some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        unmount(self.0.path(), UnmountFlags::DETACH).unwrap_or_default();
    }
}

#[test]
fn a_disk_that_something_fills_is_found() {
    let Some(disk) = SmallDisk::mount() else { return };
    let growing = |outcome: &Outcome| {
        let growing = outcome.facts["space"]["growing"].as_array().unwrap().clone();
        growing.into_iter().find(|disk_| disk_["mount"] == disk.path().to_str().unwrap())
    };
    let quiet = look("disk-full-forecast", &json!({"watch_seconds": 1}));
    assert_eq!(growing(&quiet), None);
    let mut file = File::create(disk.path().join("filler")).unwrap();
    let _filling = Going::on(move || {
        drop(file.write_all(&vec![7; 1 << 18]));
        thread::sleep(Duration::from_millis(100));
    });
    let outcome = look("disk-full-forecast", &json!({"watch_seconds": 2, "hours": 1}));
    let found = growing(&outcome).expect("it fills");
    assert!(found["hours_left"].as_f64().unwrap() < 0.1, "{found}");
    assert!(outcome.faults().contains(&"full-soon"), "{:#?}", outcome.facts);
}

#[test]
fn a_machine_whose_disks_do_not_fill_passes() {
    let case = Case::new("disk-full-forecast", "host_facts: true");
    let mut facts = look("disk-full-forecast", &json!({"watch_seconds": 1})).facts;
    // Somebody else may be writing to this machine's disks.
    facts["space"]["growing"] = json!([]);
    case.judge(&json!({}), facts).assert_faults(&[]);
}

#[test]
fn the_encryption_of_real_file_systems_is_told() {
    let Some(memory) = SmallDisk::mount() else { return };
    let outcome = look("disk-encryption", &json!({"mounts": [memory.path()]}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["disks"]["in_memory"], json!([memory.path()]));
    let absent = TempDir::new().unwrap();
    look("disk-encryption", &json!({"mounts": [absent.path()]})).assert_faults(&["not-mounted"]);
}

/// Whether a machine's own disks are encrypted is up to the machine: what is told of its root is judged as it is.
#[test]
fn a_root_on_a_plain_disk_is_found() {
    let outcome = look("disk-encryption", &json!({"mounts": ["/"]}));
    let state = outcome.facts["disks"]["mounts"][0]["state"].clone();
    match state.as_str().unwrap() {
        "plain" => outcome.assert_faults(&["not-encrypted"]),
        "unknown" => outcome.assert_faults(&["undecided"]),
        _ => outcome.assert_faults(&[]),
    }
    let case = Case::new("disk-encryption", "host_facts: true");
    for (fact, fault) in
        [("plain", "not-encrypted"), ("undecided", "undecided"), ("mounts", "nothing-to-look-at")]
    {
        let mut facts = outcome.facts.clone();
        for list in ["plain", "undecided", "not_mounted"] {
            facts["disks"][list] = json!([]);
        }
        facts["disks"][fact] = if fact == "mounts" { json!([]) } else { json!(["/"]) };
        case.judge(&json!({}), facts).assert_faults(&[fault]);
    }
}
