//! Tampering with consents, approvals and run records.

use crate::desk::Desk;
use crate::reports::{check_named, check_only, report};
use crate::sample::{
    approval, ask, begun, claim, consent, draft, engineer, enrol_key, open, owner, request, run_record,
    runner_key, set, ship, signing_key, with_evidence,
};
use consent::{Agreement as _, ConsentDocument, Document as _, Language, RunRecord, RunnerKey, SigningKey};
use domain::{Categories, Category, Command, Event, Level, Proof, Span};

/// Case A without consent; a consent key is enrolled.
fn without_consent() -> Desk {
    let mut desk = begun();
    enrol_key(&mut desk);
    open(&mut desk, "A");
    desk
}

fn given(document: &ConsentDocument, proof: Proof) -> Event {
    Event::ConsentGiven {
        case: "A".parse().unwrap(),
        level: Level::Standard,
        categories: set(&[Category::SupportData]),
        consent: document.number,
        document: document.canonical(),
        proof,
    }
}

fn check(mut desk: Desk, document: &ConsentDocument, proof: Proof, words: &str) {
    let sequence = desk.next();
    desk.force(owner(), given(document, proof));
    desk.seal();
    check_only(&desk, sequence, words);
}

#[test]
fn a_consent_with_another_level_than_its_document_is_named() {
    let desk = without_consent();
    let document = draft(&desk, "A", Level::Advanced, Categories::NONE);
    let proof = signing_key().sign(&document.challenge());
    check(desk, &document, proof, "the document has another level than the event that records it");
}

#[test]
fn a_widened_consent_is_named() {
    let desk = without_consent();
    let document = draft(&desk, "A", Level::Standard, Categories::NONE);
    let proof = signing_key().sign(&document.challenge());
    let wider = ConsentDocument { categories: Categories::ALL, ..document.clone() }.showing(Language::En);
    check(desk.clone(), &wider, proof.clone(), "another set of categories");
    // Document and event agree, and the signature is of another document.
    let mut desk = desk;
    let sequence = desk.next();
    let Event::ConsentGiven { case, level, consent, .. } = given(&wider, proof.clone()) else {
        unreachable!("another event")
    };
    let (categories, document) = (wider.categories, wider.canonical());
    desk.force(owner(), Event::ConsentGiven { case, level, categories, consent, document, proof });
    desk.seal();
    check_only(&desk, sequence, "the signature in the name of the consent key");
}

#[test]
fn a_consent_signed_by_nobody_or_by_a_strangers_key_is_named() {
    let desk = without_consent();
    let document = draft(&desk, "A", Level::Standard, Categories::NONE);
    let stranger = SigningKey::from_seed(&[9; 32]).unwrap().sign(&document.challenge());
    let mut unsigned = desk.clone();
    let sequence = unsigned.next();
    unsigned.force(owner(), given(&document, Proof::Server));
    unsigned.seal();
    check_named(&unsigned.export(), sequence, "this organisation signs its consents");
    let mut desk = desk;
    desk.force(owner(), given(&document, stranger));
    desk.seal();
    check_named(&desk.export(), sequence, "not enrolled");
}

#[test]
fn a_replayed_consent_is_named() {
    let mut desk = without_consent();
    consent(&mut desk, "A", Level::Standard, &[]);
    let Event::ConsentGiven { document, proof, .. } = desk.log.last().unwrap().record.event.clone() else {
        return;
    };
    desk.later(60);
    desk.run(&owner(), &Command::WithdrawConsent { case: "A".parse().unwrap() });
    let sequence = desk.next();
    let document = ConsentDocument::parse(&document).unwrap();
    desk.force(owner(), given(&document, proof.clone()));
    desk.seal();
    check_named(&desk.export(), sequence, "it is not the next consent of its case");
    // The same with the number that is due: the document has another.
    let Event::ConsentGiven { consent, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *consent = 2;
    check_only(&desk, sequence, "the document has another number");
}

#[test]
fn a_consent_kept_back_and_used_later_is_named() {
    let mut desk = without_consent();
    let document = draft(&desk, "A", Level::Standard, Categories::NONE);
    let proof = signing_key().sign(&document.challenge());
    desk.later(3_601);
    check(desk, &document, proof, "must be recorded within an hour");
}

#[test]
fn a_consent_that_forgets_the_one_before_it_is_named() {
    let mut desk = without_consent();
    consent(&mut desk, "A", Level::Standard, &[]);
    desk.run(&owner(), &Command::WithdrawConsent { case: "A".parse().unwrap() });
    let mut document = draft(&desk, "A", Level::Standard, Categories::NONE);
    document.previous.as_mut().unwrap().sha256 = consent::Digest::of(b"another");
    let document = document.showing(Language::En);
    let proof = signing_key().sign(&document.challenge());
    check(desk, &document, proof, "does not name the consent before it");
}

#[test]
fn a_consent_by_somebody_who_may_not_give_it_is_named() {
    let mut desk = without_consent();
    let document = draft(&desk, "A", Level::Standard, Categories::NONE);
    let sequence = desk.next();
    desk.force(engineer(), given(&document, signing_key().sign(&document.challenge())));
    desk.seal();
    check_only(&desk, sequence, "the vendor's `v-engineer` may not give or withdraw consent");
}

#[test]
fn a_run_on_a_consent_whose_key_was_revoked_is_named() {
    let mut desk = with_evidence();
    desk.run(&owner(), &Command::RevokeConsentKey { key: signing_key().id() });
    let withdrawn = desk.find(|event| matches!(event, Event::ConsentWithdrawn { .. }));
    // The withdrawal, and the partner's removal after it, are left out.
    desk.log.truncate(usize::try_from(withdrawn).unwrap());
    let ask = crate::sample::order("run-2", "A", &[Category::SystemMetadata]);
    desk.force(engineer(), Event::RunRequested { order: ask });
    desk.seal();
    check_only(&desk, withdrawn, "which was revoked");
    assert_eq!(report(&desk.export()).figures.runs.uncovered, 1);
}

#[test]
fn an_approval_with_another_duration_than_its_document_is_named() {
    let mut desk = with_evidence();
    ask(&mut desk, "R", "A", &[Category::Euii]);
    let mut document = approval(&desk, "R");
    document.seconds = 60;
    let document = document.showing(Language::En);
    let sequence = desk.next();
    let event = Event::AccessApproved {
        request: "R".parse().unwrap(),
        categories: document.categories,
        document: document.canonical(),
        proof: signing_key().sign(&document.challenge()),
    };
    desk.force(owner(), event);
    desk.seal();
    check_only(&desk, sequence, "the document has another duration than the access request");
}

/// A run of case A that a runner holds.
fn claimed() -> Desk {
    let mut desk = without_consent();
    consent(&mut desk, "A", Level::Standard, &[Category::SystemMetadata]);
    request(&mut desk, "run-1", "A", &[Category::SystemMetadata]);
    claim(&mut desk, "run-1");
    desk
}

fn check_record(words: &str, change: impl FnOnce(&mut RunRecord)) {
    let mut desk = claimed();
    let sequence = desk.next();
    let honest = run_record(&desk, &"run-1".parse().unwrap());
    let mut record = honest.clone();
    change(&mut record);
    let signature = runner_key().sign(&record);
    ship(&mut desk, &honest, &signature);
    let Event::EvidenceStored { record: text, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *text = record.canonical();
    desk.seal();
    check_only(&desk, sequence, words);
}

#[test]
fn a_run_record_that_says_something_else_than_the_log_is_named() {
    let other = consent::Digest::of(b"another");
    check_record("another run than", |record| record.run = "run-9".parse().unwrap());
    check_record("another case than", |record| record.case = "B".parse().unwrap());
    check_record("another runner than", |record| record.runner = "runner-9".parse().unwrap());
    check_record("another organisation than", |record| record.tenant = "fabrikam".parse().unwrap());
    check_record("another diagnostic than", |record| record.version = 2);
    check_record("another digest of the diagnostic than", |record| record.digest = other);
    check_record("another set of covered categories than", |record| record.covered = Categories::ALL);
    check_record("another digest of what was shipped than", |record| record.sha256 = other);
    check_record("another size of what was shipped than", |record| record.bytes = 1);
    check_record("another count of spans than", |record| record.spans.clear());
    check_record("another consent than", |record| record.consent = Some(other));
    check_record("another consent than", |record| record.consent = None);
}

#[test]
fn a_run_record_of_another_time_than_the_run_is_named() {
    let (skew, micro) = (consent::CLOCK_SKEW, Span::from_micros(1));
    check_record("and the run was claimed only at", |record| {
        record.started_at = record.started_at.minus(skew).minus(micro);
    });
    check_record("was stored at", |record| record.ended_at = record.ended_at.plus(skew).plus(micro));
}

#[test]
fn a_runner_whose_clock_is_a_little_off_or_that_ships_less_than_it_may_is_no_fault() {
    for change in [
        |record: &mut RunRecord| record.started_at = record.started_at.minus(consent::CLOCK_SKEW),
        |record: &mut RunRecord| record.ended_at = record.ended_at.plus(consent::CLOCK_SKEW),
        |record: &mut RunRecord| record.covered = Categories::NONE,
    ] {
        let mut desk = claimed();
        let mut record = run_record(&desk, &"run-1".parse().unwrap());
        change(&mut record);
        let signature = runner_key().sign(&record);
        ship(&mut desk, &record, &signature);
        desk.seal();
        assert_eq!(report(&desk.export()).faults, []);
    }
}

#[test]
fn a_run_record_signed_by_another_runner_is_named() {
    let mut desk = claimed();
    let sequence = desk.next();
    let record = run_record(&desk, &"run-1".parse().unwrap());
    let signature = RunnerKey::from_seed(&[9; 32]).unwrap().sign(&record);
    ship(&mut desk, &record, &signature);
    desk.seal();
    check_only(&desk, sequence, "the runner's signature is wrong");
}

#[test]
fn a_consent_renewed_while_a_run_is_under_way_is_no_fault() {
    let mut desk = claimed();
    let record = run_record(&desk, &"run-1".parse().unwrap());
    desk.later(10);
    consent(&mut desk, "A", Level::Standard, &[Category::SystemMetadata]);
    let signature = runner_key().sign(&record);
    ship(&mut desk, &record, &signature);
    desk.seal();
    assert_eq!(report(&desk.export()).faults, []);
}
