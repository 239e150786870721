//! Whatever a client sends, the answer is a problem that says what to do.

use crate::api::{Answer, answer};
use crate::scene::{Scene, new_case};
use serde_json::json;

fn check(got: &Answer, status: u16, code: &str, words: &str) {
    assert_eq!((got.status, got.code()), (status, code), "{got:?}");
    assert_eq!(got.media, "application/problem+json");
    assert_eq!(got.body["status"], status);
    assert_eq!(got.body["type"], format!("urn:glasscase:problem:{code}"));
    let detail = got.text("/detail");
    assert!(detail.contains(words), "{detail}");
    for internal in ["axum", "serde", "Rust", "operations::", "struct", "sqlite"] {
        assert!(!detail.contains(internal), "{detail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_answered_with_what_is_wrong_and_where() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let post = |body: &'static str| {
        let request = owner.request("POST", "/api/v1/cases").header("content-type", "application/json");
        answer(request.body(body))
    };
    check(&post("{\"title\":").await, 400, "bad_body", "line 1 column 9");
    check(&post(" [1]").await, 422, "bad_body", "takes an object");
    check(&post("1").await, 422, "bad_body", "an object that describes a case");
    check(&post("{\"title\": \"\u{0}\"}").await, 400, "bad_body", "column 12");
    check(&post("{\"titel\": \"x\"}").await, 422, "bad_body", "`titel`");
    let plain = owner.request("POST", "/api/v1/cases").header("content-type", "text/plain").body("{}");
    check(&answer(plain).await, 415, "not_json", "`application/json`");
    let large = owner.request("POST", "/api/v1/cases").json(&json!({ "title": "x".repeat(2 << 20) }));
    check(&answer(large).await, 413, "too_large", "larger");
    let mut case = new_case();
    case["title"] = json!(" ");
    check(&owner.post("/api/v1/cases", &case).await, 422, "invalid", "`title`: it is empty");
    case["title"] = json!("x".repeat(201));
    check(&owner.post("/api/v1/cases", &case).await, 422, "invalid", "201 characters");
    let mut case = new_case();
    case["consent"]["language"] = json!("de");
    check(&owner.post("/api/v1/cases", &case).await, 422, "invalid", "`de`");
    case["consent"]["level"] = json!("total");
    check(&owner.post("/api/v1/cases", &case).await, 422, "bad_body", "total");
    case["consent"] = json!("all");
    check(&owner.post("/api/v1/cases", &case).await, 422, "bad_body", "the terms of a consent");
    let mut case = new_case();
    case["nature"] = json!("weather");
    check(&owner.post("/api/v1/cases", &case).await, 422, "invalid", "it has ");
    case["service"] = json!("weather");
    check(&owner.post("/api/v1/cases", &case).await, 422, "invalid", "there are ");
    let odd = json!({ "subscription": "../../etc" });
    check(&owner.post("/api/v1/subscriptions", &odd).await, 422, "invalid", "letters, digits");
    let mut case = new_case();
    case["subscriptions"] = json!([]);
    check(&owner.post("/api/v1/cases", &case).await, 422, "no_subscription", "at least one");
    let both = json!({ "terms": { "level": "standard" }, "signed": null });
    owner.post(&scene.path("/api/v1/cases/{case}/consent"), &both).await.done();
    let neither = owner.post(&scene.path("/api/v1/cases/{case}/consent"), &json!({})).await;
    check(&neither, 422, "invalid", "either `terms` or `signed`");
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_methods_ids_and_parameters_that_are_none_are_told_so() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    check(&owner.get("/api/v1/nonsense").await, 404, "no_such_path", "/api/openapi.json");
    check(&owner.get("/nowhere").await, 404, "no_such_path", "`/nowhere`");
    check(&answer(owner.request("PATCH", "/api/v1/cases")).await, 405, "no_such_method", "PATCH");
    check(&owner.get("/api/v1/cases/%00").await, 404, "not_found", "case");
    check(&owner.get("/api/v1/cases/%ff").await, 404, "not_found", "UTF-8");
    check(&owner.get(&format!("/api/v1/cases/{}", "x".repeat(500))).await, 404, "not_found", "128 bytes");
    check(&owner.get("/api/v1/cases?limit=0").await, 400, "bad_query", "`limit`: 0 is not 1 to 200");
    check(&owner.get("/api/v1/cases?limit=many").await, 400, "bad_query", "limit");
    check(&owner.get("/api/v1/cases?sort=age").await, 400, "bad_query", "sort");
    check(&scene.engineer.get("/api/v1/queue?after=1~2").await, 400, "bad_query", "`after`");
    let preview = scene.path("/api/v1/cases/{case}/preview?categories=oii,all");
    check(&owner.get(&preview).await, 400, "bad_query", "all");
    let long = "k".repeat(201);
    check(&owner.post_under(&long, "/api/v1/access/lock", &json!({})).await, 400, "bad_key", "200");
    for scheme in ["Basic eDp5", "Bearer", "Bearer  ", "Bearer x y"] {
        let got = answer(scene.api.request("GET", "/api/v1/me").header("authorization", scheme)).await;
        check(&got, 401, "sign_in", "token");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_kept_by_nobody_on_the_way() {
    let scene = Scene::set().await;
    let response = scene.owner.request("GET", "/api/v1/me").send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.headers()["content-security-policy"], "default-src 'none'");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_on_behind_the_last_row() {
    let scene = Scene::set().await;
    for _ in 0..4 {
        scene.owner.post("/api/v1/cases", &new_case()).await.done();
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/cases?limit=2".to_owned();
    loop {
        let page = scene.owner.get(&path).await.done();
        seen.extend(page.body["items"].as_array().unwrap().iter().map(|case| case["case"].to_string()));
        let Some(next) = page.body["next"].as_str() else { break };
        path = format!("/api/v1/cases?limit=2&after={next}");
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (5, 5));
    let queue = scene.engineer.get("/api/v1/queue?limit=3").await.done();
    let next = queue.text("/next");
    let rest = scene.engineer.get(&format!("/api/v1/queue?limit=3&after={next}")).await.done();
    assert_eq!(rest.body["items"].as_array().unwrap().len(), 2);
    assert_eq!(rest.body["next"], serde_json::Value::Null);
}
