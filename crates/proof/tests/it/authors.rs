//! Events by somebody who cannot have caused them.

use crate::reports::{check_by, check_only};
use crate::sample::{collection, engineer, order, owner, with_evidence};
use domain::{Actor, Categories, Category, Event, Role, Roles};

#[test]
fn an_event_by_somebody_who_cannot_cause_it_is_named() {
    let names = "cannot cause such an event";
    let runner_id = || "runner-1".parse().unwrap();
    check_by(with_evidence(), Actor::Runner(runner_id()), Event::Locked, names);
    check_by(with_evidence(), engineer(), Event::Locked, "the vendor's `v-engineer` cannot cause");
    check_by(with_evidence(), Actor::System, Event::Locked, "the system cannot cause");
    let close = || Event::CaseClosed { case: "A".parse().unwrap() };
    check_first(Actor::Runner(runner_id()), close(), "the runner `runner-1` cannot cause");
    check_first(engineer(), close(), names);
    let asked = || Event::RunRequested { order: order("run-2", "A", &[Category::SystemMetadata]) };
    check_by(with_evidence(), owner(), asked(), names);
    check_by(with_evidence(), Actor::System, asked(), names);
    let seen = || Event::EvidenceRead {
        collection: collection("run-1"),
        case: "A".parse().unwrap(),
        ranges: vec![],
        shown: Categories::NONE,
        masked: Categories::NONE,
    };
    check_by(with_evidence(), Actor::System, seen(), names);
    check_by(with_evidence(), Actor::Runner(runner_id()), seen(), names);
}

/// The event must be named, whatever else follows from it.
fn check_first(by: Actor, event: Event, words: &str) {
    let mut desk = with_evidence();
    let sequence = desk.next();
    desk.force(by, event);
    desk.sweep();
    desk.seal();
    check_only(&desk, sequence, words);
}

#[test]
fn a_run_that_another_runner_than_its_own_tells_of_is_named() {
    for (place, by) in [("claimed", "runner-9"), ("stored", "runner-9"), ("stored", "")] {
        let mut desk = with_evidence();
        let sequence = desk.find(|event| match place {
            "claimed" => matches!(event, Event::RunClaimed { .. }),
            _ => matches!(event, Event::EvidenceStored { .. }),
        });
        desk.entry(sequence).record.by = by.parse().map_or(Actor::System, Actor::Runner);
        desk.seal();
        check_only(&desk, sequence, "cannot cause such an event");
    }
}

#[test]
fn a_lock_by_somebody_who_is_not_there_is_named() {
    let stranger = Actor::Person("p-nobody".parse().unwrap());
    check_by(with_evidence(), stranger, Event::Locked, "the person `p-nobody` may not lock");
}

#[test]
fn a_customers_people_are_changed_by_nobody_but_their_owners() {
    let roles = || Roles::from([Role::Owner, Role::Consenter]);
    let person = || "p-mole".parse().unwrap();
    let added = || Event::PersonAdded { person: person(), roles: roles(), teams: Vec::new() };
    check_first(engineer(), added(), "may not manage people");
    check_first(Actor::Person("p-nobody".parse().unwrap()), added(), "may not manage people");
    let changed = Event::PersonChanged { person: person(), roles: roles(), teams: Vec::new() };
    check_first(owner(), changed.clone(), "there is no person `p-mole`");
    let Actor::Person(own) = owner() else { panic!("the owner is a person") };
    let own_changed =
        Event::PersonChanged { person: own.clone(), roles: Roles::from([Role::Owner]), teams: Vec::new() };
    check_first(engineer(), own_changed, "may not manage people");
    check_first(
        owner(),
        Event::PersonAdded { person: own, roles: roles(), teams: Vec::new() },
        "already a person `p-owner`",
    );
}
