use super::case::{Case, Outcome};
use super::skipped;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn look(id: &str, inputs: &Value) -> Outcome {
    Case::new(id, "host_facts: true").run(inputs)
}

/// The facts of this machine, made healthy, with some of them set.
fn check(id: &str, inputs: &Value, healthy: &[(&str, Value)], planted: &[(&str, Value)], faults: &[&str]) {
    let case = Case::new(id, "host_facts: true");
    let mut facts = Value::Object(look(id, inputs).facts);
    for (pointer, value) in healthy.iter().chain(planted) {
        *facts.pointer_mut(pointer).unwrap_or_else(|| panic!("no fact at {pointer}")) = value.clone();
    }
    let Value::Object(facts) = facts else { panic!("facts are an object") };
    case.judge(inputs, facts).assert_faults(faults);
}

#[test]
fn the_kernel_is_told_as_it_is() {
    let outcome = look("system-limits", &json!({}));
    drop(outcome.faults());
    let kernel = &outcome.facts["kernel"];
    let files = fs::read_to_string("/proc/sys/fs/file-nr").unwrap();
    assert_eq!(kernel["files"]["limit"].to_string(), files.split_whitespace().nth(2).unwrap());
    assert!(
        kernel["threads"]["used"].as_u64().unwrap() > 10 && kernel["uptime_seconds"].as_f64().unwrap() > 0.0
    );
    assert_eq!(kernel["boots"]["known"], Path::new("/var/log/wtmp").exists());
    assert!(Case::new("system-limits", "folders: [/tmp]").refusal(&json!({})).contains("host_facts: true"));
}

/// The limits of the whole machine cannot be reached in a test without harm to it, so the facts are set.
#[test]
fn each_limit_of_the_machine_is_found_and_nothing_else() {
    let healthy = [
        ("/kernel/files/used_percent", json!(1.0)),
        ("/kernel/threads/used_percent", json!(1.0)),
        ("/kernel/conntrack/used_percent", json!(0.0)),
        ("/kernel/memory/commit/used_percent", json!(0.0)),
        ("/kernel/boots/in_seven_days", json!(1)),
        ("/kernel/clock/is_set_by_somebody", json!(true)),
        ("/kernel/clock/synchronized_known", json!(true)),
        ("/kernel/clock/synchronized", json!(true)),
    ];
    let check = |inputs: Value, planted: &[(&str, Value)], faults: &[&str]| {
        check("system-limits", &inputs, &healthy, planted, faults);
    };
    check(json!({}), &[], &[]);
    check(json!({}), &[("/kernel/files/used_percent", json!(80.0))], &["files-near"]);
    check(json!({}), &[("/kernel/threads/used_percent", json!(99.0))], &["threads-near"]);
    check(json!({}), &[("/kernel/conntrack/used_percent", json!(95.0))], &["conntrack-near"]);
    check(json!({}), &[("/kernel/memory/commit/used_percent", json!(90.0))], &["commit-near"]);
    check(json!({}), &[("/kernel/boots/in_seven_days", json!(4))], &["restarts-often"]);
    check(json!({}), &[("/kernel/clock/synchronized", json!(false))], &["clock-not-set"]);
    let unset = [
        ("/kernel/clock/is_set_by_somebody", json!(false)),
        ("/kernel/clock/synchronized_known", json!(false)),
    ];
    check(json!({}), &unset, &["clock-not-set"]);
    check(json!({"clock_service": false}), &unset, &[]);
}

/// A control group of 16 MiB in which a process asks for more, so that the kernel ends it.
fn end_a_process_for_memory() -> bool {
    let (one, two) = (Path::new("/sys/fs/cgroup/memory"), Path::new("/sys/fs/cgroup"));
    let (tree, limit) = if one.is_dir() { (one, "memory.limit_in_bytes") } else { (two, "memory.max") };
    let group: PathBuf = tree.join(format!("glasscase-test-{}", std::process::id()));
    if fs::create_dir(&group).is_err() || fs::write(group.join(limit), "16777216").is_err() {
        skipped::because("limiting memory needs root and its control group");
        return false;
    }
    let script = format!(
        "echo $$ > {}/cgroup.procs; exec dd if=/dev/zero of=/dev/null bs=200M count=1",
        group.display()
    );
    let ended = Command::new("sh").args(["-c", &script]).status().unwrap();
    while fs::remove_dir(&group).is_err_and(|error| error.kind() != std::io::ErrorKind::NotFound) {
        std::thread::yield_now();
    }
    let is_killed = std::os::unix::process::ExitStatusExt::signal(&ended) == Some(9);
    if !is_killed {
        skipped::because("the kernel does not hold a control group to its limit of memory");
    }
    is_killed
}

#[test]
fn a_process_that_the_kernel_ends_for_memory_is_found() {
    let kills = |outcome: &Outcome| outcome.facts["kernel"]["memory"]["oom_kills"].as_u64().unwrap();
    let before = kills(&look("memory-pressure", &json!({})));
    if !end_a_process_for_memory() {
        let mut facts = look("memory-pressure", &json!({})).facts;
        facts["kernel"]["memory"]["oom_kills"] = json!(before + 1);
        let case = Case::new("memory-pressure", "host_facts: true");
        assert!(case.judge(&json!({"oom_kills": before}), facts).faults().contains(&"oom-kills"));
        return;
    }
    let outcome = look("memory-pressure", &json!({"oom_kills": before}));
    assert!(outcome.faults().contains(&"oom-kills"), "{:#?}", outcome.facts);
    let settled = look("memory-pressure", &json!({"oom_kills": kills(&outcome)}));
    assert!(!settled.faults().contains(&"oom-kills"));
}

#[test]
fn memory_that_is_short_is_found() {
    let all = look("memory-pressure", &json!({"least_available_mib": 1_048_576, "oom_kills": 1_000_000}));
    assert!(all.faults().contains(&"memory-exhausted"));
    let healthy = [
        ("/kernel/memory/oom_kills", json!(0)),
        ("/host/pressure/memory_some_percent", json!(0.0)),
        ("/host/memory/swap_used_percent", json!(0.0)),
        ("/host/memory/available_bytes", json!(1_u64 << 30)),
    ];
    for (planted, faults) in [
        (None, &[][..]),
        (Some(("/host/pressure/memory_some_percent", json!(12.0))), &["waiting-for-memory"]),
        (Some(("/host/memory/swap_used_percent", json!(85.0))), &["swap-full"]),
    ] {
        check("memory-pressure", &json!({}), &healthy, planted.as_slice(), faults);
    }
}
