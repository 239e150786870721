//! How fast the audit log of a customer with 100,000 events is searched as directory audits, over HTTP, against the time in
//! which the store reads the same log whole.
//!
//! `cargo bench -p web --bench directory_audits` prints one JSON line; times are medians in milliseconds.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells its figures, and ends where something is not as it should be"
)]

mod serving;

use domain::{Actor, CaseId, Categories, Event, Level, Reason, RunOrder, Severity, TenantId};
use reqwest::Client;
use serde_json::{Map, Value};
use serving::{desk, serve, tenant_of};
use std::time::Instant;
use store::{Append, NewEvent, Store, Verdict};

const EVENTS: u64 = 100_000;
/// How many events are appended at a time.
const BATCH: u64 = 500;
/// How many cases they are of.
const CASES: u64 = 1_000;
/// How often each search is timed.
const TIMES: usize = 9;
const AUDITS: &str = "/v1.0/auditLogs/directoryAudits";

fn main() {
    // Cargo runs benchmarks as tests too; then there is nothing to measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure());
}

async fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, store) = desk(&folder).await;
    let (url, _, owner) = serve(&desk).await;
    let tenant = tenant_of(&url, &owner).await;
    fill(&store, &tenant).await;
    let mut figures = Map::new();
    figures.insert("what".to_owned(), "directory_audits".into());
    figures.insert("events".to_owned(), EVENTS.into());
    figures.insert("store_reads_the_log".to_owned(), read_all(&store, &tenant).await.into());
    let middle = store.events(&tenant, EVENTS / 2, 1).await.unwrap()[0].record.at;
    let case = "/subscriptions/sub-1/providers/Microsoft.Support/supportTickets/c7";
    let latest = ask(&url, &owner, "?$top=1").await["value"][0].clone();
    let correlation = latest["correlationId"].as_str().unwrap();
    for (name, query) in [
        ("latest_100", "?$top=100".to_owned()),
        ("latest_1000", "?$top=1000".to_owned()),
        ("one_by_id", format!("/{}", latest["id"].as_str().unwrap())),
        ("one_case", format!("?$filter=targetResources/any(t: t/id eq '{case}')")),
        ("one_request", format!("?$top=100&$filter=correlationId eq '{correlation}'")),
        ("from_the_middle", format!("?$orderby=activityDateTime asc&$filter=activityDateTime ge {middle}")),
        ("frequent", "?$top=100&$filter=result eq 'failure'".to_owned()),
        ("rare_activity", "?$filter=activityDisplayName eq 'Add subscription'".to_owned()),
        ("no_such_person", "?$filter=initiatedBy/user/userPrincipalName eq 'nobody'".to_owned()),
        ("count_of_all", "/$count".to_owned()),
        ("count_of_failures", "/$count?$filter=result eq 'failure'".to_owned()),
    ] {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            ask(&url, &owner, &query).await;
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        figures.insert(name.to_owned(), median(times).into());
    }
    println!("{}", Value::Object(figures));
}

async fn ask(url: &str, owner: &str, query: &str) -> Value {
    let request = Client::new().get(format!("{url}{AUDITS}{query}")).bearer_auth(owner);
    request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
}

/// Fills the log: cases, and what engineers do in them, a tenth of it denied.
async fn fill(store: &Store, tenant: &TenantId) {
    let mut size = store.head(tenant).await.unwrap().unwrap().size;
    while size < EVENTS {
        let (from, to) = (size, (size + BATCH).min(EVENTS));
        let decide = move |_: &domain::Tenant, _| {
            let opens = from < CASES;
            let events = (from..to).map(|number| NewEvent::from(event(number, opens))).collect();
            let by = Actor::Vendor("p1".parse().unwrap());
            Verdict::Append { append: Append { by, events, records: Vec::new() }, answer: Vec::new() }
        };
        store.append(tenant, None, Box::new(decide)).await.unwrap();
        size = store.head(tenant).await.unwrap().unwrap().size;
    }
}

fn event(number: u64, opens: bool) -> Event {
    let case: CaseId = format!("c{}", number % CASES).parse().unwrap();
    if opens {
        return Event::CaseOpened {
            case,
            subscriptions: vec!["sub-1".parse().unwrap()],
            service: "identity".parse().unwrap(),
            nature: "sign-in".parse().unwrap(),
            severity: Severity::Moderate,
            team: "support".parse().unwrap(),
        };
    }
    match number % 10 {
        0 => Event::RunDenied {
            order: order(number, &case),
            reason: Reason::NoConsent,
            missing: Categories::NONE,
        },
        1..=3 => Event::EngineerSignedIn { case },
        4..=6 => Event::ConsentAsked { case, level: Level::Advanced, categories: Categories::ALL },
        _ => Event::CaseSaid { message: format!("{case}-m{number}").parse().unwrap(), case },
    }
}

fn order(number: u64, case: &CaseId) -> RunOrder {
    RunOrder {
        run: format!("{case}-r{number}").parse().unwrap(),
        case: case.clone(),
        subscription: "sub-1".parse().unwrap(),
        diagnostic: "host-health".parse().unwrap(),
        version: 1,
        digest: "ab".repeat(32),
        level: Level::Standard,
        categories: Categories::ALL,
    }
}

/// How long the store takes for all events, in milliseconds.
async fn read_all(store: &Store, tenant: &TenantId) -> f64 {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let mut from = 0;
        while from < EVENTS {
            from += store.events(tenant, from, 1_000).await.unwrap().len() as u64;
        }
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    median(times)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
