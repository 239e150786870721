use super::case::{Case, NOW};
use domain::Moment;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;

/// A file that was changed `seconds` before the run's time.
fn check(seconds: i64, text: &str, faults: &[&str]) -> Value {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("alive");
    fs::write(&path, text).unwrap();
    let now: Moment = NOW.parse().unwrap();
    let changed = u64::try_from(now.unix_seconds() - seconds).unwrap();
    let file = File::options().write(true).open(&path).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(changed)).unwrap();
    let case = Case::new("heartbeat", &format!("folders: [{}]", folder.path().display()));
    let outcome = case.run(&json!({"files": path}));
    outcome.assert_faults(faults);
    outcome.facts["heartbeat"].clone()
}

#[test]
fn a_heart_that_beats_passes_and_one_that_stopped_is_found() {
    assert_eq!(check(60, "ok", &[])["youngest_age_seconds"], 60);
    check(3_600, "ok", &[]);
    check(3_601, "ok", &["stale"]);
    check(-301, "ok", &["from-the-future"]);
    check(60, "", &["empty"]);
}

#[test]
fn a_file_that_is_not_there_is_found() {
    let folder = TempDir::new().unwrap();
    let case = Case::new("heartbeat", &format!("folders: [{}]", folder.path().display()));
    case.run(&json!({"files": folder.path().join("alive")})).assert_faults(&["missing"]);
}

#[test]
fn of_several_files_the_youngest_counts() {
    let folder = TempDir::new().unwrap();
    let now: Moment = NOW.parse().unwrap();
    for (name, age) in [("a", 60), ("b", 90_000)] {
        fs::write(folder.path().join(name), "x").unwrap();
        let changed = u64::try_from(now.unix_seconds() - age).unwrap();
        let file = File::options().write(true).open(folder.path().join(name)).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(changed)).unwrap();
    }
    let case = Case::new("heartbeat", &format!("folders: [{}]", folder.path().display()));
    let outcome = case.run(&json!({"files": folder.path().join("*")}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["heartbeat"]["oldest"]["age_seconds"], 90_000);
}
