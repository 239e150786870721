use super::desk::Fault;
use super::papers::{claimed, consent, signed};
use super::world::World;
use axum::body::Bytes;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

/// Fails unless the runner still does its work.
async fn check_works(world: &World, run: &str) {
    let honest = claimed(run, "host-health", Value::Null, signed(consent(), None));
    assert_eq!(world.outcome(&honest).await, None, "{run}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_runner_comes_back_to_a_server_that_was_restarted() {
    let mut world = World::working("").await;
    for run in ["first", "second"] {
        let opened = world.desk.read(|book| book.opened);
        world.desk.close();
        world.desk.open();
        world.desk.until("the runner is back", |book| book.opened > opened).await;
        check_works(&world, run).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_is_asked_less_and_less() {
    let world = World::enrolled("").await;
    for _ in 0..1_000 {
        world.desk.fail("stream", Fault::Refuse(503, "busy"));
    }
    let start = Instant::now();
    // Pauses of 0.1 to 0.2 s, then twice as much each time: the fifth is over after 3.1 s at least half.
    let settings = world.settings.clone();
    let shutdown = tokio_util::sync::CancellationToken::new();
    let running = tokio::spawn({
        let shutdown = shutdown.clone();
        async move {
            runner::run(&settings, diagnostics::Catalogue::built_in(), crate::collecting::program(), shutdown)
                .await
        }
    });
    world.desk.until("it was asked five times", |book| book.asked("stream") >= 5).await;
    let taken = start.elapsed();
    assert!(taken >= Duration::from_millis(1_500), "{taken:?}");
    world.desk.change(|book| book.faults.clear());
    world.desk.until("the runner is connected", |book| book.opened > 0).await;
    check_works(&world, "run").await;
    shutdown.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_that_make_no_sense_are_passed_over() {
    let world = World::working("").await;
    for text in [
        "",
        "null",
        "[]",
        "{",
        "{\"notice\":\"format_disk\"}",
        "{\"notice\":\"offer\"}",
        "{\"notice\":\"offer\",\"run\":{\"run\":\"\",\"subscription\":\"sub\",\"diagnostic\":\"host-health\"}}",
        "{\"notice\":\"stop\",\"run\":\"nobody-holds-this\"}",
        "{\"notice\":\"beat\",\"at\":\"yesterday\"}",
        &"[".repeat(100_000),
        &format!("{{\"notice\":\"stop\",\"run\":\"{}\"}}", "x".repeat(1 << 20)),
    ] {
        world.desk.tell(text);
    }
    world.desk.tell_bytes(&Bytes::from_static(b"data: \xff\xfe\n\nid\n\n:\n\ndata\n\n"));
    check_works(&world, "run").await;
    assert_eq!(world.desk.read(|book| book.opened), 1, "the connection lasts");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_without_end_costs_the_connection_and_no_more() {
    let world = World::working("").await;
    // In one piece: a beat in between would end the notice.
    world.desk.tell_bytes(&Bytes::from(vec![b'x'; 6 << 20]));
    world.desk.until("the runner is back", |book| book.opened >= 2).await;
    check_works(&world, "run").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_notices_is_bounded() {
    let world = World::working("").await;
    let runs: Vec<_> = (0..50_000).map(|n| format!("run-{n}")).collect();
    for _ in 0..100 {
        world.desk.fail("stopped", Fault::Hang);
    }
    for _ in 0..20 {
        world.desk.tell(&json!({"notice": "holding", "runs": runs}).to_string());
    }
    for n in 0..20_000 {
        world.desk.tell(&format!("{{\"notice\":\"nonsense\",\"n\":{n}}}"));
    }
    check_works(&world, "run").await;
    // Each of these waits for an answer for 2 s; they come one after the other.
    let told = world.desk.read(|book| book.asked("stopped"));
    assert!(told < 10, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_runner_goes_nowhere_else_if_it_is_sent_there() {
    let trap = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    trap.set_nonblocking(true).unwrap();
    let elsewhere = format!("http://{}/api/v1/runner/stream", trap.local_addr().unwrap());
    let mut world = World::enrolled("").await;
    for path in ["stream", "claim", "parts", "finish"] {
        world.desk.fail(path, Fault::Redirect(elsewhere.clone()));
    }
    world.run().await;
    check_works(&world, "run").await;
    assert!(world.desk.read(|book| book.faults.is_empty()));
    assert_eq!(trap.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_end_is_not_kept() {
    let world = World::working("").await;
    for path in ["claim", "parts", "finish"] {
        world.desk.fail(path, Fault::Endless);
    }
    check_works(&world, "run").await;
    assert!(world.desk.read(|book| book.faults.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_the_server_does_not_know_any_more_tries_again_later() {
    let mut world = World::enrolled("").await;
    for _ in 0..3 {
        world.desk.fail("stream", Fault::Refuse(401, "sign_in"));
    }
    world.run().await;
    check_works(&world, "run").await;
}
