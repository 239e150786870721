use super::case::{Case, Outcome};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

/// A log in which one error comes once an hour for a week, until `NOW` of the tests.
fn steady() -> String {
    let mut log = String::new();
    for hour in 0..168 {
        let (day, hour) = (17 + hour / 24, hour % 24);
        writeln!(log, "2026-11-{day}T{hour:02}:00:00Z ERROR [pool-{hour}] retry {hour} of \"job {day}\"")
            .unwrap();
        writeln!(log, "2026-11-{day}T{hour:02}:30:00Z INFO all is well").unwrap();
    }
    log
}

fn run(id: &str, log: &str, more: &Value) -> Outcome {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("app.log"), log).unwrap();
    let mut inputs = json!({"files": folder.path().join("app.log")});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new(id, &format!("folders: [{}]", folder.path().display())).run(&inputs)
}

fn clusters(log: &str, more: &Value) -> Outcome {
    run("error-clusters", log, more)
}

#[test]
fn a_steady_error_is_nothing_new() {
    let outcome = clusters(&steady(), &json!({}));
    outcome.assert_faults(&[]);
    let errors = &outcome.facts["errors"];
    assert_eq!(
        (&errors["shapes"], &errors["before"], &errors["recent"]),
        (&json!(1), &json!(144), &json!(24))
    );
    let cluster = &errors["clusters"][0];
    assert_eq!(cluster["shape"], "# ERROR [#] retry # of \"…\"");
    assert_eq!((&cluster["per_hour_before"], &cluster["rise"]), (&json!(1.0), &json!(1.0)));
}

#[test]
fn a_new_error_is_found_with_its_first_time_and_its_trace_is_part_of_it() {
    let trace = "java.lang.IllegalStateException: error\n\tat x.Error.y(Error.java:7)\nCaused by: failed\n";
    let new = format!(
        "2026-11-23T10:00:00Z ERROR disk 7 failed\n{trace}2026-11-23T10:00:05Z ERROR disk 8 failed\n{trace}"
    );
    let outcome = clusters(&(steady() + &new), &json!({}));
    outcome.assert_faults(&["new-errors"]);
    let errors = &outcome.facts["errors"];
    assert_eq!((&errors["new_shapes"], &errors["shapes"]), (&json!(1), &json!(2)));
    let first = &errors["clusters"][0];
    assert_eq!((&first["shape"], &first["new"]), (&json!("# ERROR disk # failed"), &json!(true)));
    assert_eq!((&first["count"], &first["lines"]), (&json!(2), &json!(8)));
    assert_eq!(first["first"], "2026-11-23T10:00:00.000000Z");
    assert_eq!(first["last"], "2026-11-23T10:00:05.000000Z");
    assert!(outcome.item("examples.log").starts_with("2026-11-23T10:00:00Z ERROR disk 7 failed\n"));
}

#[test]
fn an_error_that_grows_is_found() {
    let more = "2026-11-23T12:00:00Z ERROR [pool-1] retry 1 of \"job 1\"\n";
    clusters(&(steady() + &more.repeat(90)), &json!({})).assert_faults(&[]);
    let outcome = clusters(&(steady() + &more.repeat(97)), &json!({}));
    outcome.assert_faults(&["growing-errors"]);
    clusters(&(steady() + &more.repeat(97)), &json!({"growth": 10})).assert_faults(&[]);
}

#[test]
fn without_history_nothing_is_called_new() {
    let outcome = clusters("2026-11-23T10:00:00Z ERROR x\n", &json!({}));
    outcome.assert_faults(&["errors-without-history"]);
    clusters("2026-11-23T10:00:00Z INFO x\n", &json!({})).assert_faults(&[]);
}

#[test]
fn more_kinds_than_can_be_told_apart_are_said() {
    let word = |number: usize| -> String {
        number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
    };
    let mut log = "2026-11-20T10:00:00Z INFO x\n".to_owned();
    for number in 0..2_500 {
        writeln!(log, "2026-11-23T10:00:00Z ERROR {}", word(number)).unwrap();
    }
    let outcome = clusters(&log, &json!({}));
    outcome.assert_faults(&["new-errors", "too-many-kinds"]);
    let errors = &outcome.facts["errors"];
    assert_eq!((&errors["shapes"], &errors["ungrouped"]), (&json!(2_000), &json!(500)));
    assert_eq!(errors["clusters"].as_array().unwrap().len(), 100);
}

#[test]
fn what_is_no_log_is_said() {
    clusters("ERROR \0\n", &json!({})).assert_faults(&["nothing-read"]);
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("app.log"), steady()).unwrap();
    fs::write(folder.path().join("app.log.1"), "\0").unwrap();
    let case = Case::new("error-clusters", &format!("folders: [{}]", folder.path().display()));
    case.run(&json!({"files": folder.path().join("app.log")})).assert_faults(&["reading-incomplete"]);
}

fn crashes(log: &str) -> Outcome {
    run("crash-log", log, &json!({}))
}

const QUIET: &str = "Nov 23 10:00:00 srv systemd[1]: Started app.service - App.\n";

#[test]
fn a_restart_loop_is_found() {
    let mut log = QUIET.to_owned();
    for counter in 1..=5 {
        writeln!(log, "Nov 23 10:00:0{counter} srv systemd[1]: app.service: Scheduled restart job, restart counter is at {counter}.").unwrap();
    }
    let outcome = crashes(&log);
    outcome.assert_faults(&["restart-loop"]);
    assert_eq!(outcome.facts["restarts"]["most_frequent"]["count"], 5);
    let without_last = log.lines().take(5).collect::<Vec<_>>().join("\n");
    crashes(&without_last).assert_faults(&[]);
}

#[test]
fn a_crash_and_a_kill_for_memory_are_told_apart() {
    crashes(QUIET).assert_faults(&[]);
    for (line, faults) in [
        ("systemd[1]: app.service: Main process exited, code=exited, status=1/FAILURE", &["crashes"][..]),
        ("kernel: app[123]: segfault at 0 ip 0000 sp 0000 error 4 in app[5600+1000]", &["crashes"]),
        (
            "kernel: Out of memory: Killed process 812 (app) total-vm:8kB, anon-rss:8kB",
            &["killed-for-memory"],
        ),
        ("systemd[1]: app.service: Failed with result 'oom-kill'.", &["killed-for-memory", "crashes"]),
    ] {
        crashes(&format!("{QUIET}Nov 23 10:00:01 srv {line}\n")).assert_faults(faults);
    }
    crashes("\0").assert_faults(&["nothing-read"]);
}

#[test]
fn a_limit_that_ends_the_reading_is_said() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("app.log"), QUIET.repeat(100)).unwrap();
    let mut case = Case::new("crash-log", &format!("folders: [{}]", folder.path().display()));
    let text =
        include_str!("../../../../catalogue/crash-log.yaml").replace("bytes: 1073741824", "bytes: 10000");
    case.diagnostic = diagnostics::Diagnostic::parse(&text).unwrap();
    case.run(&json!({"files": folder.path().join("app.log")})).assert_faults(&["reading-incomplete"]);
}
