//! How fast cases are opened over HTTP by 32 clients, each durable before its answer, against the same disk's rate of
//! one unit for each commit.
//!
//! `cargo bench -p glasscase --bench open_cases` prints one JSON line. Slices of the server and of the limit alternate,
//! so that both meet the same noise; what counts is the median of their ratios.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells its figures, and ends where something is not as it should be"
)]

mod desk;

use desk::{median, memory_kib, owner, start};
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection as _, SqliteConnection};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use wire::Client;

/// How many clients ask at a time.
const CLIENTS: usize = 32;
/// How many pairs of slices are compared.
const PAIRS: usize = 10;
/// How long a slice is.
const SLICE: Duration = Duration::from_secs(3);

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
    let idle_kib = memory_kib(server.id(), "VmRSS");
    let owner = owner(&url, &link).await;
    let mut disk = Limit::open(&folder.path().join("limit.db")).await;
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        let limit = disk.slice().await;
        pairs.push((limit, slice(&owner).await));
    }
    let loaded_kib = memory_kib(server.id(), "VmRSS");
    server.kill().unwrap();
    server.wait().unwrap();
    let ratios = pairs.iter().map(|(limit, opened)| opened / limit).collect();
    let figures = json!({
        "what": "open_cases",
        "clients": CLIENTS,
        "pairs": PAIRS,
        "limit_units_per_second": median(pairs.iter().map(|pair| pair.0).collect()),
        "cases_per_second": median(pairs.iter().map(|pair| pair.1).collect()),
        "ratio_median": median(ratios),
        "idle_kib": idle_kib,
        "loaded_kib": loaded_kib,
    });
    println!("{figures}");
}

/// Cases opened per second in one slice: each with its consent, its first message and its idempotency key.
async fn slice(owner: &Client) -> f64 {
    let (opened, begun) = (Arc::new(AtomicU64::new(0)), Instant::now());
    let clients = (0..CLIENTS).map(|_| {
        let (owner, opened) = (owner.clone(), Arc::clone(&opened));
        tokio::spawn(async move {
            while begun.elapsed() < SLICE {
                let _: Value = owner.post("api/v1/cases", &new_case()).await.unwrap();
                opened.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    futures::future::join_all(clients).await;
    per_second(opened.load(Ordering::Relaxed), begun)
}

fn new_case() -> Value {
    json!({
        "subscriptions": ["sub-1"],
        "service": "identity",
        "nature": "sign-in",
        "severity": "moderate",
        "title": "Nobody can sign in",
        "text": "Since nine o'clock, from every office.",
        "consent": { "level": "standard" },
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of a slice are small")]
fn per_second(count: u64, begun: Instant) -> f64 {
    count as f64 / begun.elapsed().as_secs_f64()
}

/// The limit: SQLite at `synchronous=FULL`, one unit for each commit, without HTTP, rules or proofs.
struct Limit {
    connection: SqliteConnection,
    number: i64,
}

impl Limit {
    async fn open(path: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        for table in [
            "CREATE TABLE cases (id INTEGER PRIMARY KEY, title TEXT)",
            "CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT)",
            "CREATE TABLE audit (id INTEGER PRIMARY KEY, event TEXT)",
            "CREATE TABLE tenant (id INTEGER PRIMARY KEY, cases INTEGER)",
            "INSERT INTO tenant VALUES (1, 0)",
        ] {
            sqlx::query(table).execute(&mut connection).await.unwrap();
        }
        Self { connection, number: 0 }
    }

    /// Units per second in one slice: a case, its message, an audit row, and the tenant's counter.
    async fn slice(&mut self) -> f64 {
        let (begun, before) = (Instant::now(), self.number);
        while begun.elapsed() < SLICE {
            self.number += 1;
            let mut unit = self.connection.begin().await.unwrap();
            for statement in [
                "INSERT INTO cases VALUES ($1, 'Nobody can sign in')",
                "INSERT INTO message VALUES ($1, 'Since nine o''clock, from every office.')",
                "INSERT INTO audit VALUES ($1, '{\"type\":\"case_opened\"}')",
                "UPDATE tenant SET cases = $1 WHERE id = 1",
            ] {
                sqlx::query(statement).bind(self.number).execute(&mut *unit).await.unwrap();
            }
            unit.commit().await.unwrap();
        }
        per_second(u64::try_from(self.number - before).unwrap(), begun)
    }
}
