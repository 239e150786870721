//! Servers that are not there, and tokens that are none.

use crate::program::{Ended, program, run, run_command};
use std::net::TcpListener;

const SECRET: &str = "glc_0123_c2VjcmV0";

/// An address of this machine on which nobody listens.
fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn with_token(token: &str, arguments: &[&str]) -> Ended {
    let mut command = program(arguments);
    command.env("GLASSCASE_TOKEN", token);
    run_command(command, b"")
}

#[test]
fn an_absent_server_is_told_with_its_address_and_what_to_do() {
    let url = nowhere();
    for arguments in [
        &["case", "list"][..],
        &["access", "lock"],
        &["audit", "export", "--output", "-"],
        &["evidence", "show", "c1-e1"],
        &["case", "watch", "c1"],
        &["consent", "give", "c1", "--yes"],
    ] {
        let ended = with_token(SECRET, &[arguments, &["--url", &url]].concat());
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{arguments:?}");
        let told: Vec<_> = ended.err.lines().collect();
        assert!(told[0].starts_with("error: ") && told[0].contains(&url), "{arguments:?}: {}", ended.err);
        assert!(told[1].starts_with("help: ") && told[1].contains("--url"), "{arguments:?}: {}", ended.err);
        assert_eq!(told.len(), 2, "{arguments:?}: {}", ended.err);
    }
}

#[test]
fn with_json_an_error_is_json_too() {
    let url = nowhere();
    let ended = with_token(SECRET, &["case", "list", "--json", "--url", &url]);
    let told: serde_json::Value = serde_json::from_str(&ended.err).unwrap();
    assert!(told["error"].as_str().unwrap().contains(&url), "{told}");
    assert!(told["help"].as_str().unwrap().contains("--url"), "{told}");
    assert_eq!((ended.code, &told["problem"]), (Some(1), &serde_json::Value::Null));
}

#[test]
fn with_json_arguments_that_make_no_sense_are_told_in_json() {
    let ended = run(&["case", "open", "x", "--severity", "bad", "--json"], b"");
    let told: serde_json::Value = serde_json::from_str(&ended.err).unwrap();
    assert!(ended.code == Some(2) && told["error"].as_str().unwrap().contains("bad"), "{told}");
}

#[test]
fn what_cannot_be_undone_is_not_done_unasked() {
    let ended = with_token(SECRET, &["evidence", "delete", "c1-e1", "--url", &nowhere()]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("for good") && ended.err.contains("--yes"), "{}", ended.err);
}

#[test]
fn an_address_that_is_none_is_named() {
    let ended = with_token(SECRET, &["case", "list", "--url", "localhost"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("`localhost`"), "{}", ended.err);
}

#[test]
fn a_command_without_a_token_says_how_to_give_one() {
    let ended = run(&["case", "list"], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("GLASSCASE_TOKEN") && ended.err.contains("--token-file"), "{}", ended.err);
}

#[test]
fn a_token_is_never_repeated() {
    let url = nowhere();
    for broken in [format!("{SECRET} {SECRET}"), format!("{SECRET}é"), SECRET.to_owned()] {
        let ended = with_token(&broken, &["case", "list", "--url", &url]);
        assert_ne!(ended.code, Some(0));
        assert!(!(ended.err + &ended.out).contains("c2VjcmV0"), "{broken}");
    }
    let help = with_token(SECRET, &["case", "list", "--help"]);
    assert!(!help.out.contains("c2VjcmV0"));
}

#[test]
fn a_token_file_goes_before_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let (good, empty) = (folder.path().join("good"), folder.path().join("empty"));
    std::fs::write(&good, format!("{SECRET}\n")).unwrap();
    std::fs::write(&empty, "\n").unwrap();
    let url = nowhere();
    let list = |file: &std::path::Path| {
        let arguments = ["case", "list", "--url", &url, "--token-file", file.to_str().unwrap()];
        with_token("from-the-environment", &arguments)
    };
    assert!(list(&good).err.contains(&url));
    assert!(list(&empty).err.contains("empty"), "{}", list(&empty).err);
    assert!(list(&folder.path().join("absent")).err.contains("absent"));
}
