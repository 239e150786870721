//! Closed cases, of which a verifier keeps little: what is said of them later is judged as if it kept all.

use crate::desk::Desk;
use crate::reports::{check_only, report};
use crate::sample::{
    begun, claim, consent, delete, draft, engineer, enrol_key, new_consent, open, order, owner, read,
    request, set, store,
};
use consent::Agreement as _;
use domain::{Actor, Category, Command, DeleteCause, Event, Level, Severity};

const READS: &[Category] = &[Category::SystemMetadata];

fn close(desk: &mut Desk, case: &str) {
    desk.run(&owner(), &Command::CloseCase { case: case.parse().unwrap() });
}

fn reopen(desk: &mut Desk, case: &str) {
    desk.run(&owner(), &Command::ReopenCase { case: case.parse().unwrap() });
}

/// Two cases: A with a signed consent, a run and its evidence, closed; B open.
fn closed() -> Desk {
    let mut desk = begun();
    enrol_key(&mut desk);
    for case in ["A", "B"] {
        open(&mut desk, case);
        desk.later(60);
        consent(&mut desk, case, Level::Advanced, READS);
    }
    request(&mut desk, "run-1", "A", READS);
    claim(&mut desk, "run-1");
    store(&mut desk, "run-1");
    close(&mut desk, "A");
    desk.later(60);
    desk
}

/// Records an event on such a desk, and expects that it alone is named.
fn check_late(by: Actor, event: Event, words: &str) {
    let mut desk = closed();
    read(&mut desk, &owner(), "run-1");
    let sequence = desk.next();
    desk.force(by, event);
    desk.seal();
    check_only(&desk, sequence, words);
}

#[test]
fn a_case_goes_on_where_it_was_closed() {
    let mut desk = closed();
    for _ in 0..3 {
        reopen(&mut desk, "A");
        desk.later(5);
        consent(&mut desk, "A", Level::Standard, READS);
        read(&mut desk, &engineer(), "run-1");
        close(&mut desk, "A");
        read(&mut desk, &owner(), "run-1");
    }
    delete(&mut desk, "run-1", DeleteCause::Asked);
    desk.seal();
    let report = report(&desk.export());
    assert!(report.is_sound(), "{report}");
    let story = &report.cases[0];
    assert_eq!((story.consents, story.signed, story.reads, story.deleted), (4, 4, 3, 1));
    assert_eq!((report.figures.cases.opened, report.figures.cases.open), (2, 1));
}

#[test]
fn a_consent_after_reopening_must_name_the_one_before_it() {
    let mut desk = closed();
    reopen(&mut desk, "A");
    let mut document = draft(&desk, "A", Level::Standard, set(READS));
    document.previous.as_mut().unwrap().sha256 = consent::Digest::of(b"another");
    let document = document.showing(consent::Language::Fr);
    let sequence = desk.next();
    let consent = new_consent(&desk, &document);
    desk.run(&owner(), &Command::GiveConsent { case: "A".parse().unwrap(), consent });
    desk.seal();
    check_only(&desk, sequence, "does not name the consent before it");
}

#[test]
fn a_run_that_loses_its_access_by_the_closing_is_stopped_for_that_reason() {
    let mut desk = closed();
    for run in ["run-2", "run-3"] {
        request(&mut desk, run, "B", READS);
    }
    claim(&mut desk, "run-2");
    close(&mut desk, "B");
    desk.later(1);
    desk.seal();
    let report = report(&desk.export());
    assert!(report.is_sound(), "{report}");
    assert_eq!(report.figures.runs.stopped, 2);
}

#[test]
fn what_a_closed_case_does_not_admit_is_named() {
    let case = || "A".parse().unwrap();
    let message = "m-late".parse().unwrap();
    check_late(owner(), Event::CaseSaid { case: case(), message }, "the case is closed");
    let opened = Event::CaseOpened {
        case: case(),
        subscriptions: vec!["sub-1".parse().unwrap()],
        service: "mail".parse().unwrap(),
        nature: "mail-flow".parse().unwrap(),
        severity: Severity::Moderate,
        team: "mail".parse().unwrap(),
    };
    check_late(owner(), opened, "the case exists already");
    let elsewhere = Event::CaseSaid { case: "Z".parse().unwrap(), message: "m-late".parse().unwrap() };
    check_late(owner(), elsewhere, "there is no case `Z`");
    check_late(engineer(), Event::RunRequested { order: order("run-9", "A", READS) }, "closed");
    let read = Event::EvidenceRead {
        collection: "c-run-1".parse().unwrap(),
        case: case(),
        ranges: vec![],
        shown: set(READS),
        masked: set(&[]),
    };
    check_late(engineer(), read, "no consent covered it: closed");
    let denied = Event::RunDenied {
        order: order("run-9", "A", READS),
        reason: domain::Reason::UnknownCase,
        missing: set(&[]),
    };
    check_late(engineer(), denied, "the rules give another answer");
    let withdrawn = Event::ConsentWithdrawn { case: case(), cause: domain::WithdrawCause::Asked };
    let mut desk = closed();
    let sequence = desk.next();
    desk.force(owner(), withdrawn);
    desk.seal();
    crate::reports::check_named(&desk.export(), sequence, "no consent was in force on the case");
    let assigned = Event::CaseAssigned { case: case(), engineer: "v-engineer".parse().unwrap() };
    check_late(engineer(), assigned, "the case is closed");
}

/// Text is erased by the clock once its case was closed for as long as the settings say, and not before.
#[test]
fn the_time_of_closing_is_remembered() {
    for (days, words) in [(364, Some("so it was not due")), (365, None)] {
        let mut desk = closed();
        close(&mut desk, "B");
        let said = desk.find(|event| matches!(event, Event::CaseOpened { .. }));
        (0..days).for_each(|_| desk.later(86_400));
        desk.entry(said).parts.clear();
        delete(&mut desk, "run-1", DeleteCause::Asked);
        let sequence = desk.next();
        let fields = vec!["details".to_owned(), "title".to_owned()];
        desk.force(Actor::System, Event::PersonalDataErased { sequence: said, fields });
        desk.seal();
        let report = report(&desk.export());
        let early: Vec<_> = report.faults.iter().filter(|fault| fault.code == "erased_early").collect();
        assert_eq!(early.len(), usize::from(words.is_some()), "{days}: {report}");
        assert!(
            early.iter().all(|fault| fault.sequence == Some(sequence) && fault.what.contains(words.unwrap()))
        );
    }
}
