//! A case's live timeline.

use crate::api::{Api, answer};
use crate::scene::{Scene, person};
use domain::Role;
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;
use wire::{AuditEntry, Client, EventStream};

async fn follow(scene: &Scene, who: &Api, last: Option<&str>) -> EventStream {
    let client = Client::new(&scene.server.url, who.token.clone()).unwrap();
    client.events(&scene.path("api/v1/cases/{case}/stream"), last).await.unwrap()
}

/// The next event's id and kind; none once the stream ended.
async fn next(events: &mut EventStream) -> Option<(String, String)> {
    let event = timeout(Duration::from_secs(20), events.next()).await.expect("an event within 20 s")?;
    let entry: AuditEntry = serde_json::from_str(&event.data).unwrap();
    assert_eq!(event.id, Some(entry.sequence.to_string()));
    Some((entry.sequence.to_string(), entry.event["type"].as_str().unwrap().to_owned()))
}

async fn kinds(events: &mut EventStream, count: usize) -> Vec<String> {
    let mut kinds = Vec::new();
    while kinds.len() < count {
        kinds.push(next(events).await.unwrap().1);
    }
    kinds
}

async fn say(scene: &Scene) {
    scene.owner.post(&scene.path("/api/v1/cases/{case}/messages"), &json!({ "text": "?" })).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_begins_with_the_past_and_goes_on_as_things_happen() {
    let scene = Scene::set().await;
    let mut events = follow(&scene, &scene.engineer, None).await;
    assert_eq!(kinds(&mut events, 3).await, ["case_opened", "case_said", "consent_given"]);
    // That the engineer came is told too.
    assert_eq!(kinds(&mut events, 1).await, ["engineer_signed_in"]);
    say(&scene).await;
    assert_eq!(kinds(&mut events, 1).await, ["case_said"]);
    scene.owner.post(&scene.path("/api/v1/cases/{case}/close"), &json!({})).await.done();
    assert_eq!(kinds(&mut events, 1).await, ["case_closed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_comes_back_misses_nothing_and_hears_nothing_twice() {
    let scene = Scene::set().await;
    let mut events = follow(&scene, &scene.owner, None).await;
    next(&mut events).await.unwrap();
    let (last, _) = next(&mut events).await.unwrap();
    drop(events);
    say(&scene).await;
    let mut events = follow(&scene, &scene.owner, Some(&last)).await;
    assert_eq!(kinds(&mut events, 2).await, ["consent_given", "case_said"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_is_removed_hears_nothing_more() {
    let scene = Scene::set().await;
    let auditor = person(&scene.owner, &[Role::Auditor], &[]).await;
    let mut events = follow(&scene, &auditor, None).await;
    kinds(&mut events, 3).await;
    let person = auditor.get("/api/v1/me").await.done().text("/person");
    answer(scene.owner.request("DELETE", &format!("/api/v1/people/{person}"))).await.done();
    say(&scene).await;
    assert_eq!(next(&mut events).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vendor_reads_no_text_while_access_is_locked() {
    let scene = Scene::set().await;
    let path = scene.path("/api/v1/cases/{case}");
    let open = scene.engineer.get(&path).await.done();
    assert_eq!((open.text("/title"), open.text("/messages/0/text")), shown());
    scene.owner.post("/api/v1/access/lock", &json!({})).await.done();
    let locked = scene.engineer.get(&path).await.done();
    assert_eq!((&locked.body["title"], locked.body.get("messages")), (&json!(null), None), "{locked:?}");
    let own = scene.owner.get(&path).await.done();
    assert_eq!((own.text("/title"), own.text("/messages/0/text")), shown());
}

fn shown() -> (String, String) {
    ("Nobody can sign in".to_owned(), "Since nine o'clock.".to_owned())
}
