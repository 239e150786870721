//! How long the server takes for each page, and what the page weighs, where a customer has 10,000 open cases with a consent
//! in force, all of them in the vendor's queue, and one case has 5,000 events.
//!
//! `cargo bench -p web --bench pages` prints one line for each page: the shortest, the median and the longest of its times
//! over HTTP on loopback in milliseconds, the processor's time of one (client and server are one process here), and its bytes
//! without style and scripts, which browsers keep. Every page that `looks.cjs` looks at is here, but for those that a form
//! answers with, which are the page of that form once more.

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
    let asked = json!({ "diagnostic": "host-health" });
    let run = post(&url, Some(&engineer), &format!("cases/{first}/runs"), &asked).await;
    let run = run["run"].as_str().unwrap().to_owned();
    let evidence = attach(&desk, &owner, &first).await;
    let names = [("FIRST", &first), ("BUSY", &busy), ("RUN", &run), ("EVIDENCE", &evidence)];
    let pages = |paths: &[&'static str]| -> Vec<(&'static str, String)> {
        let path = |path: &str| names.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, id));
        paths.iter().map(|name| (*name, path(name))).collect()
    };
    // As every server does when it starts.
    operations::tidy(&desk).await.unwrap();
    let customer = pages(&[
        "/",
        "/cases",
        "/cases?closed=true",
        "/cases/new",
        "/cases/FIRST",
        "/cases/BUSY",
        "/cases/FIRST/consent",
        "POST /cases/FIRST/consent/document?level=advanced&category=support_data&category=oii",
        "/runs/RUN",
        "/evidence/EVIDENCE",
        "/evidence/EVIDENCE/content",
        "/access",
        "/audit",
        "/audit?case=BUSY",
        "/audit?kind=settings",
        "/audit?person=nobody",
        "/audit?kind=evidence",
        "/audit?person=owner&kind=consent",
        "/audit?case=BUSY&kind=consent&person=owner",
        "/audit/cases",
        "/people",
        "/notices",
        "/systems",
        "/me",
    ]);
    let vendor = pages(&[
        "/queue",
        "/queue?mine=true",
        "/cases/FIRST",
        "/cases/FIRST/diagnostics",
        "/runs/RUN",
        "/evidence/EVIDENCE",
        "/evidence/EVIDENCE/content",
        "/me",
        "/tenants",
    ]);
    let operating = pages(&["/tenants", "/numbers", "/people"]);
    for (who, token, paths) in
        [("owner", &owner, customer), ("engineer", &engineer, vendor), ("operator", &operator, operating)]
    {
        let browser = Browser::sign_in(&url, token).await;
        for (name, path) in paths {
            browser.time(who, name, &path).await;
        }
    }
    let guest = Browser::sign_in(&url, "nobody").await;
    for (name, path) in pages(&["/sign-in", "/welcome", "/nowhere"]) {
        guest.time("guest", name, &path).await;
    }
    numbers_after_a_start(&folder, &operator).await;
}

/// The operator's numbers once right after a start, when nothing is in memory.
async fn numbers_after_a_start(folder: &tempfile::TempDir, operator: &str) {
    let (desk, _) = desk(folder).await;
    let caller = desk.authenticate(operator).await.unwrap();
    let began = Instant::now();
    operations::show_numbers(&desk, &caller).await.unwrap();
    println!("operator the numbers, once after a start {:7.1} ms", began.elapsed().as_secs_f64() * 1_000.0);
}

/// Attaches a file to a case, and gives its evidence.
async fn attach(desk: &operations::Desk, owner: &str, case: &str) -> String {
    let (caller, case) = (desk.authenticate(owner).await.unwrap(), case.parse().unwrap());
    let line = "12:04:02 order 4711 waits for db-01\n";
    operations::attach_file(desk, &caller, None, &case, "orders.log", line.repeat(1_000).into())
        .await
        .unwrap();
    operations::list_evidence(desk, &caller, &case).await.unwrap()[0].row.collection.to_string()
}

/// The processor's time of this process so far, in milliseconds.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<_> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    // User and system time (proc_pid_stat(5), 14 and 15), in ticks of 10 ms.
    fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap() * 10.0).sum()
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
        let set = answer.headers().get(SET_COOKIE).and_then(|set| set.to_str().ok()).unwrap_or_default();
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        Self { http, url: url.to_owned(), cookie }
    }

    /// What this session's forms carry.
    async fn form_token(&self) -> String {
        let page = self.http.get(format!("{}/me", self.url)).header(COOKIE, &self.cookie);
        let page = page.send().await.unwrap().text().await.unwrap();
        page.split("name=\"_token\" value=\"")
            .nth(1)
            .unwrap_or_default()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    }

    /// Times a page, or what a form (`POST` before the path) with the fields of its query is answered with.
    async fn time(&self, who: &str, name: &str, path: &str) {
        let (mut times, mut bytes) = (Vec::new(), 0);
        let (form, path) = match path.strip_prefix("POST ") {
            Some(path) => {
                let (path, fields) = path.split_once('?').unwrap();
                (Some(format!("{fields}&_token={}", self.form_token().await)), path)
            }
            None => (None, path),
        };
        let before = processor();
        for _ in 0..TIMES {
            let url = format!("{}{path}", self.url);
            let request = match &form {
                Some(form) => self.http.post(url).body(form.clone()),
                None => self.http.get(url),
            };
            let request = request.header(COOKIE, &self.cookie).header("accept", "text/html");
            let began = Instant::now();
            let answer = request.send().await.unwrap();
            let status = answer.status();
            bytes = answer.bytes().await.unwrap().len();
            assert!(
                status == StatusCode::OK
                    || status == StatusCode::NOT_FOUND
                    || status == StatusCode::FORBIDDEN,
                "{who} {name}: {status}"
            );
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        let processor = (processor() - before) / f64::from(u32::try_from(TIMES).unwrap());
        times.sort_by(f64::total_cmp);
        let (shortest, median, longest) = (times[0], times[TIMES / 2], times[TIMES - 1]);
        println!(
            "{who:8} {name:40.40} {shortest:6.1} {median:6.1} {longest:7.1} ms {processor:6.1} ms {bytes:7} bytes"
        );
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
