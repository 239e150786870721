use super::papers::{claimed, consent, line, lines, now, open, signed};
use super::world::{CODE, World};
use consent::{ConsentDocument, Document as _, RunRecord, verify_run_record};
use domain::Categories;
use runner::{SignedRecord, TenantSecret};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use wire::{Claimed, EvidencePiece};

/// A line that is in every log of these tests: with a value of the customer's users.
const LINE: &str = "login failed for joe.bloggs@contoso.com";
const RAW: &str = "joe.bloggs";

/// Has a run shipped, and gives what is inside the seal.
async fn shipped(world: &World, claimed: &Claimed) -> Vec<EvidencePiece> {
    let run = claimed.run.as_str();
    assert_eq!(world.outcome(claimed).await, None, "{run}");
    open(&world.desk.read(|book| book.objects[run].clone())).1
}

fn text_of(pieces: &[EvidencePiece], item: impl Fn(&str) -> bool) -> String {
    pieces.iter().filter(|piece| item(&piece.item)).map(|piece| piece.text.as_str()).collect()
}

/// The first pseudonym in a text.
fn token(text: &str) -> &str {
    let start = text.find('«').unwrap();
    let end = text[start..].find('»').unwrap();
    &text[start..start + end]
}

/// What a built-in diagnostic says that it reads.
fn declared(diagnostic: &str) -> Categories {
    let catalogue = diagnostics::Catalogue::built_in();
    catalogue.get(&diagnostic.parse().unwrap()).unwrap().form().categories
}

/// All that the log search under `covered` shows of a log with [`LINE`].
async fn searched(world: &World, run: &str, case: &str, covered: Categories) -> String {
    world.log("app.log", &line(LINE));
    let consent = ConsentDocument { case: case.parse().unwrap(), ..consent() };
    let honest = world.search_run(run, signed(consent, None));
    let pieces = shipped(world, &Claimed { covered, ..honest }).await;
    text_of(&pieces, |item| item.ends_with("app.log"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shipped_is_sealed_whole_and_signed_for() {
    let world = World::working("").await;
    let lines = format!("{}{}", line(LINE).repeat(100), lines(8_000));
    let path = world.log("app.log", &lines);
    let before = now();
    let honest = world.search_run("run", signed(consent(), None));
    let pieces = shipped(&world, &honest).await;
    assert!(text_of(&pieces, |item| item == path.to_str().unwrap()) == lines);
    assert!(pieces.iter().all(|piece| piece.text.len() <= 64 << 10));
    for piece in &pieces {
        assert!(piece.labels.iter().all(|label| piece.text.get(label.start..label.end).is_some()));
    }

    let (finish, key, object) = world.desk.read(|book| {
        let key = book.enrolled.as_ref().unwrap().public_key.clone();
        (book.finished["run"].clone(), key, book.objects["run"].clone())
    });
    assert!(object.len() > 1 << 20, "it has several parts");
    let record = verify_run_record(&key, &finish.record, &finish.signature).unwrap();
    let expected = RunRecord {
        tenant: honest.tenant,
        run: honest.run,
        case: honest.case,
        runner: "runner-1".parse().unwrap(),
        diagnostic: honest.diagnostic,
        version: honest.version,
        digest: honest.digest.parse().unwrap(),
        consent: Some(ConsentDocument::challenge_of(&honest.consent.document)),
        covered: declared("log-search"),
        sha256: consent::Digest::of(&object),
        bytes: object.len() as u64,
        plain_sha256: consent::Digest::of(open(&object).0.as_bytes()),
        spans: finish.spans.clone(),
        started_at: record.started_at,
        ended_at: record.ended_at,
    };
    assert_eq!(record, expected);
    assert!(before <= record.started_at && record.started_at <= record.ended_at && record.ended_at <= now());
    let counted = |category: &str| {
        pieces.iter().flat_map(|piece| &piece.labels).filter(|label| label.category == category).count()
    };
    assert!(finish.spans["euii"] >= 100);
    for (category, count) in &finish.spans {
        // A span across two pieces is labelled in both.
        assert!(counted(category) as u64 >= *count, "{category}");
    }

    let kept = fs::read_to_string(world.data().run_records()).unwrap();
    let kept: Vec<SignedRecord> = kept.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(kept, [SignedRecord { record: finish.record, signature: finish.signature }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_sealed_last_and_told_when_the_run_is_done() {
    let world = World::working("").await;
    world.log("app.log", &line(LINE));
    let pieces = shipped(&world, &world.search_run("run", signed(consent(), None))).await;
    let findings = text_of(&pieces, |item| item == "findings");
    assert_eq!(pieces.last().unwrap().item, "findings");
    let sealed: Vec<Value> = findings.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(world.desk.read(|book| book.finished["run"].findings.clone()), Value::Array(sealed.clone()));
    assert_eq!((&sealed[0]["analyzer"], &sealed[0]["verdict"]), (&json!("matches-found"), &json!("warn")));
    let facts: Value = serde_json::from_str(&text_of(&pieces, |item| item == "facts.json")).unwrap();
    assert_eq!(facts["logs"]["matches"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_finding_does_not_name_the_facts_do_not_name_either() {
    let world = World::working("").await;
    let log = world.log("app.log", &line("error: the mail of Mary Carter was refused"));
    let run = claimed("run", "error-clusters", json!({ "files": log }), signed(consent(), None));
    let pieces = shipped(&world, &Claimed { covered: Categories::NONE, ..run }).await;
    for item in ["findings", "facts.json"] {
        let text = text_of(&pieces, |name| name == item);
        assert!(text.contains("was refused") && !text.contains("Carter"), "{item}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_of_this_very_machine_arrive() {
    let world = World::working("").await;
    let pieces = shipped(&world, &claimed("run", "host-health", Value::Null, signed(consent(), None))).await;
    let facts: Value = serde_json::from_str(&text_of(&pieces, |item| item == "facts.json")).unwrap();
    assert!(facts["host"]["processor"]["count"].as_u64().unwrap() >= 1, "{facts:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_diagnostic_did_not_declare_is_masked_whatever_the_consent_covers() {
    let world = World::working("").await;
    let found = Categories::ALL.minus(declared("host-health"));
    assert!(found.contains(domain::Category::Euii), "{found:?}");
    shipped(&world, &claimed("run", "host-health", Value::Null, signed(consent(), None))).await;
    let finish = world.desk.read(|book| book.finished["run"].clone());
    let record: RunRecord = serde_json::from_str(&finish.record).unwrap();
    assert_eq!(record.covered, declared("host-health"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_covered_leaves_as_pseudonyms_that_are_stable_within_a_case() {
    let world = World::working("").await;
    assert!(searched(&world, "covered", "a", Categories::ALL).await.contains(RAW));
    let one = searched(&world, "one", "a", Categories::NONE).await;
    assert!(!one.contains(RAW) && token(&one).starts_with("«euii:"), "{one}");
    let same_case = searched(&world, "same-case", "a", Categories::NONE).await;
    let other_case = searched(&world, "other-case", "b", Categories::NONE).await;
    assert_eq!(token(&one), token(&same_case));
    assert_ne!(token(&one), token(&other_case));
}

#[tokio::test(flavor = "multi_thread")]
async fn runners_that_share_a_secret_make_the_same_pseudonyms() {
    let first = World::working("").await;
    let secret = first.data().path().join("tenant.secret");
    let mut second = World::bare("");
    runner::enrol(&second.settings, CODE, Some(&TenantSecret::read(&secret).unwrap())).await.unwrap();
    second.run().await;
    let stranger = World::working("").await;
    let mut tokens = Vec::new();
    for world in [&first, &second, &stranger] {
        tokens.push(token(&searched(world, "run", "a", Categories::NONE).await).to_owned());
    }
    assert_eq!(tokens[0], tokens[1]);
    assert_ne!(tokens[0], tokens[2]);
    let told = second.desk.read(|book| format!("{:?} {:?}", book.enrolled, book.finished));
    let digits = fs::read_to_string(secret).unwrap().trim().rsplit(' ').next().unwrap().to_owned();
    assert!(!told.contains(&digits), "the server never has the secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_collected_touches_no_disk() {
    let world = World::working("").await;
    let text = searched(&world, "run", "a", Categories::ALL).await;
    assert!(text.contains(RAW));
    let mut files = Vec::new();
    walk(world.folder.path(), &mut files);
    let holding: Vec<_> = files
        .iter()
        .filter(|file| fs::read(file).unwrap().windows(RAW.len()).any(|w| w == RAW.as_bytes()))
        .collect();
    assert_eq!(holding, [&world.folder.path().join("logs/app.log")]);
}

fn walk(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_the_classifier_missed_stops_the_shipment() {
    let world = World::working("").await;
    let honest = world.search_run("run", signed(consent(), None));
    // The classifier looks at lines, one by one; the second look sees what stands across them.
    world.log("app.log", &format!("{}Authorization: Bearer\nc2VjcmV0LXNlY3JldA\n", line("request")));
    let failed = Some(("failed".to_owned(), "credential_in_output".to_owned()));
    assert_eq!(world.outcome(&honest).await, failed);
    assert!(world.desk.read(|book| !book.objects.contains_key("run")), "nothing of it left");

    world.log("app.log", "");
    world.log("Authorization: Bearer\nc2VjcmV0LXNlY3JldA.log", &line("request"));
    let inputs = json!({"files": world.folder.path().join("logs/*"), "pattern": ""});
    let named = claimed("named", "log-search", inputs, signed(consent(), None));
    assert_eq!(world.outcome(&named).await, failed, "a file's name is looked at too");
}

/// What a log says in words leaves in no finding, whatever the consent covers of other logs.
#[tokio::test(flavor = "multi_thread")]
async fn people_and_passwords_that_a_finding_quotes_are_masked() {
    let world = World::working("").await;
    world.log("app.log", &line("ERROR mail of Mary Carter refused: my password is hunter22"));
    let inputs = world.search("app.log")["files"].clone();
    let honest = claimed("run", "error-clusters", json!({"files": inputs}), signed(consent(), None));
    let pieces = shipped(&world, &Claimed { covered: Categories::NONE, ..honest }).await;
    let findings = text_of(&pieces, |item| item == "findings");
    assert!(findings.contains("The most frequent: # ERROR mail of «"), "{findings}");
    assert!(!findings.contains("Carter") && !findings.contains("hunter22"), "{findings}");
}
