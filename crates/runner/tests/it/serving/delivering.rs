use super::desk::{Book, Fault};
use super::papers::{claimed, consent, line, lines, open, signed};
use super::world::World;
use serde_json::json;
use wire::Claimed;

/// So many lines make several parts.
const LINES: usize = 9_000;

/// A log of several parts, and a run that ships it.
fn large(world: &World, run: &str) -> Claimed {
    world.log("app.log", &lines(LINES));
    world.search_run(run, signed(consent(), None))
}

/// Fails unless the run is shipped whole, although requests whose path ends in `path` meet these faults.
async fn check(path: &'static str, faults: &[Fault]) -> World {
    let world = World::working("lease_seconds: 20").await;
    let run = large(&world, "run");
    for fault in faults {
        world.desk.fail(path, fault.clone());
    }
    assert_eq!(world.outcome(&run).await, None, "{path} {faults:?}");
    let object = world.desk.read(|book| book.objects["run"].clone());
    assert!(text_in(&object) == lines(LINES), "{path} {faults:?}");
    assert!(world.desk.read(|book| book.faults.is_empty()), "the faults were met");
    world
}

/// The lines that a search found.
fn text_in(object: &[u8]) -> String {
    let pieces = open(object).1.into_iter().filter(|piece| piece.item.ends_with("app.log"));
    pieces.map(|piece| piece.text).collect()
}

/// What the server can do wrong without the runner giving up.
const PASSING: [Fault; 6] = [
    Fault::Refuse(503, "busy"),
    Fault::Refuse(429, "slow_down"),
    Fault::Refuse(500, "failed"),
    Fault::Nonsense,
    Fault::CutBefore,
    Fault::CutAfter,
];

/// The idempotency keys of the requests whose path ends so, each once.
fn keys(book: &Book, end: &str) -> Vec<Option<String>> {
    let mut keys: Vec<_> =
        book.calls.iter().filter(|call| call.path.ends_with(end)).map(|call| call.key.clone()).collect();
    keys.dedup();
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_repeated_under_its_key_until_it_is_answered() {
    let world = check("claim", &PASSING).await;
    assert_eq!(world.desk.read(|book| book.asked("claim")), PASSING.len() + 1);
    assert_eq!(world.desk.read(|book| keys(book, "claim").len()), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_arrive_once_whatever_happens_on_the_way() {
    let world = check("parts", &PASSING).await;
    assert_eq!(world.desk.read(|book| book.repeated), 1, "the part whose answer was lost came again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_run_is_repeated_under_its_key_until_it_is_answered() {
    let world = check("finish", &PASSING).await;
    assert_eq!(world.desk.read(|book| keys(book, "finish").len()), 1);
    let records = std::fs::read_to_string(world.data().run_records()).unwrap();
    assert_eq!(records.lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_after_the_server_was_restarted() {
    let mut world = World::working("lease_seconds: 20").await;
    let run = large(&world, "run");
    // The second part is held up until the server breaks down.
    world.desk.fail("claim", Fault::CutAfter);
    world.desk.offer(&run);
    world
        .desk
        .until("a part arrived", |book| book.objects.get("run").is_some_and(|object| !object.is_empty()))
        .await;
    world.desk.close();
    let before = world.desk.read(|book| book.objects["run"].len());
    world.desk.open();
    assert_eq!(world.end_of("run").await, None);
    let object = world.desk.read(|book| book.objects["run"].clone());
    assert!(before < object.len(), "it was restarted in the middle");
    assert!(text_in(&object) == lines(LINES));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_may_not_go_on_ends_at_once_and_silently() {
    for (path, status, code) in [
        ("run/claim", 409, "run_stopped"),
        ("run/claim", 404, "not_found"),
        ("run/parts", 409, "run_stopped"),
        ("run/finish", 409, "run_stopped"),
    ] {
        let world = World::working("").await;
        world.desk.fail(path, Fault::Refuse(status, code));
        world.desk.offer(&large(&world, "run"));
        world.desk.until("the run may not go on", |book| book.faults.is_empty()).await;
        let next = claimed("next", "host-health", json!({}), signed(consent(), None));
        assert_eq!(world.outcome(&next).await, None, "{path}");
        let (asked, told) = world.desk.read(|book| (book.asked(path), book.stopped.len()));
        assert_eq!((asked, told), (1, 0), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_the_server_takes_in_no_form_fails_the_run() {
    for fault in [
        Fault::Refuse(400, "part"),
        Fault::Refuse(413, "too_large"),
        Fault::Refuse(401, "sign_in"),
        Fault::Lie("{\"received\":1}"),
    ] {
        let world = World::working("").await;
        world.desk.fail("parts", fault);
        let failed = Some(("failed".to_owned(), "upload".to_owned()));
        assert_eq!(world.outcome(&large(&world, "run")).await, failed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_offered_many_times_is_claimed_once() {
    let world = World::working("").await;
    let run = large(&world, "run");
    for _ in 0..50 {
        world.desk.offer(&run);
    }
    assert_eq!(world.end_of("run").await, None);
    assert_eq!(world.desk.read(|book| book.asked("run/claim")), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_runs_than_fit_are_all_done() {
    let world = World::working("").await;
    world.log("app.log", &line("one"));
    let runs: Vec<_> =
        (0..80).map(|n| world.search_run(&format!("run-{n}"), signed(consent(), None))).collect();
    for run in &runs {
        world.desk.offer(run);
    }
    world.desk.until("all are done", |book| book.finished.len() == 80).await;
}
