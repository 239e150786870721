//! The same key and body give the same answer, and happen once.

use crate::api::Api;
use crate::runner::{Collected, deliver};
use crate::scene::Scene;
use serde_json::{Value, json};

/// Posts twice under one key, then another body under it. The log of `owner`'s organisation grows once.
async fn check(who: &Api, path: &str, body: &Value, owner: &Api) {
    let key = format!("key of {path}");
    let before = owner.log_size().await;
    let first = who.post_under(&key, path, body).await.done();
    let between = owner.log_size().await;
    let second = who.post_under(&key, path, body).await;
    assert_eq!(first, second, "{path}");
    assert_eq!(owner.log_size().await, between, "{path}");
    assert!(
        between > before || ["/draft", "/options", "/tenants"].iter().any(|end| path.ends_with(end)),
        "{path} left no trace"
    );
    let mut other = body.clone();
    other["unknown"] = json!(1);
    let refused = who.post_under(&key, path, &other).await;
    // A body that says something else, but what the path takes.
    if refused.status != 422 {
        assert_eq!((refused.status, refused.code()), (409, "key_reused"), "{path}");
    }
}

/// Posts under one key what the path takes, and then something else that it takes too.
async fn check_other(who: &Api, path: &str, body: &Value, other: &Value) {
    who.post_under("one key", path, body).await.done();
    let refused = who.post_under("one key", path, other).await;
    assert_eq!((refused.status, refused.code()), (409, "key_reused"), "{path}: {refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_posts_happens_once() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    for (path, body) in [
        ("/subscriptions", json!({ "subscription": "sub-2" })),
        ("/people", json!({ "name": "Eve", "upn": "eve@contoso.example", "roles": ["auditor"] })),
        ("/tokens", json!({ "label": "own", "days": 1 })),
        ("/runners/invitations", json!({})),
        ("/cases", crate::scene::new_case()),
        ("/cases/{case}/messages", json!({ "text": "and now?" })),
        ("/cases/{case}/consent/draft", json!({ "terms": { "level": "advanced" } })),
        ("/cases/{case}/consent", json!({ "terms": { "level": "advanced" } })),
        ("/cases/{case}/consent/ask", json!({ "level": "advanced" })),
        ("/access/lock", json!({})),
        ("/access/unlock", json!({})),
        ("/cases/{case}/consent/withdraw", json!({})),
        ("/cases/{case}/close", json!({})),
        ("/cases/{case}/reopen", json!({})),
        ("/consent-keys/passkeys/options", json!({})),
        (
            "/consent-keys",
            json!({ "algorithm": "ed25519", "public_key": scene.hand.public_key(), "label": "ours" }),
        ),
    ] {
        check(owner, &scene.path(&format!("/api/v1{path}")), &body, owner).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_vendor_posts_happens_once() {
    let scene = Scene::set().await;
    let (case, owner) = (scene.path("/api/v1/cases/{case}"), &scene.owner);
    let asked = json!({ "categories": ["euii"], "seconds": 3600, "reason": "to see who" });
    check(&scene.engineer, &format!("{case}/assign"), &json!({}), owner).await;
    check(&scene.engineer, &format!("{case}/requests"), &asked, owner).await;
    let requests = owner.get(&format!("{case}/requests")).await.done();
    let request = format!("/api/v1/requests/{}", requests.text("/items/0/request"));
    check(owner, &format!("{request}/draft"), &json!({}), owner).await;
    check(owner, &format!("{request}/approve"), &json!({}), owner).await;
    check(&scene.engineer, &format!("{case}/runs"), &json!({ "diagnostic": "host-health" }), owner).await;
    let runs = owner.get(&format!("{case}/runs")).await.done();
    check(&scene.engineer, &format!("/api/v1/runs/{}/stop", runs.text("/items/0/run")), &json!({}), owner)
        .await;
    check(&scene.operator, "/api/v1/tenants", &json!({ "name": "Northwind" }), owner).await;
    let tenants = scene.operator.get("/api/v1/tenants").await.done();
    assert_eq!(tenants.body["items"].as_array().unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_for_one_request_alone() {
    let scene = Scene::set().await;
    let case = scene.path("/api/v1/cases/{case}");
    check_other(&scene.owner, &format!("{case}/messages"), &json!({ "text": "a" }), &json!({ "text": "b" }))
        .await;
    check_other(&scene.operator, "/api/v1/tenants", &json!({ "name": "A" }), &json!({ "name": "B" })).await;
    // Another's key is another key.
    let said = |who: Api| {
        let path = format!("{case}/messages");
        async move { who.post_under("one key", &path, &json!({ "text": "c" })).await }
    };
    said(scene.engineer.clone()).await.done();
    assert_eq!(said(scene.owner.clone()).await.code(), "key_reused");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_redeemed_once_and_its_answer_can_be_asked_for_again() {
    let scene = Scene::set().await;
    let created = scene.operator.post("/api/v1/tenants", &json!({ "name": "Northwind" })).await.done();
    let body = json!({ "code": created.text("/owner/code") });
    let path = "/api/v1/invitations/redeem";
    let first = scene.api.post_under("k1", path, &body).await.done();
    assert_eq!(scene.api.post_under("k1", path, &body).await, first);
    for key in ["k2", "k3"] {
        let refused = scene.api.post_under(key, path, &body).await;
        assert_eq!((refused.status, refused.code()), (409, "invitation_over"));
    }
    assert_eq!(scene.api.post(path, &body).await.code(), "invitation_over");
    scene.api.with(&first.text("/secret")).get("/api/v1/me").await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_runner_posts_happens_once() {
    let scene = Scene::set().await;
    let code = scene.owner.post("/api/v1/runners/invitations", &json!({})).await.done().text("/code");
    let enrol = json!({ "code": code, "name": "paris-2", "public_key": scene.hand.public_key() });
    let (path, owner) = ("/api/v1/runner/enrol", &scene.owner);
    check(&scene.api, path, &enrol, owner).await;
    assert_eq!(scene.api.post(path, &enrol).await.code(), "invitation_over");
    let run = ask(&scene).await;
    check(&scene.runner, &format!("/api/v1/runner/runs/{run}/claim"), &json!({}), owner).await;
    let stopped = json!({ "why": "failed", "code": "timeout" });
    check(&scene.runner, &format!("/api/v1/runner/runs/{run}/stopped"), &stopped, owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_whose_answer_was_lost_is_answered_again() {
    let scene = Scene::set().await;
    let run = ask(&scene).await;
    let delivered = deliver(&scene.runner, &scene.hand, &run, &Collected::default()).await;
    let before = scene.owner.log_size().await;
    let path = format!("/api/v1/runner/runs/{run}/finish");
    let again = scene.runner.post(&path, &delivered.finish).await.done();
    let collections = scene.owner.get(&scene.path("/api/v1/cases/{case}/evidence")).await.done();
    assert_eq!(collections.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(again.text("/due_at"), collections.text("/items/0/due_at"));
    assert_eq!(scene.owner.log_size().await, before);
}

async fn ask(scene: &Scene) -> String {
    let path = scene.path("/api/v1/cases/{case}/runs");
    scene.engineer.post(&path, &json!({ "diagnostic": "host-health" })).await.done().text("/run")
}
