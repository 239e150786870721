//! What runners call, by a runner's hand: each request is made as the protocol says.

use crate::api::{Answer, Api, answer};
use crate::scene::Scene;
use age::x25519::Recipient;
use aws_lc_rs::digest::{SHA256, digest};
use consent::{Digest, Document as _, RunRecord, RunnerKey};
use domain::Moment;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;
use tokio::time::timeout;
use wire::{Claimed, Client, EventStream, EvidencePiece, Label, Notice};

/// A runner's key, and who it is.
pub(crate) struct Hand {
    key: RunnerKey,
    runner: String,
}

impl Hand {
    /// Invites and enrols a runner of the owner's.
    pub(crate) async fn enrol(api: &Api, owner: &Api) -> (Api, Self) {
        let key = RunnerKey::from_seed(&[3; 32]).unwrap();
        let code = owner.post("/api/v1/runners/invitations", &json!({})).await.done().text("/code");
        let enrol = json!({ "code": code, "name": "paris-1", "public_key": key.public_base64() });
        let enrolled = api.post("/api/v1/runner/enrol", &enrol).await.done();
        (api.with(&enrolled.text("/secret")), Self { key, runner: enrolled.text("/runner") })
    }

    pub(crate) fn public_key(&self) -> String {
        self.key.public_base64()
    }
}

/// What is collected: one value that is shown, one that is masked.
pub(crate) fn piece() -> EvidencePiece {
    let label = |start, end, category: &str, entity: &str, masked| Label {
        start,
        end,
        category: category.to_owned(),
        entity: entity.to_owned(),
        masked,
    };
    EvidencePiece {
        item: "host".to_owned(),
        text: "joe at srv1\n".to_owned(),
        labels: vec![label(0, 3, "euii", "username", false), label(7, 11, "oii", "tenant_host", false)],
    }
}

/// What a run collects, and what it finds in it.
pub(crate) struct Collected {
    pub(crate) pieces: Vec<EvidencePiece>,
    pub(crate) findings: Value,
}

impl Default for Collected {
    fn default() -> Self {
        Self { pieces: vec![piece()], findings: findings() }
    }
}

impl Collected {
    fn lines(&self) -> Vec<u8> {
        let line = |piece| [serde_json::to_vec(piece).unwrap(), b"\n".to_vec()].concat();
        self.pieces.iter().flat_map(line).collect()
    }

    fn spans(&self) -> BTreeMap<String, u64> {
        let mut spans = BTreeMap::new();
        for label in self.pieces.iter().flat_map(|piece| &piece.labels) {
            *spans.entry(label.category.clone()).or_default() += 1;
        }
        spans
    }
}

/// What was delivered of a run.
pub(crate) struct Delivered {
    pub(crate) collection: String,
    /// The body with which it was completed.
    pub(crate) finish: Value,
}

/// Claims a run, ships a collection, and completes it.
pub(crate) async fn deliver(runner: &Api, hand: &Hand, run: &str, collected: &Collected) -> Delivered {
    let claimed = claim(runner, run).await;
    let sealed = seal(&claimed.recipient, collected);
    assert_eq!(part(runner, run, 0, &sealed).await.done().body["received"], sealed.len());
    let finish = finish(hand, &claimed, &sealed, collected);
    runner.post(&format!("/api/v1/runner/runs/{run}/finish"), &finish).await.done();
    Delivered { collection: claimed.collection.to_string(), finish }
}

/// Delivers each run of this diagnostic that is asked for, and counts each dry run, until the server ends; others wait.
pub(crate) async fn deliver_each(scene: &Scene, diagnostic: &str, collected: &Collected) {
    let mut notices = listen(scene).await;
    while let Some(event) = notices.next().await {
        match serde_json::from_str(&event.data).unwrap() {
            Notice::Offer { run } if run.diagnostic.as_str() == diagnostic => {
                deliver(&scene.runner, &scene.hand, run.run.as_str(), collected).await;
            }
            Notice::OfferDryRun { run } if run.diagnostic.as_str() == diagnostic => {
                count(&scene.runner, run.run.as_str(), collected).await;
            }
            _ => {}
        }
    }
}

/// Claims a dry run, and tells what a run would hand over.
async fn count(runner: &Api, run: &str, collected: &Collected) {
    runner.post(&format!("/api/v1/runner/dry-runs/{run}/claim"), &json!({})).await.done();
    let bytes = collected.lines().len();
    let counted = json!({ "items": collected.pieces.len(), "bytes": bytes, "spans": collected.spans() });
    let counted = json!({ "counts": counted });
    runner.post(&format!("/api/v1/runner/dry-runs/{run}/finish"), &counted).await.done();
}

async fn claim(runner: &Api, run: &str) -> Claimed {
    let claimed = runner.post(&format!("/api/v1/runner/runs/{run}/claim"), &json!({})).await.done();
    serde_json::from_value(claimed.body).unwrap()
}

async fn part(runner: &Api, run: &str, offset: usize, bytes: &[u8]) -> Answer {
    let path = format!("/api/v1/runner/runs/{run}/parts?offset={offset}");
    let request = runner.request("PUT", &path).header("content-type", "application/octet-stream");
    answer(request.body(bytes.to_vec())).await
}

fn seal(recipient: &str, collected: &Collected) -> Vec<u8> {
    let recipient: Recipient = recipient.parse().unwrap();
    let encryptor =
        age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
    writer.write_all(&collected.lines()).unwrap();
    writer.finish().unwrap();
    sealed
}

fn findings() -> Value {
    json!([{
        "analyzer": "memory",
        "verdict": "fail",
        "message": { "en": "srv1 is short of memory.", "fr": "srv1 manque de mémoire." },
        "advice": { "en": "Add some, or run less.", "fr": "Ajoutez-en, ou exécutez moins." },
        "seen": [{ "pointer": "/host/memory/available_percent", "value": 3 }],
    }])
}

fn finish(hand: &Hand, claimed: &Claimed, sealed: &[u8], collected: &Collected) -> Value {
    let hash = |bytes: &[u8]| Digest(digest(&SHA256, bytes).as_ref().try_into().unwrap());
    let spans = collected.spans();
    let record = RunRecord {
        tenant: claimed.tenant.clone(),
        run: claimed.run.clone(),
        case: claimed.case.clone(),
        runner: hand.runner.parse().unwrap(),
        diagnostic: claimed.diagnostic.clone(),
        version: claimed.version,
        digest: claimed.digest.parse().unwrap(),
        consent: Some(consent::ConsentDocument::challenge_of(&claimed.consent.document)),
        covered: claimed.covered,
        sha256: hash(sealed),
        bytes: sealed.len() as u64,
        plain_sha256: hash(&collected.lines()),
        spans: spans.clone(),
        started_at: claimed.at,
        ended_at: claimed.at,
    };
    json!({
        "bytes": sealed.len(),
        "sha256": hash(sealed).to_string(),
        "spans": spans,
        "findings": collected.findings,
        "record": record.canonical(),
        "signature": hand.key.sign(&record),
    })
}

/// The next notice that is no beat.
async fn told(notices: &mut EventStream) -> Option<Notice> {
    let next = async {
        loop {
            let event = notices.next().await?;
            match serde_json::from_str(&event.data).unwrap() {
                Notice::Beat { .. } => {}
                notice => return Some(notice),
            }
        }
    };
    timeout(Duration::from_secs(20), next).await.expect("the runner is told within 20 s")
}

async fn listen(scene: &Scene) -> EventStream {
    let client = Client::new(&scene.server.url, scene.runner.token.clone()).unwrap();
    client.events("api/v1/runner/stream", None).await.unwrap()
}

async fn ask(scene: &Scene) -> String {
    let path = scene.path("/api/v1/cases/{case}/runs");
    scene.engineer.post(&path, &json!({ "diagnostic": "host-health" })).await.done().text("/run")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_hears_what_it_holds_then_offers_and_stops_as_they_come() {
    let scene = Scene::set().await;
    let waiting = ask(&scene).await;
    let mut notices = listen(&scene).await;
    assert_eq!(told(&mut notices).await, Some(Notice::Holding { runs: Vec::new() }));
    let Some(Notice::Offer { run }) = told(&mut notices).await else { panic!("no offer") };
    assert_eq!(run.run.as_str(), waiting);
    let later = ask(&scene).await;
    let Some(Notice::Offer { run }) = told(&mut notices).await else { panic!("no offer") };
    assert_eq!(run.run.as_str(), later);
    claim(&scene.runner, &later).await;
    scene.owner.post("/api/v1/access/lock", &json!({})).await.done();
    let mut stopped = Vec::new();
    for _ in 0..2 {
        let Some(Notice::Stop { run }) = told(&mut notices).await else { panic!("no stop") };
        stopped.push(run.to_string());
    }
    stopped.sort();
    assert_eq!(stopped, {
        let mut both = [waiting, later];
        both.sort();
        both
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beat_comes_every_second() {
    let scene = Scene::set().await;
    let mut notices = listen(&scene).await;
    let mut beats: Vec<Moment> = Vec::new();
    while beats.len() < 3 {
        let event = notices.next().await.unwrap();
        if let Ok(Notice::Beat { at }) = serde_json::from_str(&event.data) {
            beats.push(at);
        }
    }
    let span = beats[2].unix_micros() - beats[0].unix_micros();
    assert!((1_500_000..30_000_000).contains(&span), "{span} µs for two beats");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_is_removed_hears_nothing_more() {
    let scene = Scene::set().await;
    let mut notices = listen(&scene).await;
    assert!(told(&mut notices).await.is_some());
    let runners = scene.owner.get("/api/v1/runners").await.done();
    let shown = &runners.body["items"][0];
    assert_eq!(shown["connected"], true);
    assert!(shown["program"].as_str().unwrap().starts_with("glasscase/"), "{shown}");
    assert!(shown["seen_at"].is_string(), "{shown}");
    let path = format!("/api/v1/runners/{}", scene.hand.runner);
    answer(scene.owner.request("DELETE", &path)).await.done();
    assert_eq!(told(&mut notices).await, None);
    assert_eq!(scene.runner.get("/api/v1/runner/stream").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_end_when_the_server_is_to_end() {
    let scene = Scene::set().await;
    let mut notices = listen(&scene).await;
    assert!(told(&mut notices).await.is_some());
    scene.server.ending.cancel();
    assert_eq!(told(&mut notices).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_runner_ships_once_access_ended_is_refused_and_destroyed() {
    let scene = Scene::set().await;
    let run = ask(&scene).await;
    let (claimed, collected) = (claim(&scene.runner, &run).await, Collected::default());
    let sealed = seal(&claimed.recipient, &collected);
    part(&scene.runner, &run, 0, &sealed[..100]).await.done();
    scene.owner.post(&scene.path("/api/v1/cases/{case}/consent/withdraw"), &json!({})).await.done();
    let refused = part(&scene.runner, &run, 100, &sealed[100..]).await;
    assert_eq!((refused.status, refused.code()), (409, "run_stopped"));
    let path = format!("/api/v1/runner/runs/{run}/finish");
    let refused = scene.runner.post(&path, &finish(&scene.hand, &claimed, &sealed, &collected)).await;
    assert_eq!((refused.status, refused.code()), (409, "run_stopped"));
    let shown = scene.engineer.get(&format!("/api/v1/runs/{run}")).await.done();
    assert_eq!((&shown.body["state"], &shown.body["why"]), (&json!("stopped"), &json!("withdrawn")));
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_read_piece_by_piece_and_the_read_is_in_the_log() {
    let scene = Scene::set().await.with_everything().await;
    let path = scene.path("/api/v1/evidence/{collection}/content");
    let read = scene.engineer.get(&path).await.done();
    assert_eq!(read.media, "application/x-ndjson");
    assert_eq!(serde_json::from_value::<EvidencePiece>(read.body).unwrap(), piece());
    let log = scene.owner.get("/api/v1/audit?limit=200").await.done();
    let last = log.body["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["event"]["type"], "evidence_read", "{last}");
    answer(scene.owner.request("DELETE", &scene.path("/api/v1/evidence/{collection}"))).await.done();
    let gone = scene.engineer.get(&path).await;
    assert_eq!((gone.status, gone.code()), (410, "destroyed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_goes_with_the_evidence() {
    let scene = Scene::set().await.with_everything().await;
    let found =
        async || scene.owner.get(&scene.path("/api/v1/runs/{run}")).await.done().body["findings"].clone();
    let export = async || scene.owner.get("/api/v1/audit/export").await.done().body.to_string();
    assert_eq!(found().await, findings());
    assert!(export().await.contains("srv1 is short of memory"));
    answer(scene.owner.request("DELETE", &scene.path("/api/v1/evidence/{collection}"))).await.done();
    assert_eq!(found().await, Value::Null);
    assert!(!export().await.contains("srv1 is short of memory"));
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_of_one_person_within_a_minute_are_one_event() {
    let scene = Scene::set().await.with_everything().await;
    let before = scene.owner.log_size().await;
    for who in [&scene.engineer, &scene.owner] {
        for path in ["/api/v1/evidence/{collection}/content", "/api/v1/runs/{run}"] {
            for _ in 0..3 {
                who.get(&scene.path(path)).await.done();
            }
        }
    }
    assert_eq!(scene.owner.log_size().await, before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_shown_as_long_as_access_covers_what_they_may_hold() {
    let scene = Scene::set().await.with_everything().await;
    let shown =
        async |who: &Api| who.get(&scene.path("/api/v1/runs/{run}")).await.done().body["findings"].clone();
    assert_eq!(shown(&scene.engineer).await, findings());
    scene.owner.post(&scene.path("/api/v1/cases/{case}/consent/withdraw"), &json!({})).await.done();
    assert_eq!(shown(&scene.engineer).await, Value::Null);
    assert_eq!(shown(&scene.owner).await, findings());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_a_stop_is_a_word() {
    let scene = Scene::set().await;
    let run = ask(&scene).await;
    claim(&scene.runner, &run).await;
    let path = format!("/api/v1/runner/runs/{run}/stopped");
    for bad in [
        json!({ "why": "tired" }),
        json!({ "why": "failed", "code": "the password of joe is hunter2" }),
        json!({ "why": "failed", "code": "x".repeat(65) }),
    ] {
        assert_eq!(scene.runner.post(&path, &bad).await.status, 422, "{bad}");
    }
    scene.runner.post(&path, &json!({ "why": "failed", "code": "timeout" })).await.done();
}
