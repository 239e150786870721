//! How fast the audit log of a customer with 100,000 events is searched as directory audits, over HTTP, against the time in
//! which the store reads the same log whole.
//!
//! `cargo bench -p web --bench directory_audits` prints one JSON line; times are medians in milliseconds.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells its figures, and ends where something is not as it should be"
)]

use domain::{Actor, CaseId, Categories, Event, Level, Reason, RunOrder, Severity, TenantId};
use operations::clock::{Clock, SystemClock};
use operations::{Desk, Installation, RelyingParty};
use reqwest::Client;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Instant;
use store::{Append, Location, NewEvent, Options, Store, Verdict};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

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
    let (url, owner) = serve(&desk).await;
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

async fn desk(folder: &TempDir) -> (Desk, Store) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let now = Arc::clone(&clock);
    let database = Location::Sqlite(folder.path().join("desk.db"));
    let store = Store::open(&database, Options::new(move || now.now())).await.unwrap();
    let vault = vault::Vault::open(&folder.path().join("vault"), &folder.path().join("keyring")).unwrap();
    let site = Some(RelyingParty::at("https://desk.example").unwrap());
    let installation = Installation {
        support_tenant: "b4c546a4-7dac-46a6-a7dd-ed822a11efd3".parse().unwrap(),
        support_name: "support.example".to_owned(),
        applications: operations::Applications::default(),
        consent_site: site.clone(),
        sign_in_site: site,
    };
    let catalogue = diagnostics::Catalogue::built_in().unwrap();
    let log_key = ledger::LogKey::from_seed("desk.example", &[7; 32]).unwrap();
    (Desk::new(store.clone(), vault, clock, catalogue, log_key, installation), store)
}

/// Serves on loopback; gives the address and the token of a customer's owner.
async fn serve(desk: &Desk) -> (String, String) {
    let operator = operations::first_start(desk).await.unwrap().unwrap().code;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = web::router(desk.clone(), web::Site::default(), CancellationToken::new());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let operator = redeem(&url, &operator).await;
    let made = post(&url, Some(&operator), "tenants", &json!({ "name": "Contoso" })).await;
    let owner = redeem(&url, made["owner"]["code"].as_str().unwrap()).await;
    post(&url, Some(&owner), "subscriptions", &json!({ "subscription": "sub-1" })).await;
    (url, owner)
}

async fn redeem(url: &str, code: &str) -> String {
    let made = post(url, None, "invitations/redeem", &json!({ "code": code })).await;
    made["secret"].as_str().unwrap().to_owned()
}

async fn post(url: &str, token: Option<&str>, path: &str, body: &Value) -> Value {
    let request = Client::new().post(format!("{url}/api/v1/{path}")).json(body);
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
}

async fn tenant_of(url: &str, owner: &str) -> TenantId {
    let request = Client::new().get(format!("{url}/api/v1/me")).bearer_auth(owner);
    let me: Value = request.send().await.unwrap().json().await.unwrap();
    me["tenant"].as_str().unwrap().parse().unwrap()
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
