//! How fast a log's tiles, proofs and cosignatures come over HTTP, against the plainest answer of the same server.
//!
//! `cargo bench -p glasscase --bench log_tiles` prints one JSON line. All is asked by one client, one after the other, in
//! turns with the limit, so that both meet the same noise.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells its figures, and ends where something is not as it should be"
)]

mod desk;

use desk::{median, memory_kib, owner, start};
use ledger::witness::{CosigningKey, Submission, consider};
use ledger::{Checkpoint, Frontier, LeafHash, LogKey, node_of, prove_consistency};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use wire::{Client, WitnessClient};

/// How many events the log has.
const EVENTS: u64 = 66_000;
/// How many clients write them.
const CLIENTS: usize = 64;
/// How often each thing is asked.
const TIMES: usize = 300;

fn main() {
    // Cargo runs benchmarks as tests too; then there is nothing to measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure());
}

async fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, url, link) = start(&folder.path().join("data"));
    let owner = owner(&url, &link).await;
    write(&owner).await;
    let me: Value = owner.get("api/v1/me").await.unwrap();
    let log = format!("api/v1/log/{}", me["tenant"].as_str().unwrap());
    let before_kib = memory_kib(server.id(), "VmRSS");
    let mut figures = json!({ "what": "log_tiles", "events": EVENTS, "times": TIMES });
    for (name, path) in [
        ("leaf_tile", format!("{log}/tile/0/100")),
        ("upper_tile", format!("{log}/tile/1/000")),
        ("entry_bundle", format!("{log}/tile/entries/100")),
        ("inclusion_proof", "api/v1/audit/proofs/inclusion?event=12345".to_owned()),
        ("consistency_proof", "api/v1/audit/proofs/consistency?from=12345".to_owned()),
        ("receipt", "api/v1/audit/receipt?event=12345".to_owned()),
    ] {
        figures[name] = compared(&owner, &path).await;
    }
    figures["growth_kib"] =
        json!(memory_kib(server.id(), "VmRSS").zip(before_kib).map(|(now, then)| now.saturating_sub(then)));
    server.kill().unwrap();
    server.wait().unwrap();
    figures["witness"] = witness(folder.path()).await;
    println!("{figures}");
}

/// Brings the log to its size.
async fn write(owner: &Client) {
    let case = json!({
        "subscriptions": ["sub-1"], "service": "identity", "nature": "sign-in", "severity": "moderate",
        "title": "slow", "text": "",
    });
    let opened: Value = owner.post("api/v1/cases", &case).await.unwrap();
    let path = format!("api/v1/cases/{}/messages", opened["case"].as_str().unwrap());
    let each = EVENTS / CLIENTS as u64;
    let clients = (0..CLIENTS).map(|_| {
        let (owner, path) = (owner.clone(), path.clone());
        tokio::spawn(async move {
            for _ in 0..each {
                let _: Value = owner.post(&path, &json!({ "text": "still slow" })).await.unwrap();
            }
        })
    });
    futures::future::join_all(clients).await;
}

/// The median time of an answer in ms, and as a ratio to that of `/me`.
async fn compared(owner: &Client, path: &str) -> Value {
    let (mut own, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        limit.push(timed(owner, "api/v1/me").await);
        own.push(timed(owner, path).await);
    }
    let (own, limit) = (median(own), median(limit));
    json!({ "ms": own, "ratio": own / limit })
}

async fn timed(owner: &Client, path: &str) -> f64 {
    let begun = Instant::now();
    let mut answer = owner.download(path).await.unwrap();
    while answer.chunk().await.unwrap().is_some() {}
    begun.elapsed().as_secs_f64() * 1_000.0
}

/// A witness's round trip, its write to disk included, and the judgement alone, in ms.
async fn witness(folder: &Path) -> Value {
    let key = LogKey::from_seed("desk.example", &[3; 32]).unwrap();
    let origin = key.origin("contoso").unwrap();
    let verifier = key.verifier_key(&origin);
    let (mut child, url) = start_witness(&folder.join("witness"), &verifier.to_string());
    let client = WitnessClient::new().unwrap();
    let leaves: Vec<_> =
        (0..=u64::try_from(TIMES).unwrap()).map(|n| LeafHash::of(&n.to_be_bytes())).collect();
    let (mut tree, mut trips, mut judged, mut last) = (Frontier::new(), Vec::new(), Vec::new(), None);
    let cosigner = CosigningKey::from_seed("w.example", &[4; 32]).unwrap();
    for (size, leaf) in (1..).zip(&leaves) {
        tree.append(*leaf);
        let time = "2026-01-02T03:04:05Z".to_owned();
        let checkpoint = Checkpoint { origin: origin.clone(), size, root: tree.root(), time };
        let note = ledger::seal(&checkpoint, &key).unwrap();
        let proof = prove_consistency(size, size - 1, node_of(&leaves)).unwrap();
        let asked = Submission { old: size - 1, proof, note };
        let begun = Instant::now();
        consider(&asked, std::slice::from_ref(&verifier), last).unwrap();
        let _ = cosigner.cosign(&asked.note, size).unwrap();
        judged.push(begun.elapsed().as_secs_f64() * 1_000.0);
        let begun = Instant::now();
        let (status, said) = client.add_checkpoint(&url, asked.to_text()).await.unwrap();
        trips.push(begun.elapsed().as_secs_f64() * 1_000.0);
        assert_eq!(status, 200, "{said}");
        last = Some((size, tree.root()));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    json!({ "round_trip_ms": median(trips), "judgement_ms": median(judged) })
}

fn start_witness(data: &Path, log: &str) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_glasscase"))
        .args(["witness", "--json", "--name", "w.example", "--listen", "127.0.0.1:0", "--log", log, "--data"])
        .arg(data)
        .env("GLASSCASE_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    (child, said["url"].as_str().unwrap().to_owned())
}
