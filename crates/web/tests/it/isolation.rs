//! What is another organisation's, or another team's, is answered like what does not exist.

use crate::api::{Answer, Api, answer};
use crate::routes::{self, Needs, Route};
use crate::scene::{SUBSCRIPTION, Scene, fill, new_case, person};
use domain::Role;
use serde_json::json;
use std::collections::BTreeMap;

async fn call(who: &Api, route: &Route, ids: &BTreeMap<&'static str, String>) -> Answer {
    let request = who.request(route.method, &fill(&route.called(), ids));
    answer(match &route.body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

/// Ids of the same form that nothing has.
fn nothing(scene: &Scene) -> BTreeMap<&'static str, String> {
    let other = |id: &String| id.chars().map(|c| if c == '-' { '-' } else { 'z' }).collect::<String>();
    scene.ids.iter().map(|(name, id)| (*name, other(id))).collect()
}

/// Calls every route that has an id in its path and that `who` could call, with ids of the first customer's.
async fn check(scene: &Scene, who: &Api, is_tried: impl Fn(Needs) -> bool) {
    let nothing = nothing(scene);
    let before = scene.owner.log_size().await;
    let mut tried = 0;
    for route in routes::all().iter().filter(|route| route.path.contains('{') && is_tried(route.needs)) {
        let (foreign, absent) = (call(who, route, &scene.ids).await, call(who, route, &nothing).await);
        let name = format!("{} {}: {foreign:?} / {absent:?}", route.method, route.path);
        if foreign.code() == "not_allowed" {
            continue;
        }
        tried += 1;
        assert_eq!(foreign.status, 404, "{name}");
        // The two answers differ in the id alone.
        let told = |answer: &Answer, ids: &BTreeMap<_, String>| {
            // Longer ids first: those of a case's things begin with the case's.
            let mut ids: Vec<_> = ids.values().collect();
            ids.sort_by_key(|id| std::cmp::Reverse(id.len()));
            ids.iter().fold(answer.body.to_string(), |text, id| text.replace(id.as_str(), "ID"))
        };
        assert_eq!(told(&foreign, &scene.ids), told(&absent, &nothing), "{name}");
    }
    assert!(tried > 2, "only {tried} routes were tried");
    assert_eq!(scene.owner.log_size().await, before, "nothing may be written in the other's log");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_customers_ids_are_not_found() {
    let scene = Scene::set().await.with_everything().await;
    check(&scene, &scene.stranger, |needs| needs != Needs::Runner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_customers_runner_finds_no_run() {
    let scene = Scene::set().await.with_everything().await;
    let code = scene.stranger.post("/api/v1/runners/invitations", &json!({})).await.done().text("/code");
    let enrol = json!({ "code": code, "name": "theirs", "public_key": scene.hand.public_key() });
    let runner = scene.api.post("/api/v1/runner/enrol", &enrol).await.done().text("/secret");
    let runner = scene.api.with(&runner);
    let path = scene.path("/api/v1/cases/{case}/runs");
    let claimed = scene.engineer.post(&path, &json!({ "diagnostic": "host-health" })).await.done();
    let waiting = BTreeMap::from([("run", claimed.text("/run")), ("dry_run", scene.path("{dry_run}"))]);
    for route in routes::all().iter().filter(|route| route.needs == Needs::Runner && route.path.contains('{'))
    {
        let got = call(&runner, route, &waiting).await;
        let is_refused = matches!((got.status, got.code()), (404, "not_found") | (409, "run_stopped"));
        assert!(is_refused, "{} {}: {got:?}", route.method, route.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vendors_other_teams_find_nothing_of_a_case() {
    let scene = Scene::set().await.with_everything().await;
    let roles = [Role::Engineer, Role::Lead];
    let other = person(&scene.operator, &roles, &["exchange"]).await;
    check(&scene, &other, |needs| needs != Needs::Runner && !matches!(needs, Needs::SignedIn)).await;
    let queue = other.get("/api/v1/queue").await.done();
    assert_eq!(queue.body["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_in_bodies_reach_no_other_customer_either() {
    let scene = Scene::set().await.with_everything().await;
    let before = scene.owner.log_size().await;
    // A case about another's subscription, also once it is claimed as one's own.
    let refused = scene.stranger.post("/api/v1/cases", &new_case()).await;
    assert_eq!((refused.status, refused.code()), (404, "not_found"), "{refused:?}");
    let claimed =
        scene.stranger.post("/api/v1/subscriptions", &json!({ "subscription": SUBSCRIPTION })).await;
    assert_eq!((claimed.status, claimed.code()), (409, "exists"), "{claimed:?}");
    // A token for another's person.
    let token = json!({ "person": scene.ids["person"], "label": "theirs", "days": 1 });
    let refused = scene.stranger.post("/api/v1/tokens", &token).await;
    assert_eq!(refused.status, 404, "{refused:?}");
    // A case for another organisation.
    let mut case = new_case();
    case["tenant"] = json!(scene.owner.get("/api/v1/me").await.done().text("/tenant"));
    assert_eq!(scene.stranger.post("/api/v1/cases", &case).await.status, 422);
    assert_eq!(scene.owner.log_size().await, before);
}
