//! Where an organisation names who consents, a consent by somebody else is named, and so is what would empty the list.

use crate::desk::Desk;
use crate::reports::{check_named, check_only, report};
use crate::sample::{approve, ask, begun, draft, new_consent, open, owner, set, with_evidence};
use domain::{Actor, Category, Command, Event, Level, PersonId, Role, Roles, Settings};

fn person(name: &str) -> PersonId {
    name.parse().unwrap()
}

fn carl() -> Actor {
    Actor::Person(person("p-carl"))
}

/// Adds Carl, whose role lets him consent, and names these alone.
fn name(desk: &mut Desk, names: &[&str]) {
    let roles = Roles::from([Role::Consenter, Role::Author]);
    desk.run(&owner(), &Command::AddPerson { person: person("p-carl"), roles, teams: vec![] });
    desk.run(&owner(), &Command::ChangeSettings { settings: naming(names) });
}

fn naming(names: &[&str]) -> Settings {
    Settings { approvers: names.iter().map(|name| person(name)).collect(), ..Settings::default() }
}

/// The next consent of case A, by somebody.
fn consent(desk: &Desk) -> Command {
    let document = draft(desk, "A", Level::Standard, set(&[Category::SystemMetadata]));
    Command::GiveConsent { case: "A".parse().unwrap(), consent: new_consent(desk, &document) }
}

#[test]
fn a_consent_by_somebody_who_was_not_named_at_that_time_is_named() {
    for (names, by, words) in [
        (
            &["p-carl"][..],
            owner(),
            "the person `p-owner` is none of those whom the organisation named to consent",
        ),
        (&["p-owner"], carl(), "the person `p-carl` is none of those whom the organisation named to consent"),
    ] {
        let mut desk = begun();
        open(&mut desk, "A");
        // Before anybody was named, whoever has the role consents; that stays lawful.
        let before = consent(&desk);
        desk.run(&owner(), &before);
        name(&mut desk, names);
        let command = consent(&desk);
        let sequence = desk.next();
        desk.run(&by, &command);
        desk.sweep();
        desk.seal();
        check_only(&desk, sequence, words);
    }
}

#[test]
fn whoever_was_named_consents_and_whoever_was_not_withdraws() {
    let mut desk = begun();
    open(&mut desk, "A");
    name(&mut desk, &["p-carl", "p-owner"]);
    desk.run(&owner(), &Command::ChangeSettings { settings: naming(&["p-carl"]) });
    let command = consent(&desk);
    desk.run(&carl(), &command);
    desk.run(&owner(), &Command::WithdrawConsent { case: "A".parse().unwrap() });
    desk.seal();
    assert!(report(&desk.export()).is_sound());
}

#[test]
fn an_approval_by_somebody_who_was_not_named_is_named() {
    let mut desk = with_evidence();
    name(&mut desk, &["p-carl"]);
    ask(&mut desk, "R", "A", &[Category::Euii]);
    let sequence = desk.next();
    approve(&mut desk, "R");
    desk.seal();
    check_only(&desk, sequence, "is none of those whom the organisation named to consent");
}

/// The event must be named, by both verifiers alike.
fn check(desk: &Desk, by: Actor, event: Event, words: &str) {
    let mut desk = desk.clone();
    let sequence = desk.next();
    desk.force(by, event);
    desk.sweep();
    desk.seal();
    check_named(&desk.export(), sequence, words);
}

#[test]
fn a_list_that_nobody_is_left_on_is_named() {
    let mut desk = begun();
    name(&mut desk, &["p-carl"]);
    let left = "nobody else of those whom the settings name may consent";
    check(&desk, owner(), Event::PersonRemoved { person: person("p-carl") }, left);
    let (roles, teams) = (Roles::from([Role::Author]), vec![]);
    check(&desk, owner(), Event::PersonChanged { person: person("p-carl"), roles, teams }, left);
    for names in [&["p-nobody"][..], &["p-carl", "p-nobody"]] {
        check(
            &desk,
            owner(),
            Event::SettingsChanged { settings: naming(names) },
            "names somebody who cannot consent",
        );
    }
    check(&desk, carl(), Event::SettingsChanged { settings: naming(&[]) }, "may not change settings");
}
