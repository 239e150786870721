//! The operator's numbers: the API says what the page shows.

use crate::browsing::Browser;
use crate::scene::Scene;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_api_says_what_the_page_shows_of_days_runners_and_keys() {
    let scene = Scene::set().await.with_everything().await;
    let case = scene.path("/api/v1/cases/{case}");
    let run = scene.engineer.post(&format!("{case}/runs"), &json!({ "diagnostic": "host-health" })).await;
    let run = run.done().text("/run");
    scene.runner.post(&format!("/api/v1/runner/runs/{run}/claim"), &json!({})).await.done();
    scene.owner.post("/api/v1/access/lock", &json!({})).await.done();
    scene.runner.post(&format!("/api/v1/runner/runs/{run}/halted"), &json!({})).await.done();

    let numbers = scene.operator.get("/api/v1/numbers").await.done().body;
    assert_eq!(numbers["days"].as_array().map(Vec::len), Some(30));
    assert_eq!((&numbers["total"]["cases"], &numbers["days"][29]["opened"]), (&json!(1), &json!(1)));
    let stops = numbers["stops"].as_array().unwrap();
    assert_eq!((stops.len(), &stops[0]["runs"]), (1, &json!(1)), "{numbers}");
    let enrolled: Vec<_> =
        numbers["runners"].as_array().unwrap().iter().filter(|one| !one["key"].is_null()).collect();
    assert_eq!((enrolled.len(), &enrolled[0]["health"]), (1, &json!("unseen")), "{numbers}");
    assert_eq!(numbers["sealing_keys"]["overdue"], json!(0));

    let (browser, _) = Browser::sign_in(&scene, scene.operator.token.as_deref().unwrap()).await;
    let page = browser.get("/numbers").await.text().await.unwrap();
    for shown in [&numbers["log_key"]["fingerprint"], &enrolled[0]["key"], &enrolled[0]["runner"]] {
        assert!(page.contains(shown.as_str().unwrap()), "{shown}: {page}");
    }
    assert!(page.contains("One stop: "), "{page}");
}
