//! `glasscase simulate`

use crate::program::{program, run};
use serde_json::Value;
use std::process::Stdio;

const VECTORS: &str = include_str!("../../../domain/tests/it/access.jsonl");

#[test]
fn every_timeline_of_the_rules_is_answered_in_order() {
    let ended = run(&["simulate"], VECTORS.as_bytes());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(ended.out.lines().count(), VECTORS.lines().count());
    for (answer, timeline) in ended.out.lines().zip(VECTORS.lines()) {
        let (answer, timeline): (Value, Value) =
            (serde_json::from_str(answer).unwrap(), serde_json::from_str(timeline).unwrap());
        for part in ["name", "answers", "log"] {
            assert_eq!(answer[part], timeline[part], "{}: {part}", timeline["name"]);
        }
    }
}

#[test]
fn a_malformed_line_is_named_and_the_others_are_answered() {
    let mut lines: Vec<&[u8]> = VECTORS.lines().take(3).map(str::as_bytes).collect();
    lines.insert(1, b"{\"name\":\"x\",\"events\":[{\"t\":0,\"op\":\"explode\"}],\"probes\":[]}");
    lines.insert(2, b"\xff");
    lines.push(b"");
    lines.push(b"{\"name\":\"y\",\"events\":[],\"probes\":[]}");
    let ended = run(&["simulate"], &[lines.join(&b'\n'), b"\n".to_vec()].concat());
    assert_eq!(ended.code, Some(2));
    assert_eq!(ended.out.lines().count(), 4, "{}", ended.out);
    assert!(ended.out.ends_with("{\"name\":\"y\",\"answers\":[],\"log\":[]}\n"), "{}", ended.out);
    let told: Vec<_> = ended.err.lines().collect();
    assert_eq!(told.len(), 3, "{}", ended.err);
    assert!(told[0].starts_with("error: line 2: ") && told[0].contains("explode"), "{}", told[0]);
    assert!(told[1].starts_with("error: line 3: ") && told[1].contains("UTF-8"), "{}", told[1]);
    assert!(told[2].starts_with("error: line 6: ") && told[2].contains("blank"), "{}", told[2]);
}

#[test]
fn nothing_to_answer_is_no_error() {
    let ended = run(&["simulate"], b"");
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (Some(0), "", ""));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = program(&["simulate"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        // The program ends before everything is written.
        let _ = std::io::Write::write_all(&mut stdin, VECTORS.as_bytes());
    });
    let ended = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let mut command = program(&["completions", "bash"]);
    command.stdout(Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap()));
    let ended = crate::program::run_command(command, b"");
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.starts_with("error: "), "{}", ended.err);
}
