//! `glasscase verify`

use crate::program::run;
use serde_json::Value;
use std::process::Command;

/// A sound export, and the one it grew from would be.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../proof/tests/exports/version-1-example.export");
const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../proof/tests/exports/version-1-story.export");
const SECOND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/verify.py");

#[test]
fn a_file_that_is_not_there_is_bad_input() {
    let ended = run(&["verify", "no-such.glasscase"], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("`no-such.glasscase`"), "{}", ended.err);
}

#[test]
fn a_file_that_is_no_export_is_not_sound() {
    for input in ["", "hello\n", "{}\n"] {
        let ended = run(&["verify", "-"], input.as_bytes());
        assert_eq!(ended.code, Some(3), "{input:?}: {}", ended.err);
        assert!(!ended.out.is_empty(), "{input:?}");
    }
}

#[test]
fn a_program_gets_the_report_as_json() {
    let ended = run(&["verify", "-", "--json"], b"hello\n");
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((ended.code, &report["verdict"]), (Some(3), &Value::from("unsound")));
}

#[test]
fn a_key_that_is_none_is_bad_input() {
    let ended = run(&["verify", "-", "--key", "nonsense"], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("`nonsense`") && ended.err.contains("help: "), "{}", ended.err);
}

#[test]
fn a_private_key_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.key");
    let secret = "PRIVATE+KEY+desk+c3ba0a79+AfQxc2VjcmV0";
    std::fs::write(&file, secret).unwrap();
    for given in [secret, file.to_str().unwrap()] {
        let ended = run(&["verify", "-", "--key", given], b"");
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains("private key") && !ended.err.contains("c2VjcmV0"), "{}", ended.err);
    }
}

#[test]
fn a_consent_key_that_is_none_is_bad_input() {
    let ended = run(&["verify", "-", "--consent-key", "AAAA"], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("`AAAA`") && ended.err.contains("help: "), "{}", ended.err);
}

#[test]
fn a_runners_log_that_is_not_there_is_bad_input() {
    let ended = run(&["verify", "-", "--runner-log", "no-such.jsonl"], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("`no-such.jsonl`"), "{}", ended.err);
}

#[test]
fn what_is_wrong_with_a_runners_log_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("run-records.jsonl");
    std::fs::write(&log, "nonsense\n").unwrap();
    let ended = run(&["verify", "-", "--json", "--runner-log", log.to_str().unwrap()], b"hello\n");
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    let fault = &report["runner_log"]["faults"][0];
    assert_eq!((ended.code, &fault["line"]), (Some(3), &Value::from(1)));
    assert_eq!(fault["what"], "it is no run record");
}

/// Runs the second verifier; its exit code, and its report if it gave one.
fn second(arguments: &[&str]) -> (Option<i32>, Option<Value>) {
    let output = Command::new("python3").arg("-B").arg(SECOND).args(arguments).output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).ok())
}

/// Both verifiers end with this code, and say the same verdict.
fn check_both(arguments: &[&str], code: i32) {
    let ended = run(&[&["verify"], arguments].concat(), b"");
    assert_eq!(ended.code, Some(code), "{}{}", ended.out, ended.err);
    let (theirs, report) = second(arguments);
    assert_eq!(theirs, Some(code), "{arguments:?}");
    let ours: Option<Value> = serde_json::from_str(&ended.out).ok();
    let verdict = |report: &Option<Value>| report.as_ref().map(|report| report["verdict"].clone());
    assert_eq!(verdict(&ours), verdict(&report), "{arguments:?}");
}

#[test]
fn both_verifiers_end_with_the_same_codes() {
    let folder = tempfile::tempdir().unwrap();
    let cut = folder.path().join("cut");
    std::fs::write(&cut, &std::fs::read(EXAMPLE).unwrap()[..5_000]).unwrap();
    let cut = cut.to_str().unwrap();
    check_both(&[EXAMPLE, "--json"], 0);
    check_both(&[cut, "--json"], 3);
    check_both(&["no-such.export", "--json"], 2);
    check_both(&[EXAMPLE, "--json", "--key", "nonsense"], 2);
    check_both(&[EXAMPLE, "--json", "--consent-key", "AAAA"], 2);
    check_both(&[EXAMPLE, "--json", "--witness", "nonsense"], 2);
    check_both(&[EXAMPLE, "--json", "--since", EXAMPLE], 0);
    check_both(&[EXAMPLE, "--json", "--since", STORY], 3);
    check_both(&[EXAMPLE, "--json", "--since", SECOND], 2);
    check_both(&[EXAMPLE, "--json", "--since", "no-such.export"], 2);
}

#[test]
fn where_a_log_parts_from_an_earlier_one_is_told() {
    let ended = run(&["verify", EXAMPLE, "--since", STORY], b"");
    assert!(ended.out.contains("does NOT extend the earlier one of"), "{}", ended.out);
    let ended = run(&["verify", EXAMPLE, "--since", EXAMPLE], b"");
    assert!(ended.out.contains("the log extends the earlier one of 19 events"), "{}", ended.out);
    assert!(ended.out.contains("Case `A`, opened 2026-01-01T12:00:00.000000Z, closed"), "{}", ended.out);
}

#[test]
fn a_witness_that_cosigned_nothing_is_told() {
    let witness = ledger::witness::CosigningKey::from_seed("witness.example", &[7; 32]).unwrap();
    let key = witness.witness_key().to_string();
    let ended = run(&["verify", EXAMPLE, "--witness", &key], b"");
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.out.contains("did not cosign the last checkpoint: it cosigned none"), "{}", ended.out);
    check_both(&[EXAMPLE, "--json", "--witness", &key], 3);
}

#[test]
fn the_help_tells_the_exit_codes() {
    let ended = run(&["verify", "--help"], b"");
    assert!(ended.out.contains("Ends with 0 if the log is sound, 3 if it is not"), "{}", ended.out);
}
