//! The whole life of a case, from its opening to its proof: by hand of everybody who takes part in it.

use crate::cases::{ask, problem, terms};
use crate::databases::each_database;
use crate::people::Customer;
use crate::runner::Runner;
use crate::scene::{Scene, id};
use consent::{ApprovalDocument, ConsentDocument, Digest, Document as _, SigningKey};
use domain::{CaseId, CollectionId, DryRunCounts, Level, Proof, Reason, RequestId};
use operations::{
    Approving, Desk, Giving, Language, NewRun, Signed, approve_request, ask_consent, claim_dry_run,
    close_case, draft_approval, draft_consent, enrol_consent_key, export_tenant, finish_dry_run,
    give_consent, lock, log_key, open_case, read_evidence, request_dry_run, say, unlock,
};
use serde_json::Map;
use std::collections::BTreeMap;

fn sign(key: &SigningKey, challenge: Digest, document: String) -> Signed {
    let Proof::Key { key, signature } = key.sign(&challenge) else { panic!("a key signs") };
    Signed { document, key, signature }
}

async fn give_signed(scene: &Scene, case: &CaseId, key: &SigningKey, level: Level) {
    let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
    let document = draft_consent(desk, consenter, None, case, terms(level)).await.unwrap().document;
    let signed = Giving::Signed(sign(key, ConsentDocument::challenge_of(&document), document));
    give_consent(desk, consenter, None, case, signed).await.unwrap();
}

async fn approve_signed(scene: &Scene, request: &RequestId, key: &SigningKey) {
    let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
    let document = draft_approval(desk, consenter, None, request, None, Language::En).await.unwrap().document;
    let signed = sign(key, ApprovalDocument::challenge_of(&document), document);
    approve_request(desk, consenter, None, request, Approving::Signed(signed)).await.unwrap();
}

async fn read(scene: &Scene, collection: &CollectionId) -> String {
    let mut reading = read_evidence(&scene.desk, &scene.staff.engineer, collection).await.unwrap();
    let pieces = reading.next().await.unwrap().unwrap();
    pieces.into_iter().map(|piece| piece.text).collect()
}

/// A dry run, before anything is handed over.
async fn count(desk: &Desk, contoso: &Customer, runner: &Runner) {
    let new = NewRun { diagnostic: id("host-health"), subscription: None, inputs: Map::new() };
    let run = request_dry_run(desk, &contoso.consenter, None, new).await.unwrap().run;
    claim_dry_run(desk, &runner.caller, None, &run).await.unwrap();
    let counts = DryRunCounts { items: 1, bytes: 2, spans: BTreeMap::new() };
    finish_dry_run(desk, &runner.caller, None, &run, counts).await.unwrap();
}

/// Opened by phone, consented to, diagnosed, asked for more, locked and unlocked, closed, lapsed, destroyed. Gives what was
/// collected.
pub(crate) async fn live(scene: &Scene) -> CollectionId {
    let (desk, contoso, staff) = (&scene.desk, &scene.contoso, &scene.staff);
    let key = SigningKey::from_seed(&[3; 32]).unwrap();
    let attested = scene.open(Some(Level::Standard)).await;
    let public = key.public().text();
    enrol_consent_key(desk, &contoso.owner, None, "ed25519", &public, "Carl's key").await.unwrap();
    let runner = Runner::enrol(desk, contoso, 1).await;

    let mut by_phone = problem(contoso, None);
    by_phone.tenant = Some(contoso.tenant.clone());
    let case = open_case(desk, &staff.engineer, None, by_phone).await.unwrap().case;
    say(desk, &staff.engineer, None, &case, "I open this for you.").await.unwrap();
    ask_consent(desk, &staff.engineer, None, &case, Level::Advanced, None).await.unwrap();
    assert_eq!(
        ask(desk, &staff.engineer, &case, "log-search").await.unwrap().denied,
        Some(Reason::NoConsent)
    );
    give_signed(scene, &case, &key, Level::Advanced).await;
    scene.forward_hours(1);

    count(desk, contoso, &runner).await;
    let collection = runner.deliver(desk, &scene.run(&case).await).await;
    assert!(read(scene, &collection).await.contains("«account:licence»"));
    let request = scene.request(&case).await.request;
    approve_signed(scene, &request, &key).await;
    assert!(read(scene, &collection).await.contains("L-7781"));
    scene.forward_hours(1);
    assert!(read(scene, &collection).await.contains("«account:licence»"), "the hour is over");

    let held = runner.claim(desk, &scene.run(&case).await).await.unwrap();
    runner.ship(desk, &held).await.unwrap();
    lock(desk, &contoso.auditor, None).await.unwrap();
    assert_eq!(ask(desk, &staff.lead, &case, "host-health").await.unwrap().denied, Some(Reason::Locked));
    unlock(desk, &contoso.consenter, None).await.unwrap();
    let unanswered = scene.request(&case).await.request;
    scene.forward_hours(12);
    scene.sweep().await;
    let waiting = scene.run(&case).await;
    give_signed(scene, &attested, &key, Level::Standard).await;
    close_case(desk, &contoso.author, None, &case).await.unwrap();
    let state = scene.state(&contoso.tenant).await;
    assert!(state.run(&waiting).is_none() && !state.request(&unanswered).unwrap().state.is_waiting());
    scene.forward_days(30);
    scene.sweep().await;
    collection
}

#[test]
fn a_case_lives_from_its_opening_to_its_proof() {
    each_database(|scene| async move {
        live(&scene).await;
        let tenant = &scene.contoso.tenant;
        let file = export_tenant(&scene.desk, tenant, Vec::new()).await.unwrap();
        let key = Some(log_key(&scene.desk, tenant).unwrap());
        let report = proof::verify(&file[..], &proof::Options { key, ..proof::Options::default() }).unwrap();
        assert_eq!(report.faults, []);
        let figures = report.figures;
        assert_eq!(report.events, scene.size().await);
        assert_eq!((figures.cases.open, figures.runs.under_way, figures.evidence.kept), (1, 0, 0));
        let text = String::from_utf8(file).unwrap();
        assert!(text.contains("I open this for you."));
        // In full: three letters stand in signatures by chance.
        for gone in ["L-7781", "joe at srv1", "joe is out of licences"] {
            assert!(!text.contains(gone), "{gone}");
        }
    });
}

#[test]
fn whatever_is_changed_in_an_export_is_named() {
    each_database(|scene| async move {
        live(&scene).await;
        let tenant = &scene.contoso.tenant;
        let file = export_tenant(&scene.desk, tenant, Vec::new()).await.unwrap();
        let key = Some(log_key(&scene.desk, tenant).unwrap());
        let options = proof::Options { key, ..proof::Options::default() };
        let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
        let check = |what: &str, file: &[u8]| {
            let report = proof::verify(file, &options).unwrap();
            assert!(!report.is_sound() && !report.faults.is_empty(), "{what} goes unseen");
        };
        for (place, line) in lines.iter().enumerate() {
            let without = [&lines[..place], &lines[place + 1..]].concat().concat();
            check(&format!("dropping line {place}"), &without);
            let twice = [&lines[..=place], &lines[place..]].concat().concat();
            check(&format!("doubling line {place}"), &twice);
            let mut flipped = file.clone();
            flipped[line.as_ptr() as usize - file.as_ptr() as usize + line.len() / 2] ^= 1;
            check(&format!("flipping a bit in the middle of line {place}"), &flipped);
        }
        for place in 0..lines.len() - 1 {
            let mut swapped = lines.clone();
            swapped.swap(place, place + 1);
            check(&format!("swapping lines {place} and {}", place + 1), &swapped.concat());
        }
    });
}

/// Every table that is a function of the log.
const PROJECTIONS: [&str; 11] = [
    "head",
    "snapshot",
    "case_event",
    "case_row",
    "dry_run_row",
    "run_row",
    "collection_row",
    "request_row",
    "vendor_queue",
    "subscription",
    "tenant_index",
];

#[test]
fn a_rebuild_gives_byte_for_byte_what_living_wrote() {
    each_database(|scene| async move {
        live(&scene).await;
        operations::delete_evidence(&scene.desk, &scene.contoso.owner, &more_evidence(&scene).await)
            .await
            .unwrap();
        for number in scene.size().await..=256 {
            let case = &scene.open(None).await;
            say(&scene.desk, &scene.contoso.author, None, case, &format!("message {number}")).await.unwrap();
        }
        let tenant = &scene.contoso.tenant;
        let before = scene.store.projections(tenant).await.unwrap();
        for table in PROJECTIONS {
            assert!(before.contains(&format!("FROM {table} ")), "this life reaches {table}");
        }
        let events = scene.size().await;
        let rebuilt = scene.store.rebuild(Some(tenant)).await.unwrap();
        assert_eq!((rebuilt.events, rebuilt.tenants), (events, 1));
        assert_eq!(scene.store.projections(tenant).await.unwrap(), before);
    });
}

async fn more_evidence(scene: &Scene) -> CollectionId {
    let key = SigningKey::from_seed(&[3; 32]).unwrap();
    let case = scene.open(None).await;
    give_signed(scene, &case, &key, Level::Standard).await;
    let run = scene.run(&case).await;
    Runner::enrol(&scene.desk, &scene.contoso, 2).await.deliver(&scene.desk, &run).await
}
