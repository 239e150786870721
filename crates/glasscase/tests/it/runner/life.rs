//! How a runner starts and ends.

use super::process::Runner;
use super::site::{Site, answer};
use rustix::process::Signal;
use serde_json::Value;
use std::fs;

#[test]
fn a_runner_works_until_it_is_asked_to_end_and_logs_no_secret() {
    let site = Site::enrolled("");
    let mut secrets = Vec::new();
    for file in ["token", "tenant.secret", "run-record.key"] {
        let text = fs::read_to_string(site.data().join(file)).unwrap();
        secrets.push(text.trim().rsplit(' ').next().unwrap().to_owned());
    }
    for signal in [Signal::TERM, Signal::INT] {
        let mut command = site.runner_command("run", &[]);
        command.env("GLASSCASE_LOG", "debug");
        let mut runner = Runner::start(command);
        runner.said("connected to the server");
        let listed: Value = answer(&site.owner(&["runner", "list", "--json"]));
        assert_eq!(listed["items"][0]["connected"], true);
        runner.signal(signal);
        assert_eq!(runner.ended(), Some(0), "{}", runner.log());
        runner.said("the runner ended");
        assert!(secrets.iter().all(|secret| !runner.log().contains(secret)), "{}", runner.log());
    }
}

#[test]
fn a_second_process_is_told_of_the_first() {
    let site = Site::enrolled("");
    let mut first = site.start();
    let second = site.runner("run", &[]);
    assert_eq!(second.code, Some(1));
    assert!(
        second.err.contains("another process runs the runner") && second.err.contains("help: "),
        "{}",
        second.err
    );
    first.signal(Signal::TERM);
    assert_eq!(first.ended(), Some(0));
}

#[test]
fn a_runner_that_is_stopped_on_its_machine_stays_stopped_until_it_is_resumed() {
    let site = Site::enrolled("");
    let mut runner = site.start();
    let stopped: Value = answer(&site.runner("stop", &["--json"]));
    assert_eq!(stopped["outcome"], "ended");
    assert_eq!(runner.ended(), Some(0));
    assert!(runner.log().contains("stopped on this machine"), "{}", runner.log());
    let again = site.runner("run", &[]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("glasscase runner resume"), "{}", again.err);
    assert!(site.runner("resume", &[]).out.contains("may work again"));
    site.start();
}

#[test]
fn a_runner_that_does_not_answer_is_killed() {
    let site = Site::enrolled("");
    let mut runner = site.start();
    runner.signal(Signal::STOP);
    // Reaped as it dies, as a service manager would.
    let reaper = std::thread::spawn(move || runner.ended());
    let stopped: Value = answer(&site.runner("stop", &["--patience", "1", "--json"]));
    assert_eq!(stopped["outcome"], "killed");
    assert_eq!(reaper.join().unwrap(), None, "a signal ended it");
}

#[test]
fn a_runner_waits_for_a_server_that_is_not_there() {
    let Site { server, folder, owner: _, .. } = Site::enrolled("");
    server.kill();
    let settings = folder.path().join("runner.yaml");
    let mut runner =
        Runner::start(crate::program::program(&["runner", "run", "--settings", settings.to_str().unwrap()]));
    runner.said("not connected to the server");
    runner.signal(Signal::TERM);
    assert_eq!(runner.ended(), Some(0));
}

#[test]
fn an_idle_runner_is_small() {
    let site = Site::enrolled("");
    let runner = site.start();
    let (most, now) = runner.memory();
    println!("an idle runner has {now} KiB, {most} KiB at most");
    // Without optimisation and with all of the program's symbols; the bound is there to see something grow.
    assert!(now < 100 << 10, "{now} KiB");
}
