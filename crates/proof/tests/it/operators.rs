//! What an operator who holds the log's key could write past the rules, signed like everything else.

use crate::desk::Desk;
use crate::reports::check_named;
use crate::sample::{ask, engineer, owner, story, with_evidence};
use domain::{Actor, Category, Event, Moment, Role, Roles};

fn nobody() -> Actor {
    Actor::Person("p-nobody".parse().unwrap())
}

/// The event must be named, whatever else follows from it.
fn check(by: Actor, event: Event, words: &str) {
    let mut desk = with_evidence();
    let sequence = desk.next();
    desk.force(by, event);
    desk.sweep();
    desk.seal();
    check_named(&desk.export(), sequence, words);
}

fn added(roles: &[Role]) -> Event {
    let roles = roles.iter().copied().collect::<Roles>();
    Event::PersonAdded { person: "p-mole".parse().unwrap(), roles, teams: Vec::new() }
}

#[test]
fn nobody_comes_to_a_customers_people_by_itself_or_from_the_other_side() {
    check(Actor::System, added(&[Role::Owner, Role::Consenter]), "the system may not manage people");
    check(owner(), added(&[Role::Owner, Role::Engineer]), "a role of the other side");
    check(engineer(), added(&[Role::Engineer]), "a role of the other side");
    let Actor::Person(own) = owner() else { panic!("the owner is a person") };
    check(owner(), Event::PersonRemoved { person: own }, "nobody else is owner");
}

#[test]
fn a_first_owner_is_named_by_the_vendor_alone() {
    let mut desk = Desk::default();
    desk.force(Actor::System, Event::TenantCreated { settings: domain::Settings::default() });
    desk.force(Actor::System, added(&[Role::Owner]));
    desk.seal();
    check_named(&desk.export(), 1, "the system may not manage people");
}

#[test]
fn what_a_person_does_is_done_by_one_with_a_role_for_it() {
    let (runner, subscription) = (|| "runner-2".parse().unwrap(), || "other".parse().unwrap());
    check(
        nobody(),
        Event::SubscriptionAdded { subscription: subscription() },
        "may not manage subscriptions",
    );
    let invited = Event::RunnerInvited { runner: runner(), expires_at: Moment::MAX };
    check(nobody(), invited, "may not manage subscriptions");
    let said = Event::CaseSaid { case: "A".parse().unwrap(), message: "m".parse().unwrap() };
    check(nobody(), said, "may not write in a case");
    let opened = Event::CaseOpened {
        case: "Z".parse().unwrap(),
        subscriptions: vec!["s1".parse().unwrap()],
        service: "mail".parse().unwrap(),
        nature: "mail-flow".parse().unwrap(),
        severity: domain::Severity::Minimal,
        team: "support".parse().unwrap(),
    };
    check(nobody(), opened, "may not open a case");
    let token = |person: &str| Event::TokenIssued {
        token: "t-9".parse().unwrap(),
        person: person.parse().unwrap(),
        roles: Roles::from([Role::Owner]),
        expires_at: Moment::MAX,
    };
    let Actor::Person(own) = owner() else { panic!("the owner is a person") };
    check(nobody(), token(own.as_str()), "may not manage people");
    check(engineer(), token("p-unknown"), "there is no person `p-unknown`");
    check(engineer(), token(own.as_str()), "may not manage people");
}

#[test]
fn a_request_for_access_is_the_one_that_the_rules_would_have_decided() {
    let request = |seconds, for_lead| Event::AccessRequested {
        request: "R9".parse().unwrap(),
        case: "A".parse().unwrap(),
        categories: crate::sample::set(&[Category::Euii]),
        seconds,
        for_lead,
    };
    check(engineer(), request(3_600, true), "would have decided another event");
    check(engineer(), request(0, false), "the rules do not admit it");
}

#[test]
fn the_clock_erases_no_text_of_what_is_still_open_or_kept() {
    for (what, field) in [("evidence", "findings"), ("request", "reason"), ("run", "inputs")] {
        let mut desk = with_evidence();
        ask(&mut desk, "R9", "A", &[Category::Euii]);
        let erased = desk.find(|event| match event {
            Event::EvidenceStored { .. } => what == "evidence",
            Event::AccessRequested { .. } => what == "request",
            Event::RunRequested { .. } => what == "run",
            _ => false,
        });
        let sequence = desk.next();
        desk.force(
            Actor::System,
            Event::PersonalDataErased { sequence: erased, fields: vec![field.to_owned()] },
        );
        desk.entry(erased).parts.retain(|part| part.field != field);
        desk.seal();
        check_named(&desk.export(), sequence, "so it was not due");
    }
}

#[test]
fn a_request_without_a_reason_is_named() {
    let mut desk = with_evidence();
    ask(&mut desk, "R9", "A", &[Category::Euii]);
    let asked = desk.find(|event| matches!(event, Event::AccessRequested { .. }));
    desk.entry(asked).parts.clear();
    desk.entry(asked).record.parts.clear();
    desk.seal();
    check_named(&desk.export(), asked, "recorded without its part `reason`");
}

#[test]
fn the_clock_erases_what_is_over() {
    let mut desk = story();
    desk.later(365 * 86_400);
    desk.sweep();
    let stored = desk.find(|event| matches!(event, Event::EvidenceStored { .. }));
    let asked = desk.find(|event| matches!(event, Event::RunRequested { .. }));
    for (sequence, field) in [(stored, "findings"), (asked, "inputs")] {
        desk.force(Actor::System, Event::PersonalDataErased { sequence, fields: vec![field.to_owned()] });
        desk.entry(sequence).parts.retain(|part| part.field != field);
    }
    desk.seal();
    let report = crate::reports::report(&desk.export());
    assert_eq!(report.faults, []);
}
