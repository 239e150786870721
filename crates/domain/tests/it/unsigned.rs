//! Once a consent key is enrolled, what nobody signed counts no more.

use domain::{
    Ask, CaseId, Categories, Category, Command, Decision, Event, Level, Moment, NewCase, NewConsent, Proof,
    Reason, Refusal, Settings, Severity, Span, Tenant, WithdrawCause,
};

fn at(minutes: u32) -> Moment {
    Moment::default().plus(Span::from_seconds(60 * minutes))
}

fn case() -> CaseId {
    "A".parse().unwrap()
}

fn signed(key: &str) -> Proof {
    Proof::Key { key: key.parse().unwrap(), signature: String::new() }
}

fn run(tenant: &mut Tenant, now: Moment, command: &Command) -> Result<Vec<Event>, Refusal> {
    let mut happened: Vec<Event> = tenant.decide(command, now)?;
    for event in &happened {
        tenant.apply(now, event);
    }
    happened.extend(tenant.advance(now).into_iter().map(|due| due.event));
    Ok(happened)
}

fn enrol(tenant: &mut Tenant, now: Moment, key: &str) -> Vec<Event> {
    let (algorithm, public_key) = ("ed25519".to_owned(), String::new());
    run(tenant, now, &Command::EnrolConsentKey { key: key.parse().unwrap(), algorithm, public_key }).unwrap()
}

fn give(tenant: &mut Tenant, now: Moment, number: u64, proof: Proof) {
    let (level, categories, document) = (Level::Advanced, Categories::NONE, String::new());
    let consent = NewConsent { level, categories, number, document, proof };
    run(tenant, now, &Command::GiveConsent { case: case(), consent }).unwrap();
}

/// Case A, open, without consent.
fn tenant() -> Tenant {
    let mut tenant = Tenant::default();
    let new = NewCase {
        case: case(),
        subscriptions: vec!["s1".parse().unwrap()],
        service: "mail".parse().unwrap(),
        nature: "delay".parse().unwrap(),
        severity: Severity::Minimal,
        team: "messaging".parse().unwrap(),
    };
    for command in [
        Command::CreateTenant { settings: Settings::default() },
        Command::AddSubscription { subscription: "s1".parse().unwrap() },
        Command::OpenCase { case: new, consent: None },
    ] {
        run(&mut tenant, at(0), &command).unwrap();
    }
    tenant
}

/// End users' data for a day, approved with this proof.
fn approve(tenant: &mut Tenant, now: Moment, proof: Proof) {
    let (request, categories) = ("R", Categories::NONE.with(Category::Euii));
    let asked = Command::RequestAccess {
        request: request.parse().unwrap(),
        case: case(),
        categories,
        seconds: 86_400,
    };
    run(tenant, now, &asked).unwrap();
    let (request, document) = (request.parse().unwrap(), String::new());
    run(tenant, now, &Command::ApproveRequest { request, categories: None, document, proof }).unwrap();
}

fn decide(tenant: &Tenant, now: Moment, category: Category) -> Decision {
    let (case, subscription) = (case(), "s1".parse().unwrap());
    let categories = Categories::NONE.with(category);
    tenant
        .decision(&Ask { case: &case, subscription: &subscription, level: Level::Standard, categories }, now)
}

#[test]
fn a_consent_that_nobody_signed_ends_with_the_enrolment_of_a_key() {
    let mut tenant = tenant();
    give(&mut tenant, at(1), 1, Proof::Server);
    assert!(decide(&tenant, at(2), Category::SupportData).is_allowed());
    let happened = enrol(&mut tenant, at(2), "k1");
    let withdrawn = Event::ConsentWithdrawn { case: case(), cause: WithdrawCause::KeyEnrolled };
    assert_eq!(happened[1..], [withdrawn, Event::PartnerRemoved]);
    let denied = Decision::Denied { reason: Reason::Withdrawn, missing: Categories::NONE };
    assert_eq!(decide(&tenant, at(2), Category::SupportData), denied);
}

#[test]
fn it_counts_no_more_even_before_its_end_is_recorded() {
    let mut tenant = tenant();
    give(&mut tenant, at(1), 1, Proof::Server);
    let enrolled = Event::ConsentKeyEnrolled {
        key: "k1".parse().unwrap(),
        algorithm: "ed25519".to_owned(),
        public_key: String::new(),
    };
    tenant.apply(at(2), &enrolled);
    assert!(!decide(&tenant, at(2), Category::SupportData).is_allowed());
}

#[test]
fn a_signed_consent_goes_on_when_another_key_is_enrolled() {
    let mut tenant = tenant();
    enrol(&mut tenant, at(1), "k1");
    give(&mut tenant, at(2), 1, signed("k1"));
    assert_eq!(enrol(&mut tenant, at(3), "k2").len(), 1);
    assert!(decide(&tenant, at(3), Category::SupportData).is_allowed());
}

#[test]
fn an_approval_whose_key_was_revoked_widens_nothing_any_more() {
    let mut tenant = tenant();
    enrol(&mut tenant, at(1), "k1");
    enrol(&mut tenant, at(1), "k2");
    give(&mut tenant, at(2), 1, signed("k1"));
    approve(&mut tenant, at(3), signed("k2"));
    assert!(decide(&tenant, at(4), Category::Euii).is_allowed());
    run(&mut tenant, at(5), &Command::RevokeConsentKey { key: "k2".parse().unwrap() }).unwrap();
    assert!(!decide(&tenant, at(5), Category::Euii).is_allowed());
    assert!(decide(&tenant, at(5), Category::SupportData).is_allowed());
}

#[test]
fn an_approval_that_nobody_signed_does_not_come_back_with_a_signed_consent() {
    let mut tenant = tenant();
    give(&mut tenant, at(1), 1, Proof::Server);
    approve(&mut tenant, at(2), Proof::Server);
    assert!(decide(&tenant, at(3), Category::Euii).is_allowed());
    enrol(&mut tenant, at(4), "k1");
    give(&mut tenant, at(5), 2, signed("k1"));
    assert!(decide(&tenant, at(5), Category::SupportData).is_allowed());
    assert!(!decide(&tenant, at(5), Category::Euii).is_allowed());
}
