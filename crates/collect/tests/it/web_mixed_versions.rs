use super::case::{Case, Outcome};
use super::http_server::plain_service;
use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What one of the servers behind the name answers: status, server, version, page.
type Answer = (u16, &'static str, &'static str, &'static str);

const GOOD: Answer =
    (200, "contoso/2", "2.1.0", "<script src=\"/app.1a2b.js\"></script><link href='/a.css'>");

/// A balancer that sends requests to these in turn.
fn look(answers: &'static [Answer], more: &Value) -> Outcome {
    let turn = Arc::new(AtomicUsize::new(0));
    let service = Router::new().fallback(async move || {
        let (status, server, version, page) = answers[turn.fetch_add(1, Ordering::Relaxed) % answers.len()];
        (StatusCode::from_u16(status).unwrap(), [("server", server), ("x-version", version)], page)
    });
    let server = plain_service(service);
    let mut inputs = json!({
        "host": "127.0.0.1", "port": server.address.port(), "tls": false, "version_header": "X-Version",
    });
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("web-mixed-versions", "hosts: ['127.0.0.1:*']").run(&inputs)
}

#[test]
fn servers_that_answer_alike_pass() {
    let outcome = look(&[GOOD], &json!({"requests": 5}));
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["web"];
    assert_eq!((&facts["answered"], &facts["versions"]), (&json!(5), &json!(["2.1.0"])));
}

#[test]
fn each_difference_between_servers_is_found() {
    const OLD_VERSION: Answer = (200, GOOD.1, "2.0.9", GOOD.3);
    const OLD_PAGE: Answer =
        (200, GOOD.1, GOOD.2, "<script src=\"/app.9f8e.js\"></script><link href='/a.css'>");
    const OLD_SERVER: Answer = (200, "contoso/1", GOOD.2, GOOD.3);
    const BROKEN: Answer = (502, GOOD.1, GOOD.2, "");
    look(&[GOOD, GOOD, GOOD, OLD_VERSION], &json!({})).assert_faults(&["versions-differ"]);
    let outcome = look(&[GOOD, OLD_PAGE], &json!({}));
    outcome.assert_faults(&["assets-differ"]);
    assert_eq!(outcome.facts["web"]["differing_assets"], json!(["/app.1a2b.js", "/app.9f8e.js"]));
    look(&[GOOD, OLD_SERVER], &json!({})).assert_faults(&["servers-differ"]);
    look(&[GOOD, BROKEN], &json!({})).assert_faults(&["some-fail"]);
}

#[test]
fn a_service_that_does_not_answer_is_found() {
    let port = super::http_server::plain().address.port();
    let case = Case::new("web-mixed-versions", "hosts: ['127.0.0.1:*']");
    case.run(&json!({"host": "127.0.0.1", "port": port, "tls": false})).assert_faults(&["not-answered"]);
}
