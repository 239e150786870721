//! What the customer kept themselves: their consent keys, and a runner's own log.

use crate::agreement::{self, Given};
use crate::desk::{Desk, key};
use crate::reports::{report, report_with};
use crate::sample::{run_record, runner_key, ship, signing_key, story, with_evidence};
use consent::{Digest, Document as _, PublicKey, RunRecord, SigningKey};
use domain::{Category, Command, Event, Level, StopCause};
use proof::{Options, Report, RunnerLog, verify};

fn with_keys(desk: &Desk, consent_keys: Vec<PublicKey>) -> Report {
    let options = Options { key: Some(key()), consent_keys, ..Options::default() };
    report_with(&desk.export(), &options)
}

#[test]
fn consents_by_the_keys_that_were_given_are_counted_for_each() {
    let report = with_keys(&story(), vec![signing_key().public()]);
    assert_eq!(report.faults, []);
    let id = signing_key().id().to_string();
    let signed = &report.figures.consents.by_key[&id];
    assert_eq!((signed.consents, signed.approvals, signed.given), (3, 1, true));
    let told = format!("{id}, which you gave: signed 3 consents, 1 approval\n");
    assert!(report.to_string().contains(&told), "{report}");
}

#[test]
fn without_keys_the_report_tells_which_ones_signed() {
    let report = report(&story().export());
    let told = format!("{}: signed 3 consents, 1 approval\n", signing_key().id());
    assert!(report.to_string().contains(&told), "{report}");
}

#[test]
fn a_consent_by_another_key_than_those_given_is_named_with_all_that_rests_on_it() {
    let stranger = SigningKey::from_seed(&[9; 32]).unwrap().public();
    let report = with_keys(&with_evidence(), vec![stranger]);
    let of = |words: &str| report.faults.iter().filter(|fault| fault.what.contains(words)).count();
    assert_eq!(of("none of the consent keys that you gave signed it"), 1, "{report}");
    // A run that was asked for, taken and shipped, and a read.
    assert_eq!(of("no consent covered it"), 4, "{report}");
    let figures = &report.figures;
    assert_eq!((figures.runs.uncovered, figures.reads.uncovered), (3, 1));
}

#[test]
fn a_consent_on_the_servers_word_counts_for_nobody_who_gives_keys() {
    let mut desk = crate::sample::begun();
    crate::sample::open(&mut desk, "A");
    crate::sample::consent(&mut desk, "A", Level::Standard, &[]);
    desk.seal();
    assert!(report(&desk.export()).is_sound());
    assert_eq!(with_keys(&desk, vec![signing_key().public()]).faults.len(), 1);
}

#[test]
fn a_consent_whose_signature_is_wrong_rests_on_nobodys_word() {
    let mut desk = with_evidence();
    let sequence = desk.find(|event| matches!(event, Event::ConsentGiven { .. }));
    let Event::ConsentGiven { proof, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    let other = signing_key().sign(&Digest::of(b"another"));
    *proof = other;
    desk.seal();
    let report = report(&desk.export());
    assert_eq!((report.figures.consents.signed, report.figures.consents.attested), (0, 0));
    let told =
        "1 given: 0 signed by the customer's keys, 0 on the server's word, 1 WITHOUT A PROOF THAT HOLDS";
    assert!(report.to_string().contains(told), "{report}");
}

#[test]
fn a_key_enrolled_under_the_id_of_another_is_named() {
    let mut desk = with_evidence();
    let sequence = desk.find(|event| matches!(event, Event::ConsentKeyEnrolled { .. }));
    let Event::ConsentKeyEnrolled { public_key, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *public_key = SigningKey::from_seed(&[9; 32]).unwrap().public().text();
    desk.seal();
    crate::reports::check_named(&desk.export(), sequence, "the consent key has the id of another one");
}

/// The lines that the runner kept of the runs that the log stores.
fn kept(desk: &Desk) -> Vec<String> {
    let stored = desk.log.iter().filter_map(|entry| match &entry.record.event {
        Event::EvidenceStored { record, signature, .. } => Some(line(record, signature)),
        _ => None,
    });
    stored.collect()
}

fn line(record: &str, signature: &str) -> String {
    serde_json::json!({ "record": record, "signature": signature }).to_string()
}

fn signed(record: &RunRecord) -> String {
    line(&record.canonical(), &runner_key().sign(record))
}

fn compare(desk: &Desk, lines: &[String]) -> Report {
    let (export, text) = (desk.export(), lines.join("\n"));
    let runner_log = Some(RunnerLog::read(text.as_bytes()).unwrap());
    let options = Options { key: Some(key()), runner_log, ..Options::default() };
    let report = verify(export.as_slice(), &options).unwrap();
    agreement::check(&export, &Given { options, runner_log: Some(&text), ..Given::default() }, &report);
    report
}

/// The log itself has no fault, and the comparison has exactly this one.
fn check(desk: &Desk, lines: &[String], words: &str) {
    let report = compare(desk, lines);
    assert_eq!(report.faults, []);
    let faults = &report.runner_log.as_ref().unwrap().faults;
    assert!(faults.len() == 1 && faults[0].what.contains(words), "`{words}` is not in {faults:#?}");
    assert!(!report.is_sound() && report.to_string().contains("NOT sound: 1 fault"), "{report}");
    assert!(report.to_string().contains(words), "{report}");
}

#[test]
fn a_runners_log_that_agrees_is_told() {
    let desk = story();
    let report = compare(&desk, &kept(&desk));
    assert!(report.is_sound(), "{report}");
    let told = "its own log, of runner-1, has 2 runs: 2 stored in this log too, 0 stopped";
    assert!(report.to_string().contains(told), "{report}");
}

#[test]
fn a_run_that_the_runner_shipped_and_the_log_lacks_is_named() {
    let mut desk = with_evidence();
    desk.seal();
    let first = run_text(&desk);
    let hidden = RunRecord { run: "run-9".parse().unwrap(), ..first };
    let mut lines = kept(&desk);
    lines.push(signed(&hidden));
    check(&desk, &lines, "the run `run-9` is not in the log, though the runner shipped evidence");
    let elsewhere = RunRecord { tenant: "fabrikam".parse().unwrap(), ..hidden };
    lines[1] = signed(&elsewhere);
    check(&desk, &lines, "the run `run-9` is of the organisation `fabrikam`");
}

fn run_text(desk: &Desk) -> RunRecord {
    let stored = desk.log.iter().find_map(|entry| match &entry.record.event {
        Event::EvidenceStored { record, .. } => Some(RunRecord::parse(record).unwrap()),
        _ => None,
    });
    stored.unwrap()
}

#[test]
fn evidence_that_the_runner_knows_nothing_of_is_named() {
    let desk = story();
    check(&desk, &kept(&desk)[..1], "stores evidence of the run `run-3`: it has no record of it");
}

#[test]
fn a_record_that_says_something_else_than_the_logs_is_named() {
    let mut desk = with_evidence();
    desk.seal();
    let other = Digest::of(b"another");
    let changed = |change: fn(&mut RunRecord, Digest)| {
        let mut record = run_text(&desk);
        change(&mut record, other);
        vec![signed(&record)]
    };
    check(&desk, &changed(|record, other| record.sha256 = other), "another digest of what was shipped there");
    check(&desk, &changed(|record, other| record.consent = Some(other)), "another consent there");
    check(&desk, &changed(|record, _| record.bytes += 1), "another record there");
}

#[test]
fn a_line_that_is_no_record_is_named() {
    let mut desk = with_evidence();
    desk.seal();
    let mut lines = kept(&desk);
    lines.push("nonsense".to_owned());
    check(&desk, &lines, "it is no run record");
    assert!(compare(&desk, &lines).to_string().contains("- line 2 of the runner's log"));
}

#[test]
fn a_run_that_was_stopped_in_the_last_moment_or_came_later_is_no_fault() {
    let mut desk = with_evidence();
    crate::sample::request(&mut desk, "run-2", "A", &[Category::SystemMetadata]);
    crate::sample::claim(&mut desk, "run-2");
    let stopped = run_record(&desk, &"run-2".parse().unwrap());
    let cause = StopCause::Asked;
    desk.run(&crate::sample::owner(), &Command::StopRun { run: "run-2".parse().unwrap(), cause });
    crate::sample::request(&mut desk, "run-3", "A", &[Category::SystemMetadata]);
    crate::sample::claim(&mut desk, "run-3");
    let under_way = run_record(&desk, &"run-3".parse().unwrap());
    desk.seal();
    let after = desk.now.plus(domain::Span::from_hours(1));
    let later =
        RunRecord { run: "run-4".parse().unwrap(), started_at: after, ended_at: after, ..under_way.clone() };
    let mut lines = kept(&desk);
    lines.extend([&stopped, &under_way, &later].map(signed));
    let report = compare(&desk, &lines);
    assert!(report.is_sound(), "{report}");
    let compared = report.runner_log.unwrap();
    assert_eq!((compared.records, compared.stored, compared.stopped, compared.open), (4, 1, 1, 2));
}

#[test]
fn a_record_that_the_runner_kept_twice_is_one_record() {
    let mut desk = with_evidence();
    crate::sample::request(&mut desk, "run-2", "A", &[Category::SystemMetadata]);
    crate::sample::claim(&mut desk, "run-2");
    let record = run_record(&desk, &"run-2".parse().unwrap());
    ship(&mut desk, &record, &runner_key().sign(&record));
    desk.seal();
    let mut lines = kept(&desk);
    assert!(compare(&desk, &lines).is_sound());
    // The same line twice: the runner did not learn that its first delivery arrived.
    lines.push(lines[0].clone());
    assert!(compare(&desk, &lines).is_sound());
}
