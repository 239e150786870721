use super::desk::{BEAT, Fault};
use super::listener::Listener;
use super::papers::{claimed, consent, signed};
use super::world::World;
use domain::RunId;
use runner::{Ended, FolderError, StartError, StopOutcome};
use serde_json::json;
use std::time::{Duration, Instant};
use wire::Stopped;

/// The lease of those tests that wait for its end.
const LEASE: Duration = Duration::from_secs(1);
/// How long after it should a collector may end: a few milliseconds, unless the machine is busy.
const SOON: Duration = Duration::from_millis(500);

/// Begins a run that waits for an answer which never comes.
fn hang(world: &World, listener: &Listener, run: &str) -> RunId {
    let inputs = json!({"host": "127.0.0.1", "port": listener.port, "tls": false});
    let claimed = claimed(run, "endpoint-connectivity", inputs, signed(consent(), None));
    world.desk.offer(&claimed);
    listener.asked();
    claimed.run
}

/// Lets the server be heard once more and then no more: its silence is measured from a beat that arrived.
async fn fall_silent(world: &World) {
    world.desk.until("the runner hears a beat", |book| book.last_beat.is_some()).await;
    world.desk.change(|book| book.is_silent = true);
    tokio::time::sleep(BEAT).await;
}

fn told(world: &World, run: &RunId) -> Option<Stopped> {
    world.desk.read(|book| book.stopped.get(run.as_str()).cloned())
}

fn stopped(why: &str, code: &str) -> Stopped {
    Stopped { why: why.to_owned(), code: code.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_ends_the_moment_the_server_says_so() {
    let (world, listener) = (World::working("").await, Listener::start());
    let run = hang(&world, &listener, "run");
    let start = Instant::now();
    world.desk.stop(&run);
    let late = listener.left().duration_since(start);
    assert!(late < SOON, "{late:?}");
    println!("stopped after {late:?}");
    // The runner says that it let go of it, goes on, and does not tell the server what it knows.
    world.desk.until("the server hears that it was let go of", |book| book.asked("run/halted") == 1).await;
    let next = claimed("next", "host-health", json!({}), signed(consent(), None));
    assert_eq!(world.outcome(&next).await, None);
    assert_eq!(told(&world, &run), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_ends_when_the_server_was_silent_for_the_lease() {
    let (world, listener) = (World::working("lease_seconds: 1").await, Listener::start());
    let run = hang(&world, &listener, "run");
    fall_silent(&world).await;
    let left = listener.left();
    let silence = left.duration_since(world.desk.read(|book| book.last_beat).unwrap());
    assert!(silence >= LEASE && silence < LEASE + SOON, "{silence:?}");
    println!("ended {silence:?} after the last beat, with a lease of {LEASE:?}");
    world.desk.until("the server hears of it", |book| book.stopped.contains_key("run")).await;
    assert_eq!(told(&world, &run), Some(stopped("lease_lost", "")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_ends_with_the_lease_when_the_server_is_gone_and_the_server_hears_of_it_later() {
    let (mut world, listener) = (World::working("lease_seconds: 1").await, Listener::start());
    let run = hang(&world, &listener, "run");
    fall_silent(&world).await;
    world.desk.close();
    let silence = listener.left().duration_since(world.desk.read(|book| book.last_beat).unwrap());
    assert!(silence >= LEASE && silence < LEASE + SOON, "{silence:?}");
    world.desk.change(|book| book.is_silent = false);
    world.desk.open();
    world.desk.until("the server hears of it", |book| book.stopped.contains_key("run")).await;
    assert_eq!(told(&world, &run), Some(stopped("lease_lost", "")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_lives_as_long_as_the_server_is_heard() {
    let (world, listener) = (World::working("lease_seconds: 1").await, Listener::start());
    let run = hang(&world, &listener, "run");
    let start = Instant::now();
    world.desk.until("three leases are over", |_| start.elapsed() > 3 * LEASE).await;
    assert!(listener.is_waited_for());
    world.desk.stop(&run);
    listener.left();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_outlives_a_connection_if_the_server_is_back_within_the_lease() {
    let (mut world, listener) = (World::working("lease_seconds: 20").await, Listener::start());
    let run = hang(&world, &listener, "run");
    for _ in 0..3 {
        let opened = world.desk.read(|book| book.opened);
        world.desk.close();
        world.desk.open();
        world.desk.until("the runner is back", |book| book.opened > opened).await;
    }
    assert!(listener.is_waited_for());
    world.desk.stop(&run);
    listener.left();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_a_new_connection_does_not_list_ends() {
    let (mut world, listener) = (World::working("lease_seconds: 20").await, Listener::start());
    let run = hang(&world, &listener, "run");
    world.desk.close();
    world.desk.change(|book| book.holding.clear());
    world.desk.open();
    listener.left();
    assert_eq!(told(&world, &run), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_hears_of_runs_that_it_lists_and_nobody_holds() {
    let mut world = World::enrolled("").await;
    world.desk.change(|book| book.holding.push("forgotten".to_owned()));
    world.run().await;
    world.desk.until("the server hears of it", |book| book.stopped.contains_key("forgotten")).await;
    assert_eq!(told(&world, &"forgotten".parse().unwrap()), Some(stopped("failed", "not_held")));
}

/// Stops the runner as somebody on its machine does.
async fn stop_here(world: &World) -> StopOutcome {
    let data = world.settings.data.clone();
    tokio::task::spawn_blocking(move || runner::stop(&data, Duration::from_secs(15))).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_at_the_machine_stops_the_runner_whatever_the_server_does() {
    let (mut world, listener) = (World::working("").await, Listener::start());
    hang(&world, &listener, "run");
    // A server that keeps the connection alive, offers more, and answers nothing.
    world.desk.fail("stopped", Fault::Hang);
    let start = Instant::now();
    assert_eq!(stop_here(&world).await, StopOutcome::Ended);
    let late = listener.left().duration_since(start);
    assert!(late < SOON + SOON, "{late:?}");
    println!("the collector ended {late:?} after the stop");
    assert_eq!(world.ended().await.unwrap(), Ended::StoppedOnMachine);

    let again = runner::run(
        &world.settings,
        diagnostics::Catalogue::built_in(),
        crate::collecting::program(),
        tokio_util::sync::CancellationToken::new(),
    );
    assert!(matches!(again.await, Err(StartError::Folder(FolderError::Stopped))));
    runner::resume(&world.settings.data).unwrap();
    world.run().await;
    assert!(world.is_running());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_hears_that_somebody_stopped_the_runner() {
    let (mut world, listener) = (World::working("").await, Listener::start());
    let run = hang(&world, &listener, "run");
    assert_eq!(stop_here(&world).await, StopOutcome::Ended);
    world.ended().await.unwrap();
    assert_eq!(told(&world, &run), Some(stopped("refused", "stopped_on_machine")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_shuts_down_ends_its_runs_and_says_so() {
    let (mut world, listener) = (World::working("").await, Listener::start());
    let run = hang(&world, &listener, "run");
    world.shut_down();
    assert_eq!(world.ended().await.unwrap(), Ended::ShutDown);
    listener.left();
    assert_eq!(told(&world, &run), Some(stopped("failed", "shut_down")));
}
