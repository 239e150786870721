//! `glasscase verify`

use crate::program::run;
use serde_json::Value;

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
