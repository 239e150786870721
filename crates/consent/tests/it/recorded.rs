//! What may stand in a log.

use crate::samples::{approval, categories, consent, day};
use consent::{
    Agreement as _, ApprovalDocument, Attestation, ConsentDocument, Document as _, Language, SigningKey,
    check_recorded,
};
use domain::{
    Categories, Category, Command, Event, Level, Moment, NewCase, Proof, Settings, Severity, Span, Tenant,
};

/// A tenant with case A on two subscriptions, at noon of day 0.
fn tenant() -> Tenant {
    let mut tenant = Tenant::default();
    let case = NewCase {
        case: "A".parse().unwrap(),
        subscriptions: consent().subscriptions,
        service: "mail".parse().unwrap(),
        nature: "mail-flow".parse().unwrap(),
        severity: Severity::Minimal,
        team: "team".parse().unwrap(),
    };
    run(&mut tenant, day(0), &Command::CreateTenant { settings: Settings::default() });
    for subscription in consent().subscriptions {
        run(&mut tenant, day(0), &Command::AddSubscription { subscription });
    }
    run(&mut tenant, day(0), &Command::OpenCase { case, consent: None });
    tenant
}

fn run(tenant: &mut Tenant, at: Moment, command: &Command) {
    tenant.advance(at);
    for event in tenant.decide(command, at).unwrap() {
        tenant.apply(at, &event);
    }
    tenant.advance(at);
}

fn given(document: &ConsentDocument, proof: Proof) -> Event {
    Event::ConsentGiven {
        case: "A".parse().unwrap(),
        level: Level::Standard,
        categories: consent().categories,
        consent: document.number,
        document: document.canonical(),
        proof,
    }
}

fn check(tenant: &Tenant, event: &Event, at: Moment) -> Result<Option<Attestation>, String> {
    let recorded = check_recorded(&"contoso".parse().unwrap(), tenant, event, at);
    recorded.map(|recorded| recorded.map(|found| found.attestation)).map_err(|why| why.to_string())
}

fn refused(document: ConsentDocument) -> String {
    let document = document.showing(Language::En);
    check(&tenant(), &given(&document, Proof::Server), day(0)).unwrap_err()
}

#[test]
fn a_consent_that_says_what_the_event_says_may_stand() {
    assert_eq!(check(&tenant(), &given(&consent(), Proof::Server), day(0)), Ok(Some(Attestation::Server)));
}

#[test]
fn other_events_have_nothing_to_check() {
    assert_eq!(check(&tenant(), &Event::Locked, day(0)), Ok(None));
}

#[test]
fn each_difference_is_named() {
    let wider = consent().categories.with(Category::Oii);
    for (field, document) in [
        ("organisation", ConsentDocument { tenant: "fabrikam".parse().unwrap(), ..consent() }),
        ("case", ConsentDocument { case: "C".parse().unwrap(), ..consent() }),
        ("level", ConsentDocument { level: Level::Advanced, ..consent() }),
        ("set of categories", ConsentDocument { categories: wider, ..consent() }),
        (
            "list of subscriptions",
            ConsentDocument { subscriptions: vec!["sub-1".parse().unwrap()], ..consent() },
        ),
        ("number of days", ConsentDocument { access_days: 29, ..consent() }),
        (
            "lifetime",
            ConsentDocument {
                access_lifetime: domain::AccessLifetime::PerCase,
                prolongs: consent::Prolonged::NONE,
                ..consent()
            },
        ),
    ] {
        let why = refused(document);
        assert!(why.starts_with(&format!("the document has another {field} than ")), "{field}: {why}");
    }
}

#[test]
fn a_document_is_recorded_within_an_hour_of_its_making() {
    let event = given(&consent(), Proof::Server);
    let hour = Span::from_hours(1);
    assert!(check(&tenant(), &event, day(0).plus(hour)).is_ok());
    for at in [day(0).minus(Span::from_micros(1)), day(0).plus(hour).plus(Span::from_micros(1))] {
        assert!(check(&tenant(), &event, at).unwrap_err().contains("within an hour"), "{at}");
    }
}

#[test]
fn a_text_that_was_not_shown_is_refused() {
    let mut document = consent();
    document.shown.language = Language::Fr;
    let why = check(&tenant(), &given(&document, Proof::Server), day(0)).unwrap_err();
    assert!(why.contains("the text shown"), "{why}");
}

#[test]
fn a_consent_that_prolongs_a_case_unsaid_is_refused() {
    let mut tenant = tenant();
    let at = day(1);
    let subscriptions = vec!["sub-1".parse().unwrap()];
    let case = |id: &str| NewCase {
        case: id.parse().unwrap(),
        subscriptions: subscriptions.clone(),
        service: "mail".parse().unwrap(),
        nature: "mail-flow".parse().unwrap(),
        severity: Severity::Minimal,
        team: "team".parse().unwrap(),
    };
    let attested = domain::NewConsent {
        level: Level::Standard,
        categories: Categories::NONE,
        number: 1,
        document: String::new(),
        proof: Proof::Server,
    };
    let later = ConsentDocument { given_at: at, ..consent() }.showing(Language::En);
    run(&mut tenant, at, &Command::OpenCase { case: case("B"), consent: Some(attested.clone()) });
    assert!(check(&tenant, &given(&later, Proof::Server), at).is_ok(), "it names case B");
    run(&mut tenant, at, &Command::OpenCase { case: case("C"), consent: Some(attested) });
    let why = check(&tenant, &given(&later, Proof::Server), at).unwrap_err();
    assert!(why.contains("would also prolong the case `C`"), "{why}");
}

fn with_consent(proof: Proof) -> Tenant {
    let mut tenant = tenant();
    tenant.apply(day(0), &given(&consent(), proof));
    tenant
}

#[test]
fn a_renewed_consent_follows_the_one_before() {
    let tenant = with_consent(Proof::Server);
    let renewed = |sha256| {
        let previous = Some(consent::Previous { number: 1, sha256 });
        ConsentDocument { number: 2, previous, ..consent() }.showing(Language::En)
    };
    let follows = renewed(consent().challenge());
    assert!(check(&tenant, &given(&follows, Proof::Server), day(0)).is_ok());
    let other = renewed(approval().challenge());
    let why = check(&tenant, &given(&other, Proof::Server), day(0)).unwrap_err();
    assert!(why.contains("another consent before it"), "{why}");
}

#[test]
fn a_signature_is_checked_with_the_enrolled_key() {
    let mut tenant = tenant();
    let key = SigningKey::from_seed(&[1; 32]).unwrap();
    let proof = key.sign(&consent().challenge());
    assert!(check(&tenant, &given(&consent(), proof.clone()), day(0)).is_err(), "the key is not enrolled");
    let public = key.public();
    let (algorithm, public_key) = (public.algorithm().to_owned(), public.text());
    run(&mut tenant, day(0), &Command::EnrolConsentKey { key: key.id(), algorithm, public_key });
    assert_eq!(
        check(&tenant, &given(&consent(), proof.clone()), day(0)),
        Ok(Some(Attestation::SignedBy(key.id())))
    );
    let unsigned = check(&tenant, &given(&consent(), Proof::Server), day(0));
    assert!(unsigned.unwrap_err().starts_with("nobody signed it"));
    let other = key.sign(&approval().challenge());
    assert!(check(&tenant, &given(&consent(), other), day(0)).is_err(), "it signs another document");
    run(&mut tenant, day(0), &Command::RevokeConsentKey { key: key.id() });
    assert!(check(&tenant, &given(&consent(), proof), day(0)).is_err(), "the key is revoked");
}

/// A tenant with the consent in force and the access request R, asked on day 1.
fn with_request() -> Tenant {
    let mut tenant = with_consent(Proof::Server);
    let (request, case) = ("R".parse().unwrap(), "A".parse().unwrap());
    let categories = categories(&[Category::Euii]);
    run(&mut tenant, day(1), &Command::RequestAccess { request, case, categories, seconds: 7_200 });
    tenant
}

fn approved(document: &ApprovalDocument) -> Event {
    Event::AccessApproved {
        request: "R".parse().unwrap(),
        categories: categories(&[Category::Euii]),
        document: document.canonical(),
        proof: Proof::Server,
    }
}

#[test]
fn an_approval_says_what_was_asked_and_approved() {
    assert_eq!(check(&with_request(), &approved(&approval()), day(1)), Ok(Some(Attestation::Server)));
    for (field, document) in [
        ("organisation", ApprovalDocument { tenant: "fabrikam".parse().unwrap(), ..approval() }),
        ("access request", ApprovalDocument { request: "S".parse().unwrap(), ..approval() }),
        ("case", ApprovalDocument { case: "B".parse().unwrap(), ..approval() }),
        ("set of categories", ApprovalDocument { categories: Categories::ALL, ..approval() }),
        ("duration", ApprovalDocument { seconds: 7_201, ..approval() }),
        ("consent", ApprovalDocument { consent: approval().challenge(), ..approval() }),
    ] {
        let why = check(&with_request(), &approved(&document.showing(Language::En)), day(1)).unwrap_err();
        assert!(why.starts_with(&format!("the document has another {field} than ")), "{field}: {why}");
    }
}
