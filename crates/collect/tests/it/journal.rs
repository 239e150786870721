//! The systemd journal: the same entries as systemd's own reader finds, and the faults that they tell of.

use super::case::{Case, Outcome};
use super::journal_file::{Lists, Said, journalctl, write};
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use tempfile::TempDir;

const UNIT_FAILED: &str = "d9b373ed55a64feb8242e02dbe79a49c";

fn area(folder: &Path) -> String {
    format!("folders: [{}]", folder.display())
}

fn run(id: &str, folder: &Path, more: &Value) -> Outcome {
    let mut inputs = json!({"files": folder.join("*.journal")});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new(id, &area(folder)).run(&inputs)
}

/// A week in which one error comes once an hour, until `NOW` of the tests.
fn steady() -> Vec<Said> {
    let mut all = Vec::new();
    for hour in 0..168 {
        let time = |minute: u32| format!("2026-11-{}T{:02}:{minute:02}:00Z", 17 + hour / 24, hour % 24);
        all.push(Said::by("nginx.service", 3, &time(0), &format!("connect() failed {hour}")));
        all.push(Said::by("cron.service", 6, &time(30), "all is well"));
    }
    all
}

/// The errors of a steady week, and then `more`.
fn errors(more: &[Said], inputs: &Value) -> Outcome {
    let folder = TempDir::new().unwrap();
    let all: Vec<Said> = steady().into_iter().chain(more.iter().cloned()).collect();
    write(&folder.path().join("system.journal"), Lists::Compact, &all);
    run("journal-errors", folder.path(), inputs)
}

fn at(time: &str) -> String {
    format!("2026-11-23T23:{time}Z")
}

#[test]
fn a_steady_journal_is_nothing_new() {
    let outcome = errors(&[], &json!({}));
    outcome.assert_faults(&[]);
    let journal = &outcome.facts["journal"];
    assert_eq!((&journal["entries"], &journal["matches"]), (&json!(336), &json!(168)));
    assert_eq!((&journal["journals"], &journal["starts"]), (&json!(1), &json!(1)));
    assert_eq!(journal["clusters"][0]["shape"], "nginx: connect() failed #");
    let unit = &journal["units"][0];
    assert_eq!((&unit["unit"], &unit["count"]), (&json!("nginx"), &json!(168)));
    assert_eq!((&unit["per_hour_before"], &unit["per_hour_recent"]), (&json!(1.0), &json!(1.0)));
    assert_eq!(unit["first"], "2026-11-17T00:00:00.000000Z");
}

#[test]
fn new_and_growing_errors_are_found_with_their_unit() {
    let new = Said::by("app@7.service", 2, &at("50:00"), "disk 7 is gone\n  at Disk.read\n  at Main");
    let outcome = errors(&[new], &json!({}));
    outcome.assert_faults(&["new-errors"]);
    let first = &outcome.facts["journal"]["first_new"];
    assert_eq!((&first["shape"], &first["lines"]), (&json!("app@7: disk # is gone"), &json!(3)));
    assert_eq!(
        outcome.item("examples.log").lines().next().unwrap(),
        "2026-11-23T23:50:00.000000Z srv critical app@7 app[77]: disk 7 is gone"
    );
    let more: Vec<Said> = (0..97)
        .map(|number| Said::by("nginx.service", 3, &at("51:00"), &format!("connect() failed {number}")))
        .collect();
    errors(&more, &json!({})).assert_faults(&["growing-errors"]);
    errors(&more, &json!({"units": ["cron"]})).assert_faults(&[]);
}

#[test]
fn accidents_are_found_whoever_tells_of_them() {
    for (said, fault, name) in [
        (
            Said::by_kernel(3, &at("50:00"), "Out of memory: Killed process 812 (app) total-vm:8kB"),
            &["memory-ran-out", "new-errors"][..],
            "app",
        ),
        (
            Said::by_kernel(
                6,
                &at("50:00"),
                "Memory cgroup out of memory: Killed process 812 (app) total-vm:8kB",
            ),
            &["memory-ran-out"],
            "app",
        ),
        (
            Said::by(
                "systemd-oomd.service",
                6,
                &at("50:00"),
                "Killed /system.slice/app.service due to memory used",
            )
            .with("MESSAGE_ID", "d989611b15e44c9dbf31e3c81256e4ed"),
            &["memory-ran-out"],
            "systemd-oomd",
        ),
        (Said::by_kernel(6, &at("50:00"), "app[812]: segfault at 0 ip 0 sp 0 error 4"), &["crashes"], "app"),
        (
            Said::by_kernel(6, &at("50:00"), "traps: app[812] general protection fault ip:0 sp:0"),
            &["crashes"],
            "app",
        ),
        (
            Said::by(
                "systemd-coredump@1.service",
                6,
                &at("50:00"),
                "Process 812 (app) of user 0 dumped core.",
            )
            .with("MESSAGE_ID", "fc2e22bc6ee647b6b90729ab34a250b1"),
            &["crashes"],
            "app",
        ),
        (
            Said::by_systemd(
                "app.service",
                &at("50:00"),
                UNIT_FAILED,
                "app.service: Failed with result 'exit-code'.",
            ),
            &["units-failed"],
            "app",
        ),
    ] {
        let outcome = errors(&[said], &json!({}));
        outcome.assert_faults(fault);
        let journal = &outcome.facts["journal"];
        let found = ["memory_kills", "crashes", "failures"].map(|kind| &journal[kind]["names"]);
        assert!(found.contains(&&json!([name])), "{found:?}");
    }
}

#[test]
fn only_systemd_is_believed_about_other_units() {
    let claims = Said::by("app.service", 4, &at("50:00"), "other.service: Failed with result 'exit-code'.")
        .with("MESSAGE_ID", UNIT_FAILED)
        .with("UNIT", "other.service");
    errors(&[claims], &json!({})).assert_faults(&[]);
}

#[test]
fn priority_units_and_the_last_start_narrow_it() {
    let folder = TempDir::new().unwrap();
    let earlier = "ffffffffffffffffffffffffffffffff";
    let all = [
        Said::by("a.service", 3, "2026-11-20T10:00:00Z", "one broke").with("_BOOT_ID", earlier),
        Said::by("a.service", 6, "2026-11-20T11:00:00Z", "quiet").with("_BOOT_ID", earlier),
        Said::by("b.service", 4, "2026-11-23T10:00:00Z", "two is slow"),
        Said::by("c.service", 6, "2026-11-23T11:00:00Z", "three is well"),
    ];
    write(&folder.path().join("system.journal"), Lists::Wide, &all);
    let found = |more: Value| {
        let facts = run("journal-errors", folder.path(), &more).facts;
        let journal = &facts["journal"];
        ["entries", "matches", "starts"].map(|name| journal[name].as_u64().unwrap())
    };
    assert_eq!(found(json!({})), [4, 1, 2]);
    assert_eq!(found(json!({"priority": 4})), [4, 2, 2]);
    assert_eq!(found(json!({"priority": 7, "units": ["a", "c.service"]})), [3, 3, 2]);
    assert_eq!(found(json!({"last_start": true})), [2, 0, 1]);
    assert_eq!(found(json!({"hours": 24})), [2, 0, 1]);
    assert_eq!(found(json!({"until": "2026-11-20T10:30:00Z"})), [1, 1, 1]);
    run("journal-errors", folder.path(), &json!({"units": ["none"]})).assert_faults(&["no-entries"]);
}

#[test]
fn what_cannot_be_told_is_said() {
    let folder = TempDir::new().unwrap();
    write(
        &folder.path().join("system.journal"),
        Lists::Compact,
        &[Said::by("a.service", 3, &at("50:00"), "x broke")],
    );
    run("journal-errors", folder.path(), &json!({})).assert_faults(&["errors-without-history"]);
    fs::write(folder.path().join("other.journal"), "no journal\n").unwrap();
    run("journal-errors", folder.path(), &json!({}))
        .assert_faults(&["errors-without-history", "reading-incomplete"]);
    fs::remove_file(folder.path().join("system.journal")).unwrap();
    run("journal-errors", folder.path(), &json!({})).assert_faults(&["nothing-read"]);
}

#[test]
fn more_kinds_than_can_be_told_apart_are_said() {
    let word = |number: usize| -> String {
        number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
    };
    let many: Vec<Said> =
        (0..2_100).map(|number| Said::by("a.service", 3, &at("50:00"), &word(number))).collect();
    errors(&many, &json!({})).assert_faults(&["new-errors", "too-many-kinds"]);
}

/// Every way in which entries are stored is read as systemd reads it.
#[test]
fn log_search_finds_in_a_journal_what_journalctl_finds() {
    let long = format!("long {} end", "word and number 7, ".repeat(200));
    let all = [
        Said::by("a.service", 3, "2026-11-23T10:00:00.000001Z", "short"),
        Said::by("a.service", 4, "2026-11-23T10:00:01Z", &long),
        Said::by("b@x.service", 6, "2026-11-23T10:00:02Z", "two\nlines"),
        Said::by_kernel(5, "2026-11-23T10:00:03Z", "kernel says é"),
        Said::by("c.service", 7, "2026-11-23T10:00:04Z", "no pid").without(&["_PID", "SYSLOG_IDENTIFIER"]),
    ];
    for lists in [Lists::Compact, Lists::Wide] {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("system.journal");
        write(&file, lists, &all);
        let outcome = run("log-search", folder.path(), &json!({"pattern": "."}));
        let text = outcome.item(file.to_str().unwrap());
        let messages = journalctl(&file, &["--output", "cat"]);
        let found: Vec<&str> = text.lines().collect();
        assert_eq!(found.len(), messages.lines().count(), "{lists:?}");
        for (line, message) in found.iter().zip(messages.lines()) {
            assert!(line.ends_with(message), "{lists:?}: `{line}` `{message}`");
        }
        assert_eq!(found[0], "2026-11-23T10:00:00.000001Z srv error a a[77]: short");
        assert_eq!(found[2], "2026-11-23T10:00:02.000000Z srv info b@x b[77]: two");
        assert_eq!(found[3], "lines");
        assert_eq!(found[4], "2026-11-23T10:00:03.000000Z srv notice kernel: kernel says é");
        assert_eq!(found[5], "2026-11-23T10:00:04.000000Z srv debug c c: no pid");
    }
}

#[test]
fn thousands_of_entries_are_all_read_in_their_order() {
    let folder = TempDir::new().unwrap();
    let all: Vec<Said> = (0..5_000)
        .map(|number| {
            let time = format!("2026-11-23T{:02}:{:02}:00Z", number / 60 % 24, number % 60);
            Said::by(&format!("u{}.service", number % 7), 6, &time, &format!("entry number {number}"))
        })
        .collect();
    let file = folder.path().join("system.journal");
    write(&file, Lists::Compact, &all);
    let outcome = run("log-search", folder.path(), &json!({"pattern": "entry number"}));
    let numbers: Vec<usize> = outcome
        .item(file.to_str().unwrap())
        .lines()
        .map(|line| line.rsplit_once(' ').unwrap().1.parse().unwrap())
        .collect();
    assert_eq!(numbers, (0..5_000).collect::<Vec<_>>());
}

#[test]
fn error_clusters_and_sign_in_failures_take_the_journal_as_it_is() {
    let folder = TempDir::new().unwrap();
    let mut all = steady();
    all.push(Said::by(
        "ssh.service",
        6,
        &at("50:00"),
        "Failed password for alice from 192.0.2.7 port 4711 ssh2",
    ));
    write(&folder.path().join("system.journal"), Lists::Compact, &all);
    let outcome = run("error-clusters", folder.path(), &json!({"pattern": "error"}));
    outcome.assert_faults(&[]);
    let errors = &outcome.facts["errors"];
    assert_eq!((&errors["before"], &errors["recent"]), (&json!(144), &json!(24)));
    assert_eq!(errors["clusters"][0]["shape"], "# srv error nginx nginx[#]: connect() failed #");
    let failures = run("sign-in-failures", folder.path(), &json!({})).facts;
    let collected = failures.values().next().unwrap();
    assert_eq!((&collected["failures"], &collected["reasons"]["unverified"]), (&json!(1), &json!(1)));
}

#[test]
fn a_journal_that_is_cut_off_or_overwritten_is_read_as_far_as_it_goes() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("system.journal");
    write(&file, Lists::Compact, &steady());
    let whole = run("journal-errors", folder.path(), &json!({}));
    assert_eq!(whole.facts["journal"]["entries"], 336);
    let bytes = fs::read(&file).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;

    fs::write(&file, &bytes[..used - 20_000]).unwrap();
    let outcome = run("journal-errors", folder.path(), &json!({"until": "2026-11-22T00:00:00Z"}));
    assert!(outcome.faults().contains(&"journal-damaged"), "{:?}", outcome.faults());
    let entries = outcome.facts["journal"]["entries"].as_u64().unwrap();
    assert!((10..336).contains(&entries), "{entries}");

    fs::write(&file, &bytes).unwrap();
    let opened = OpenOptions::new().write(true).open(&file).unwrap();
    opened.write_all_at(&[0xff; 64], (used as u64 - 10_000) & !7).unwrap();
    let outcome = run("journal-errors", folder.path(), &json!({}));
    assert!(outcome.faults().contains(&"journal-damaged"), "{:?}", outcome.faults());
    assert!(outcome.facts["journal"]["entries"].as_u64().unwrap() > 300);
}

#[test]
fn a_limit_that_ends_the_reading_is_said() {
    let folder = TempDir::new().unwrap();
    write(&folder.path().join("system.journal"), Lists::Compact, &steady());
    let mut case = Case::new("journal-errors", &area(folder.path()));
    let text = include_str!("../../../../catalogue/journal-errors.yaml")
        .replace("bytes: 1073741824", "bytes: 60000");
    case.diagnostic = diagnostics::Diagnostic::parse(&text).unwrap();
    let inputs = json!({"files": folder.path().join("*.journal"), "hours": 8760, "recent_hours": 8000});
    let outcome = case.run(&inputs);
    assert!(outcome.faults().contains(&"reading-incomplete"), "{:?}", outcome.faults());
}
