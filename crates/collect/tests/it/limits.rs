use super::case::{Case, Kept};
use super::http_server;
use collect::{CollectError, Evidence, Unwanted};
use diagnostics::Diagnostic;
use serde_json::json;
use std::fs;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How soon a stopped run must be over; it is a few milliseconds unless the machine is busy.
const SOON: Duration = Duration::from_millis(500);

/// A folder with one log of `lines` matching lines.
fn log(lines: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("app.log"), "2026-11-23T10:00:00Z error of some length\n".repeat(lines))
        .unwrap();
    folder
}

/// The log search with other limits, over `folder`.
fn limited(folder: &TempDir, limits: &str) -> Case {
    let mut case = Case::new("log-search", &format!("folders: [{}]", folder.path().display()));
    let text = include_str!("../../../../catalogue/log-search.yaml");
    let (head, rest) = text.split_once("limits:\n").unwrap();
    let (_, tail) = rest.split_once("analyzers:").unwrap();
    case.diagnostic = Diagnostic::parse(&format!("{head}limits: {limits}\nanalyzers:{tail}")).unwrap();
    case
}

fn inputs(folder: &TempDir) -> serde_json::Value {
    json!({"files": folder.path().join("app.log"), "pattern": "error"})
}

#[test]
fn the_limit_of_lines_ends_what_is_handed_over_and_not_the_count() {
    let folder = log(1_000);
    let outcome = limited(&folder, "{seconds: 60, bytes: 100000000, rows: 10}").run(&inputs(&folder));
    outcome.assert_faults(&["matches-found", "search-incomplete"]);
    assert_eq!(outcome.facts["logs"]["limits_reached"], json!(["rows"]));
    assert_eq!(outcome.facts["logs"]["matches"], 1_000);
    assert_eq!(outcome.items[0].1.lines().count(), 10);
}

#[test]
fn the_limit_of_bytes_ends_the_reading() {
    let folder = log(1_000);
    let outcome = limited(&folder, "{seconds: 60, bytes: 1000, rows: 10000}").run(&inputs(&folder));
    outcome.assert_faults(&["matches-found", "search-incomplete"]);
    assert_eq!(outcome.facts["logs"]["limits_reached"], json!(["bytes"]));
    assert_eq!(outcome.facts["logs"]["bytes_read"], 1_000);
}

#[test]
fn the_limit_of_time_ends_waiting_and_the_facts_say_so() {
    let server = http_server::plain();
    let mut case = Case::new("endpoint-connectivity", "hosts: ['127.0.0.1:*']");
    let text = include_str!("../../../../catalogue/endpoint-connectivity.yaml");
    case.diagnostic = Diagnostic::parse(&text.replace("seconds: 30", "seconds: 1")).unwrap();
    let start = Instant::now();
    let port = server.address.port();
    let outcome = case.run(&json!({"host": "127.0.0.1", "port": port, "tls": false, "path": "/never"}));
    outcome.assert_faults(&["no-answer"]);
    assert_eq!(outcome.facts["endpoint"]["limits_reached"], json!(["seconds"]));
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[test]
fn a_stop_ends_waiting_for_the_network_at_once() {
    let server = http_server::plain();
    let case = Case::new("endpoint-connectivity", "hosts: ['127.0.0.1:*']");
    let stop = case.stop.clone();
    let stopper = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        stop.stop();
        Instant::now()
    });
    let inputs = json!({"host": "127.0.0.1", "port": server.address.port(), "tls": false, "path": "/never"});
    let outcome = case.attempt(&inputs, &mut Kept::default());
    let late = stopper.join().unwrap().elapsed();
    assert!(matches!(outcome, Err(CollectError::Stopped)), "{outcome:?}");
    assert!(late < SOON, "{late:?}");
}

/// Evidence that tells when the first text arrives.
struct Told(Sender<()>);

impl Evidence for Told {
    fn item(&mut self, _name: &str, _channel: classify::Channel) -> Result<(), Unwanted> {
        Ok(())
    }

    fn write(&mut self, _bytes: &[u8]) -> Result<(), Unwanted> {
        self.0.send(()).map_err(|_| Unwanted("nobody listens".to_owned()))
    }
}

#[test]
fn a_stop_ends_a_search_at_once() {
    let folder = log(500_000);
    let case = limited(&folder, "{seconds: 60, bytes: 1000000000, rows: 100000}");
    let (sender, receiver) = channel();
    let stop = case.stop.clone();
    let stopper = thread::spawn(move || {
        receiver.recv().unwrap();
        stop.stop();
        (Instant::now(), receiver)
    });
    let outcome = case.attempt(&inputs(&folder), &mut Told(sender));
    let late = stopper.join().unwrap().0.elapsed();
    assert!(matches!(outcome, Err(CollectError::Stopped)), "{outcome:?}");
    assert!(late < SOON, "{late:?}");
}

#[test]
fn a_search_ends_when_its_evidence_is_not_wanted() {
    let folder = log(10);
    let case = limited(&folder, "{seconds: 60, bytes: 100000, rows: 100}");
    let (sender, _) = channel();
    let outcome = case.attempt(&inputs(&folder), &mut Told(sender));
    assert!(matches!(outcome, Err(CollectError::Unwanted(_))), "{outcome:?}");
}
