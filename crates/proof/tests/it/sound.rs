//! A log that was written by the rules is sound, and the report tells its figures.

use crate::desk::{Desk, key, log_key};
use crate::reports::{report, report_with};
use crate::sample::{begun, story};
use proof::{Figures, Options, Verdict};

#[test]
fn a_log_written_by_the_rules_is_sound() {
    let report = report(&story().export());
    assert_eq!(report.faults, []);
    assert_eq!(report.verdict, Verdict::Sound);
    assert_eq!(report.believed_key, Some(key().to_string()));
    assert!(report.key_was_given);
    assert_eq!((report.events, report.checkpoints), (story().next(), 2));
    assert_eq!(report.from, story().log.first().map(|entry| entry.record.at));
    assert_eq!(report.until, Some(story().now));
}

#[test]
fn the_figures_are_those_of_the_log() {
    let Figures { cases, consents, access, runs, reads, evidence, parts } = report(&story().export()).figures;
    assert_eq!((cases.opened, cases.open), (2, 1));
    assert_eq!((consents.given, consents.signed, consents.lapsed, consents.withdrawn), (3, 3, 1, 0));
    assert_eq!((consents.requests, consents.approved, consents.approvals_signed), (1, 1, 1));
    // The lock takes the partner away, and unlocking brings it back.
    assert_eq!((access.locks, access.partner_added), (1, 2));
    assert_eq!((runs.asked, runs.covered, runs.denied, runs.uncovered), (5, 2, 3, 0));
    assert_eq!((runs.shipped, runs.stopped, runs.under_way), (2, 0, 0));
    assert_eq!((reads.by_vendor, reads.by_customer, reads.uncovered, reads.masked), (2, 1, 0, 1));
    assert_eq!((evidence.stored, evidence.deleted, evidence.deleted_late, evidence.kept), (2, 2, 0, 0));
    assert_eq!(parts.erased, 1);
    assert!(parts.present > 5, "{}", parts.present);
}

#[test]
fn the_report_is_told_in_plain_words() {
    let told = report(&story().export()).to_string();
    for expected in [
        "The log of contoso is sound: nothing is wrong with it.",
        "5 runs, 2 covered, 3 denied and not run; 2 shipped evidence",
        "2 reads by the vendor, all covered, 1 with something masked; 1 by the customer's own people",
        "3 given: 3 signed by the customer's keys, 0 on the server's word",
        "which you gave",
    ] {
        assert!(told.contains(expected), "`{expected}` is missing in:\n{told}");
    }
}

#[test]
fn without_a_key_the_report_says_whose_word_it_took() {
    let report = report_with(&story().export(), &Options::default());
    assert!(report.is_sound() && !report.key_was_given);
    assert!(report.to_string().contains("which is the file's own word"), "{report}");
}

#[test]
fn a_log_without_consent_keys_rests_on_the_servers_word() {
    let mut desk = begun();
    crate::sample::open(&mut desk, "A");
    crate::sample::consent(&mut desk, "A", domain::Level::Standard, &[]);
    desk.seal();
    let report = report(&desk.export());
    assert_eq!(report.faults, []);
    assert_eq!((report.figures.consents.given, report.figures.consents.signed), (1, 0));
}

#[test]
fn an_empty_log_with_a_signed_checkpoint_is_not_confused_with_a_cut_one() {
    let desk = Desk::default();
    let report = report(&desk.export_signed_by(&log_key()));
    assert!(!report.is_sound(), "nothing signs that there are no events");
}

#[test]
fn a_report_has_a_form_for_programs() {
    let value = serde_json::to_value(report(&story().export())).unwrap();
    assert_eq!(value["verdict"], "sound");
    assert_eq!(value["figures"]["runs"]["denied"], 3);
    assert_eq!(value["faults"], serde_json::json!([]));
}
