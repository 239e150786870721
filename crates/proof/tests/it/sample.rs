//! A case from opening to proof, as a server would record it.

use crate::desk::Desk;
use consent::{
    Agreement as _, ApprovalDocument, ConsentDocument, Digest, Document as _, Language, Previous, RunRecord,
    RunnerKey, Shown, SigningKey,
};
use domain::{
    Actor, Categories, Category, CollectionId, Command, DeleteCause, Event, Level, Moment, NewCase,
    NewConsent, NewEvidence, Proof, Role, RunId, RunOrder, Settings, Severity,
};
use std::collections::BTreeMap;

pub(crate) fn owner() -> Actor {
    Actor::Person("p-owner".parse().unwrap())
}

pub(crate) fn engineer() -> Actor {
    Actor::Vendor("v-engineer".parse().unwrap())
}

pub(crate) fn runner() -> Actor {
    Actor::Runner("runner-1".parse().unwrap())
}

pub(crate) fn signing_key() -> SigningKey {
    SigningKey::from_seed(&[1; 32]).unwrap()
}

pub(crate) fn runner_key() -> RunnerKey {
    RunnerKey::from_seed(&[2; 32]).unwrap()
}

pub(crate) fn set(list: &[Category]) -> Categories {
    list.iter().copied().collect()
}

/// A tenant with an owner who may consent.
pub(crate) fn founded() -> Desk {
    let mut desk = Desk { now: "2026-01-01T12:00:00Z".parse::<Moment>().unwrap(), ..Desk::default() };
    let operator = Actor::Vendor("v-operator".parse().unwrap());
    desk.run(&operator, &Command::CreateTenant { settings: Settings::default() });
    let roles = [Role::Owner, Role::Consenter].into();
    desk.run(&operator, &Command::AddPerson { person: "p-owner".parse().unwrap(), roles, teams: vec![] });
    desk
}

/// The same with a subscription and an enrolled runner.
pub(crate) fn begun() -> Desk {
    let mut desk = founded();
    desk.run(&owner(), &Command::AddSubscription { subscription: "sub-1".parse().unwrap() });
    let (runner_id, expires_at) = ("runner-1".parse().unwrap(), Moment::MAX);
    desk.run(&owner(), &Command::InviteRunner { runner: runner_id, expires_at });
    let (runner_id, public_key) = ("runner-1".parse().unwrap(), runner_key().public_base64());
    desk.run(&runner(), &Command::EnrolRunner { runner: runner_id, public_key });
    desk
}

pub(crate) fn enrol_key(desk: &mut Desk) {
    let public = signing_key().public();
    let (algorithm, public_key) = (public.algorithm().to_owned(), public.text());
    desk.run(&owner(), &Command::EnrolConsentKey { key: public.id(), algorithm, public_key });
}

pub(crate) fn open(desk: &mut Desk, case: &str) {
    let case = NewCase {
        case: case.parse().unwrap(),
        subscriptions: vec!["sub-1".parse().unwrap()],
        service: "mail".parse().unwrap(),
        nature: "mail-flow".parse().unwrap(),
        severity: Severity::Moderate,
        team: "mail".parse().unwrap(),
    };
    desk.run(&owner(), &Command::OpenCase { case, consent: None });
}

/// The next consent of a case, as it would be drafted now.
pub(crate) fn draft(desk: &Desk, case: &str, level: Level, categories: Categories) -> ConsentDocument {
    let id = case.parse().unwrap();
    let before = desk.tenant.case(&id).unwrap();
    let previous = before.latest_document().map(|document| Previous {
        number: before.consents,
        sha256: ConsentDocument::challenge_of(document),
    });
    let settings = desk.tenant.settings();
    let others = desk.tenant.sharing(desk.now).cloned();
    let document = ConsentDocument {
        tenant: "contoso".parse().unwrap(),
        subscriptions: desk.tenant.case(&id).unwrap().subscriptions.clone(),
        level,
        categories: categories.with(Category::SupportData),
        shown: Shown::in_language(Language::Fr),
        given_at: desk.now,
        access_days: settings.access_days,
        access_lifetime: settings.access_lifetime,
        prolongs: consent::Prolonged::of(others.filter(|other| *other != id)),
        number: previous.as_ref().map_or(1, |previous| previous.number + 1),
        previous,
        nonce: format!("{:032x}", desk.log.len()),
        case: id,
    };
    document.showing(Language::Fr)
}

/// The proof that the tenant needs: a signature as soon as it has a consent key.
fn proof_of(desk: &Desk, challenge: &Digest) -> Proof {
    if desk.tenant.signs_consents() { signing_key().sign(challenge) } else { Proof::Server }
}

pub(crate) fn new_consent(desk: &Desk, document: &ConsentDocument) -> NewConsent {
    NewConsent {
        level: document.level,
        categories: document.categories,
        number: document.number,
        document: document.canonical(),
        proof: proof_of(desk, &document.challenge()),
    }
}

pub(crate) fn consent(desk: &mut Desk, case: &str, level: Level, categories: &[Category]) {
    let document = draft(desk, case, level, set(categories));
    let consent = new_consent(desk, &document);
    desk.run(&owner(), &Command::GiveConsent { case: case.parse().unwrap(), consent });
}

pub(crate) fn order(run: &str, case: &str, categories: &[Category]) -> RunOrder {
    RunOrder {
        run: run.parse().unwrap(),
        case: case.parse().unwrap(),
        subscription: "sub-1".parse().unwrap(),
        diagnostic: "log-search".parse().unwrap(),
        version: 1,
        digest: Digest::of(format!("id: log-search, reads {}", set(categories)).as_bytes()).to_string(),
        level: Level::Standard,
        categories: set(categories),
    }
}

pub(crate) fn request(desk: &mut Desk, run: &str, case: &str, categories: &[Category]) {
    desk.run(&engineer(), &Command::RequestRun { order: order(run, case, categories) });
}

/// The collection of a run.
pub(crate) fn collection(run: &str) -> CollectionId {
    format!("c-{run}").parse().unwrap()
}

pub(crate) fn claim(desk: &mut Desk, run: &str) {
    let due_hour = desk.now.plus(desk.tenant.settings().retention_span()).unix_hours();
    let (run_id, runner_id) = (run.parse().unwrap(), "runner-1".parse().unwrap());
    desk.run(
        &runner(),
        &Command::ClaimRun { run: run_id, runner: runner_id, collection: collection(run), due_hour },
    );
}

/// What the runner says of a run that it holds.
pub(crate) fn run_record(desk: &Desk, run: &RunId) -> RunRecord {
    let found = desk.tenant.run(run).unwrap();
    let (order, claim) = (&found.order, found.claim.as_ref().unwrap());
    let consent = desk.tenant.case(&order.case).and_then(|case| case.consent.in_force()).unwrap();
    RunRecord {
        tenant: "contoso".parse().unwrap(),
        run: run.clone(),
        case: order.case.clone(),
        runner: claim.runner.clone(),
        diagnostic: order.diagnostic.clone(),
        version: order.version,
        digest: order.digest.parse().unwrap(),
        consent: Some(ConsentDocument::challenge_of(&consent.document)),
        covered: claim.covered,
        sha256: Digest::of(run.as_str().as_bytes()),
        bytes: 1_000,
        plain_sha256: Digest::of(b"screened"),
        spans: BTreeMap::from([("euii".to_owned(), 3)]),
        started_at: claim.at,
        ended_at: desk.now,
    }
}

pub(crate) fn store(desk: &mut Desk, run: &str) {
    let record = run_record(desk, &run.parse().unwrap());
    let signature = runner_key().sign(&record);
    ship(desk, &record, &signature);
}

pub(crate) fn ship(desk: &mut Desk, record: &RunRecord, signature: &str) {
    let evidence = NewEvidence {
        bytes: record.bytes,
        sha256: record.sha256.to_string(),
        spans: record.spans.clone(),
        record: record.canonical(),
        signature: signature.to_owned(),
    };
    let (run, runner_id) = (record.run.clone(), "runner-1".parse().unwrap());
    desk.run(&runner(), &Command::StoreEvidence { run, runner: runner_id, evidence });
}

pub(crate) fn read(desk: &mut Desk, by: &Actor, run: &str) {
    let own = matches!(by, Actor::Person(_));
    let ranges = vec![domain::ByteRange { start: 0, end: 100 }];
    let present = set(&[Category::SystemMetadata, Category::Euii]);
    desk.run(by, &Command::ReadEvidence { collection: collection(run), ranges, present, own });
}

pub(crate) fn delete(desk: &mut Desk, run: &str, cause: DeleteCause) {
    let key = "hour-key".to_owned();
    let by = if cause == DeleteCause::Asked { owner() } else { Actor::System };
    desk.run(&by, &Command::DeleteEvidence { collection: collection(run), cause, key });
}

/// Asks for more categories on a case for two hours.
pub(crate) fn ask(desk: &mut Desk, request: &str, case: &str, categories: &[Category]) {
    let (request, case, categories) = (request.parse().unwrap(), case.parse().unwrap(), set(categories));
    desk.run(&engineer(), &Command::RequestAccess { request, case, categories, seconds: 7_200 });
}

/// The approval of an access request, as it would be drafted now.
pub(crate) fn approval(desk: &Desk, request: &str) -> ApprovalDocument {
    let id = request.parse().unwrap();
    let asked = desk.tenant.request(&id).unwrap();
    let consent = desk.tenant.case(&asked.case).and_then(|case| case.consent.in_force()).unwrap();
    let document = ApprovalDocument {
        tenant: "contoso".parse().unwrap(),
        case: asked.case.clone(),
        categories: asked.categories,
        seconds: 7_200,
        consent: ConsentDocument::challenge_of(&consent.document),
        shown: Shown::in_language(Language::En),
        given_at: desk.now,
        nonce: format!("{:032x}", desk.log.len()),
        request: id,
    };
    document.showing(Language::En)
}

pub(crate) fn approve(desk: &mut Desk, request: &str) {
    let document = approval(desk, request);
    let command = Command::ApproveRequest {
        request: request.parse().unwrap(),
        categories: Some(document.categories),
        document: document.canonical(),
        proof: proof_of(desk, &document.challenge()),
    };
    desk.run(&owner(), &command);
}

/// Case A with an advanced, signed consent, and one run with evidence that was read.
pub(crate) fn with_evidence() -> Desk {
    let mut desk = begun();
    enrol_key(&mut desk);
    open(&mut desk, "A");
    desk.later(60);
    consent(&mut desk, "A", Level::Advanced, &[Category::SystemMetadata, Category::Oii]);
    request(&mut desk, "run-1", "A", &[Category::SystemMetadata]);
    desk.later(2);
    claim(&mut desk, "run-1");
    desk.later(5);
    store(&mut desk, "run-1");
    read(&mut desk, &engineer(), "run-1");
    desk
}

/// A whole story: two cases, runs covered and denied, an approved access request, a lock, the end of it all.
pub(crate) fn story() -> Desk {
    let mut desk = with_evidence();
    request(&mut desk, "run-2", "A", &[Category::Euii]);
    ask(&mut desk, "R", "A", &[Category::Euii]);
    desk.later(600);
    approve(&mut desk, "R");
    request(&mut desk, "run-3", "A", &[Category::Euii]);
    claim(&mut desk, "run-3");
    desk.later(3);
    store(&mut desk, "run-3");
    read(&mut desk, &engineer(), "run-3");
    desk.seal();
    desk.later(8_000);
    read(&mut desk, &owner(), "run-3");
    desk.run(&owner(), &Command::Lock);
    request(&mut desk, "run-4", "A", &[Category::SystemMetadata]);
    desk.run(&owner(), &Command::Unlock);
    open(&mut desk, "B");
    desk.later(86_400);
    consent(&mut desk, "B", Level::Standard, &[Category::SystemMetadata]);
    consent(&mut desk, "A", Level::Standard, &[Category::SystemMetadata]);
    let sequence = desk.find(|event| matches!(event, Event::PersonAdded { .. }));
    desk.run(&owner(), &Command::ErasePersonalData { sequence, fields: vec!["name".to_owned()] });
    desk.entry(sequence).parts.retain(|part| part.field != "name");
    desk.run(&owner(), &Command::CloseCase { case: "A".parse().unwrap() });
    request(&mut desk, "run-5", "A", &[Category::SystemMetadata]);
    desk.later(27 * 86_400 - 8_000);
    delete(&mut desk, "run-1", DeleteCause::Due);
    delete(&mut desk, "run-3", DeleteCause::Due);
    desk.later(10 * 86_400);
    desk.sweep();
    desk.seal();
    desk
}
