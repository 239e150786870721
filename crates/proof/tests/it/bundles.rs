//! Support bundles that the customer attached: who can, who may read them, and their hour.

use crate::desk::Desk;
use crate::reports::{check_by, check_named, check_only, report};
use crate::sample::{begun, engineer, open, owner};
use domain::{Action, Actor, Categories, Category, CollectionId, Command, DeleteCause, Event, NewBundle};
use std::collections::BTreeMap;

const DAY: u32 = 86_400;

fn bundle() -> CollectionId {
    "b-1".parse().unwrap()
}

/// A desk whose owner attached a bundle to the case `B`, to which nobody consented.
fn with_bundle() -> Desk {
    let mut desk = begun();
    open(&mut desk, "B");
    attach(&mut desk);
    desk
}

fn attach(desk: &mut Desk) {
    let due_hour = desk.now.plus(domain::Span::from_hours(28 * 24)).unix_hours();
    let spans = BTreeMap::from([("euii".to_owned(), 3)]);
    let bundle = NewBundle { collection: bundle(), due_hour, bytes: 7, sha256: "00".repeat(32), spans };
    desk.run(&owner(), &Command::AttachBundle { case: "B".parse().unwrap(), bundle });
}

fn seen(shown: Categories) -> Event {
    let masked = Categories::NONE;
    Event::EvidenceRead { collection: bundle(), case: "B".parse().unwrap(), ranges: vec![], shown, masked }
}

#[test]
fn a_bundle_that_is_attached_and_read_is_sound_without_a_consent() {
    let mut desk = with_bundle();
    desk.force(engineer(), seen(Categories::NONE));
    desk.force(engineer(), seen(Categories::NONE.with(Category::SupportData)));
    desk.seal();
    let report = report(&desk.export());
    assert_eq!(report.faults, []);
    assert_eq!((report.figures.evidence.stored, report.figures.evidence.kept), (1, 1));
    assert_eq!((report.figures.reads.by_vendor, report.figures.reads.uncovered), (2, 0));
}

#[test]
fn what_no_consent_covers_must_be_masked_in_it() {
    let shown = Categories::NONE.with(Category::SupportData).with(Category::Euii);
    check_by(with_bundle(), engineer(), seen(shown), "no consent covered it: category_not_granted (euii)");
}

#[test]
fn nobody_of_the_vendors_reads_it_once_the_case_is_closed_or_locked() {
    let mut desk = with_bundle();
    let mut closed = desk.clone();
    closed.run(&owner(), &Command::CloseCase { case: "B".parse().unwrap() });
    check_by(closed, engineer(), seen(Categories::NONE), "no consent covered it: closed");
    desk.run(&owner(), &Command::Lock);
    check_by(desk, engineer(), seen(Categories::NONE), "no consent covered it: locked");
}

#[test]
fn only_the_customers_people_with_a_role_attach() {
    let mut desk = begun();
    open(&mut desk, "B");
    let attached = Event::BundleAttached {
        case: "B".parse().unwrap(),
        collection: bundle(),
        due_hour: desk.now.unix_hours(),
        bytes: 7,
        sha256: "00".repeat(32),
        spans: BTreeMap::new(),
    };
    check_by(desk.clone(), engineer(), attached.clone(), "cannot cause such an event");
    let nobody = Actor::Person("p-nobody".parse().unwrap());
    let words = format!("may not {}", Action::AttachBundle.words());
    check_by(desk, nobody, attached, &words);
}

#[test]
fn a_bundle_kept_past_its_hour_or_for_too_long_is_named() {
    let mut desk = with_bundle();
    desk.later(28 * DAY + 7_200);
    open(&mut desk, "C");
    desk.seal();
    check_only(&desk, desk.next() - 1, "the evidence `b-1` was due");

    let mut desk = with_bundle();
    let sequence = desk.next() - 1;
    let Event::BundleAttached { due_hour, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *due_hour += 1;
    desk.seal();
    check_only(&desk, sequence, "later than the organisation's 28 days allow");
}

#[test]
fn a_receipt_ends_it_and_another_bundle_takes_no_place_that_is_taken() {
    let mut desk = with_bundle();
    let sequence = desk.next();
    let entry = desk.entry(sequence - 1).record.event.clone();
    let mut again = desk.clone();
    again.force(owner(), entry);
    again.seal();
    check_named(&again.export(), sequence, "evidence with this id was stored before");
    let delete = Command::DeleteEvidence {
        collection: bundle(),
        cause: DeleteCause::Asked,
        key: "collection b-1".to_owned(),
    };
    desk.run(&owner(), &delete);
    desk.seal();
    let report = report(&desk.export());
    assert!(report.is_sound() && report.figures.evidence.kept == 0, "{report}");
}
