//! What ends a run that is under way: the customer, or the loss of the server.

use super::process::{PATIENCE, Runner};
use super::site::{SUBSCRIPTION, Site, answer};
use crate::program::run_command;
use rustix::process::Signal;
use serde_json::Value;
use std::io::Read as _;
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A service that is asked, never answers, and sees when it is let go.
pub(super) struct Service {
    pub(super) port: String,
    asked: Receiver<Instant>,
    left: Receiver<Instant>,
}

impl Service {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let ((ask, asked), (leave, left)) = (channel(), channel());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.read_exact(&mut [0]).unwrap();
            ask.send(Instant::now()).unwrap();
            // A reset is an end as well.
            let mut buffer = [0; 4_096];
            while stream.read(&mut buffer).is_ok_and(|read| read > 0) {}
            leave.send(Instant::now()).unwrap();
        });
        Self { port, asked, left }
    }

    /// Waits until it is asked.
    pub(super) fn asked(&self) {
        self.asked.recv_timeout(PATIENCE).unwrap();
    }

    /// When it was let go.
    pub(super) fn left(&self) -> Instant {
        self.left.recv_timeout(PATIENCE).unwrap()
    }
}

/// A run that is under way: its engineer waits for it.
struct UnderWay {
    site: Site,
    case: String,
    service: Service,
    runner: Runner,
    token: String,
    engineer: Runner,
}

fn under_way(more: &str) -> UnderWay {
    let (site, service) = (Site::enrolled(more), Service::start());
    let runner = site.start();
    let open = ["case", "open", "slow", "-s", SUBSCRIPTION, "--service", "mail", "--nature", "connectivity"];
    let opened: Value = answer(&site.owner(&[&open[..], &["--standard", "--json"]].concat()));
    let case = opened["case"].as_str().unwrap().to_owned();
    let port = format!("port={}", service.port);
    let run = [
        "diagnostic",
        "run",
        &case,
        "endpoint-connectivity",
        "-i",
        "host=127.0.0.1",
        "-i",
        &port,
        "-i",
        "tls=false",
    ];
    let token = site.engineer();
    let engineer = Runner::start(site.command(&token, &run));
    service.asked();
    UnderWay { site, case, service, runner, token, engineer }
}

impl UnderWay {
    /// How long after `begun` the collector let go.
    fn left_after(&self, begun: Instant) -> Duration {
        self.service.left().duration_since(begun)
    }

    /// What the desk says of the run: its state, and what ended it.
    fn outcome(&mut self) -> (String, String) {
        self.engineer.ended();
        let runs = ["diagnostic", "runs", &self.case, "--json"];
        let runs: Value = answer(&run_command(self.site.command(&self.token, &runs), b""));
        let word = |name: &str| runs["items"][0][name].as_str().unwrap_or_default().to_owned();
        (word("state"), word("why"))
    }
}

#[test]
fn a_customer_who_takes_consent_back_ends_the_run_at_once() {
    for command in ["withdraw", "close", "lock"] {
        let mut run = under_way("");
        let case = run.case.clone();
        let taken = match command {
            "withdraw" => vec!["consent", "withdraw", &case],
            "close" => vec!["case", "close", &case],
            _ => vec!["access", "lock"],
        };
        let begun = Instant::now();
        let done = run_command(run.site.command(&run.site.owner, &taken), b"");
        assert_eq!(done.code, Some(0), "{}", done.err);
        let late = run.left_after(begun);
        println!("{command}: the collector let go {late:?} after the command began");
        // Far below the lease: the runner heard of it.
        assert!(late < Duration::from_secs(3), "{command}: {late:?}");
        assert_ne!(run.engineer.ended(), Some(0), "{command}");
    }
}

#[test]
fn a_run_ends_with_the_lease_when_the_server_falls_silent() {
    let run = under_way("lease_seconds: 2");
    let begun = Instant::now();
    run.site.server.signal(Signal::STOP);
    let late = run.left_after(begun);
    println!("the collector let go {late:?} after the server fell silent, with a lease of 2 s");
    // The last beat came up to a second before.
    assert!(late > Duration::from_millis(900) && late < Duration::from_secs(3), "{late:?}");
    run.site.server.signal(Signal::CONT);
}

#[test]
fn the_desk_hears_why_a_runner_ended_its_run() {
    let (mut stopped, mut ended) = (under_way(""), under_way(""));
    assert_eq!(stopped.site.runner("stop", &[]).code, Some(0));
    ended.runner.signal(Signal::TERM);
    for (run, why) in [(&mut stopped, "stopped_on_machine"), (&mut ended, "shut_down")] {
        assert_eq!(run.runner.ended(), Some(0));
        let (state, told) = run.outcome();
        assert!(state == "stopped" && told.contains(why), "{state}: {told}");
    }
}
