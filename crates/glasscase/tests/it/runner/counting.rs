//! Dry runs: a real runner counts what a diagnostic would hand over, for its own people.

use super::process::Runner;
use super::revoking::Service;
use super::site::{SUBSCRIPTION, Site, answer};
use crate::program::{Ended, run_command};
use serde_json::Value;
use std::time::{Duration, Instant};

const HOST_HEALTH: [&str; 4] = ["diagnostic", "dry-run", "host-health", "--json"];

#[test]
fn a_dry_run_counts_and_hands_over_nothing() {
    let site = Site::enrolled("dry_runs: true");
    let _runner = site.start();
    let counted: Value = answer(&site.owner(&HOST_HEALTH));
    assert_eq!((&counted["state"], &counted["subscription"]), (&"finished".into(), &SUBSCRIPTION.into()));
    assert!(counted["counts"]["bytes"].as_u64().unwrap() > 100, "{counted}");
    let hostname = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let log = site.owner(&["audit", "export", "--output", "-"]).out;
    assert!(log.contains("dry_run_counted") && !log.contains("evidence_stored"));
    assert!(!log.contains(&format!("\"{}\"", hostname.trim())), "counts alone leave");
    let shown = site.owner(&["diagnostic", "show", counted["run"].as_str().unwrap()]).out;
    assert!(shown.contains("A run would hand over"), "{shown}");
    let listed = site.owner(&["diagnostic", "dry-runs"]).out;
    assert!(listed.contains("finished"), "{listed}");
    let engineer = run_command(site.command(&site.engineer(), &HOST_HEALTH), b"");
    assert!(engineer.err.contains("ask for a dry run"), "{}", engineer.err);
}

#[test]
fn a_runner_whose_settings_do_not_allow_it_refuses_and_says_so() {
    let site = Site::enrolled("");
    let _runner = site.start();
    let Ended { code, out, err } = site.owner(&HOST_HEALTH);
    assert_eq!(code, Some(1), "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["why"], "dry_runs_off");
    let told = site.owner(&["diagnostic", "dry-run", "host-health"]).out;
    assert!(told.contains("`dry_runs: true`"), "{told}");
}

#[test]
fn a_dry_run_that_its_people_stop_ends_at_once() {
    let (site, service) = (Site::enrolled("dry_runs: true"), Service::start());
    let _runner = site.start();
    let port = format!("port={}", service.port);
    let ask = [
        "diagnostic",
        "dry-run",
        "endpoint-connectivity",
        "-i",
        "host=127.0.0.1",
        "-i",
        &port,
        "-i",
        "tls=false",
    ];
    let mut waiting = Runner::start(site.command(&site.owner, &ask));
    service.asked();
    let listed: Value = answer(&site.owner(&["diagnostic", "dry-runs", "--json"]));
    let begun = Instant::now();
    let stopped = site.owner(&["diagnostic", "stop", listed["items"][0]["run"].as_str().unwrap()]);
    assert_eq!(stopped.code, Some(0), "{}", stopped.err);
    let late = service.left().duration_since(begun);
    // Far below the lease: the runner heard of it.
    assert!(late < Duration::from_secs(3), "{late:?}");
    assert_eq!(waiting.ended(), Some(1));
}
