//! How long the server takes for each page, and what the page weighs, where a customer has 10,000 open cases with a consent
//! in force, all of them in the vendor's queue, and one case has 5,000 events.
//!
//! `cargo bench -p web --bench pages` prints one line for each page: the median and the longest of its times over HTTP on
//! loopback in milliseconds, and its bytes without style and scripts, which browsers keep.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells its figures, and ends where something is not as it should be"
)]

mod serving;

use domain::{Actor, Event, TenantId};
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use serving::{desk, post, serve, tenant_of};
use std::time::Instant;
use store::{Append, NewEvent, Store, Verdict};

const CASES: usize = 10_000;
/// How many cases are opened at a time.
const CLIENTS: usize = 32;
/// How many more events the one case has.
const EVENTS: u64 = 5_000;
/// How often each page is asked for.
const TIMES: usize = 21;

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
    let (url, operator, owner) = serve(&desk).await;
    let engineer = engineer(&url, &operator).await;
    let cases = open_cases(&url, &owner).await;
    let (first, busy) = (cases[0].clone(), cases[CASES / 2].clone());
    fill(&store, &tenant_of(&url, &owner).await, &busy).await;
    let pages = |paths: &[&str]| -> Vec<String> {
        paths.iter().map(|path| path.replace("FIRST", &first).replace("BUSY", &busy)).collect()
    };
    let customer = pages(&[
        "/",
        "/cases",
        "/cases/new",
        "/cases/FIRST",
        "/cases/BUSY",
        "/cases/FIRST/consent",
        "/access",
        "/audit",
        "/audit?case=BUSY",
        "/audit?kind=settings",
        "/audit?person=nobody",
        "/audit/cases",
        "/people",
        "/notices",
        "/systems",
        "/me",
    ]);
    let vendor = pages(&["/queue", "/queue?mine=true", "/cases/FIRST", "/cases/FIRST/diagnostics", "/me"]);
    let operating = pages(&["/tenants", "/numbers", "/people"]);
    for (who, token, paths) in
        [("owner", &owner, customer), ("engineer", &engineer, vendor), ("operator", &operator, operating)]
    {
        let browser = Browser::sign_in(&url, token).await;
        for path in paths {
            browser.time(who, &path.replace(&first, "FIRST").replace(&busy, "BUSY"), &path).await;
        }
    }
}

/// Somebody's browser.
struct Browser {
    http: Client,
    url: String,
    cookie: String,
}

impl Browser {
    async fn sign_in(url: &str, token: &str) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        let request = http.post(format!("{url}/sign-in")).body(format!("token={token}"));
        let answer = request.send().await.unwrap();
        let set = answer.headers()[SET_COOKIE].to_str().unwrap();
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        Self { http, url: url.to_owned(), cookie }
    }

    async fn time(&self, who: &str, name: &str, path: &str) {
        let (mut times, mut bytes) = (Vec::new(), 0);
        for _ in 0..TIMES {
            let request = self.http.get(format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
            let began = Instant::now();
            let answer = request.header("accept", "text/html").send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{who} {name}");
            bytes = answer.bytes().await.unwrap().len();
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        let (median, longest) = (times[TIMES / 2], times[TIMES - 1]);
        println!("{who:8} {name:28} {median:7.1} ms {longest:7.1} ms {bytes:8} bytes");
    }
}

async fn engineer(url: &str, operator: &str) -> String {
    let new =
        json!({ "name": "Erin", "upn": "erin@support.example", "roles": ["engineer"], "teams": ["support"] });
    let person = post(url, Some(operator), "people", &new).await;
    let token = json!({ "person": person["person"], "label": "bench", "days": 1 });
    post(url, Some(operator), "tokens", &token).await["secret"].as_str().unwrap().to_owned()
}

/// Opens the cases, each with an advanced consent; gives their ids.
async fn open_cases(url: &str, owner: &str) -> Vec<String> {
    let new: Value = json!({
        "subscriptions": ["sub-1"], "service": "identity", "nature": "sign-in", "severity": "moderate",
        "title": "Nobody can sign in since this morning", "text": "Since nine o'clock.",
        "consent": { "level": "advanced" },
    });
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..CLIENTS {
        let (url, owner, new) = (url.to_owned(), owner.to_owned(), new.clone());
        clients.spawn(async move {
            let mut opened = Vec::new();
            for _ in (client..CASES).step_by(CLIENTS) {
                let case = post(&url, Some(&owner), "cases", &new).await;
                opened.push(case["case"].as_str().unwrap().to_owned());
            }
            opened
        });
    }
    clients.join_all().await.concat()
}

/// Makes a case one in which much happened.
async fn fill(store: &Store, tenant: &TenantId, case: &str) {
    for _ in 0..EVENTS / 500 {
        let event = Event::EngineerSignedIn { case: case.parse().unwrap() };
        let decide = move |_: &domain::Tenant, _| {
            let events = (0..500).map(|_| NewEvent::from(event.clone())).collect();
            let by = Actor::Vendor("p1".parse().unwrap());
            Verdict::Append { append: Append { by, events, records: Vec::new() }, answer: Vec::new() }
        };
        store.append(tenant, None, Box::new(decide)).await.unwrap();
    }
}
