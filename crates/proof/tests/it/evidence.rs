//! Evidence and its hour.

use crate::reports::{check_named, check_only, report};
use crate::sample::{claim, collection, delete, engineer, open, owner, request, with_evidence};
use domain::{Actor, Category, Command, DeleteCause, Event};

const DAY: u32 = 86_400;

#[test]
fn evidence_kept_past_its_hour_is_named_as_soon_as_the_log_shows_it() {
    let mut desk = with_evidence();
    desk.later(28 * DAY + 3_601);
    open(&mut desk, "B");
    desk.seal();
    check_only(&desk, desk.next() - 1, "the evidence `c-run-1` was due at 2026-01-29T12:00:00.000000Z");
}

#[test]
fn a_checkpoint_shows_that_time_passed_too() {
    let mut desk = with_evidence();
    desk.later(28 * DAY + 3_601);
    desk.seal();
    check_named(&desk.export(), desk.next() - 1, "the evidence `c-run-1` was due");
}

#[test]
fn an_hour_of_grace_is_given() {
    let mut desk = with_evidence();
    // The run was claimed two seconds and a minute after noon; it is due at noon.
    desk.later(28 * DAY + 3_600 - 67);
    open(&mut desk, "B");
    desk.seal();
    assert_eq!(report(&desk.export()).faults, []);
}

#[test]
fn a_deletion_after_an_outage_is_late_and_no_fault() {
    let mut desk = with_evidence();
    desk.later(40 * DAY);
    desk.sweep();
    delete(&mut desk, "run-1", DeleteCause::Due);
    open(&mut desk, "B");
    desk.seal();
    let report = report(&desk.export());
    assert_eq!(report.faults, []);
    assert_eq!(report.figures.evidence.deleted_late, 1);
    assert!(report.to_string().contains("1 deleted more than an hour late"), "{report}");
}

#[test]
fn a_deletion_before_the_hour_needs_somebody_who_asked() {
    let mut desk = with_evidence();
    let sequence = desk.next();
    let mut asked = desk.clone();
    delete(&mut asked, "run-1", DeleteCause::Asked);
    asked.seal();
    assert!(report(&asked.export()).is_sound());
    delete(&mut desk, "run-1", DeleteCause::Due);
    desk.seal();
    check_only(&desk, sequence, "the evidence was not due");
}

#[test]
fn a_receipt_for_other_bytes_is_named() {
    let mut desk = with_evidence();
    let sequence = desk.next();
    delete(&mut desk, "run-1", DeleteCause::Asked);
    let Event::EvidenceDeleted { bytes, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *bytes += 1;
    desk.seal();
    check_only(&desk, sequence, "the receipt is of other bytes");
}

#[test]
fn an_hour_later_than_the_retention_allows_is_named() {
    let mut desk = with_evidence();
    request(&mut desk, "run-2", "A", &[Category::SystemMetadata]);
    claim(&mut desk, "run-2");
    let sequence = desk.next() - 1;
    let Event::RunClaimed { due_hour, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *due_hour += 1;
    desk.seal();
    check_only(&desk, sequence, "later than the organisation's 28 days allow");
}

#[test]
fn a_read_of_evidence_that_was_deleted_is_named() {
    let mut desk = with_evidence();
    delete(&mut desk, "run-1", DeleteCause::Asked);
    let sequence = desk.next();
    let read = Event::EvidenceRead {
        collection: collection("run-1"),
        case: "A".parse().unwrap(),
        ranges: vec![],
        shown: domain::Categories::NONE,
        masked: domain::Categories::NONE,
    };
    desk.force(engineer(), read);
    desk.seal();
    check_only(&desk, sequence, "there was no such evidence in this case");
}

#[test]
fn what_the_system_records_after_an_outage_accuses_nobody() {
    let mut desk = with_evidence();
    desk.run(&owner(), &Command::Lock);
    desk.later(28 * DAY + 7_200);
    desk.force(Actor::System, Event::PersonalDataErased { sequence: 1, fields: vec![] });
    delete(&mut desk, "run-1", DeleteCause::Due);
    desk.seal();
    assert_eq!(report(&desk.export()).faults, []);
}
