use super::case::{Case, Outcome};
use super::http_server::plain_service;
use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::get;
use serde_json::{Value, json};

type Header = (&'static str, &'static str);

/// A page of so many bytes with these headers.
fn look(bytes: usize, all: &[Header], more: &Value) -> Outcome {
    let headers: HeaderMap = all
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    let server = plain_service(Router::new().route("/", get(async move || (headers, vec![b'x'; bytes]))));
    let mut inputs = json!({"host": "127.0.0.1", "port": server.address.port(), "tls": false});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("web-caching", "hosts: ['127.0.0.1:*']").run(&inputs)
}

const SCRIPT: Header = ("content-type", "text/javascript; charset=utf-8");
const IMAGE: Header = ("content-type", "image/png");
const GZIP: Header = ("content-encoding", "gzip");
const VARY: Header = ("vary", "Accept-Encoding");
const TAG: Header = ("etag", "\"1\"");
const LARGE: usize = 50_000;

#[test]
fn what_is_compressed_and_reusable_passes() {
    for (bytes, headers) in [
        (LARGE, &[SCRIPT, GZIP, VARY, TAG][..]),
        (LARGE, &[IMAGE, ("cache-control", "max-age=600")]),
        (LARGE, &[SCRIPT, GZIP, ("cache-control", "no-store"), ("set-cookie", "a=1")]),
        (100, &[SCRIPT]),
    ] {
        look(bytes, headers, &json!({})).assert_faults(&[]);
    }
    let lasting = [SCRIPT, GZIP, VARY, ("cache-control", "public, max-age=31536000, immutable")];
    look(LARGE, &lasting, &json!({"asset_seconds_min": 86_400})).assert_faults(&[]);
}

#[test]
fn each_waste_and_each_danger_is_found() {
    for (headers, more, faults) in [
        (&[SCRIPT, TAG][..], json!({}), ["not-compressed"]),
        (&[SCRIPT, GZIP, VARY], json!({}), ["not-reusable"]),
        (&[SCRIPT, GZIP, TAG], json!({}), ["encoding-not-varied"]),
        (&[IMAGE, TAG], json!({"asset_seconds_min": 60}), ["kept-too-short"]),
        (
            &[IMAGE, TAG, ("cache-control", "max-age=30")],
            json!({"asset_seconds_min": 60}),
            ["kept-too-short"],
        ),
        (
            &[IMAGE, ("cache-control", "public, max-age=60"), ("set-cookie", "a=1")],
            json!({}),
            ["cookie-cached"],
        ),
    ] {
        look(LARGE, headers, &more).assert_faults(&faults);
    }
}

#[test]
fn an_address_without_a_page_is_found() {
    look(1, &[], &json!({"path": "/none"})).assert_faults(&["not-answered"]);
    let server = plain_service(Router::new().fallback(async || StatusCode::NO_CONTENT));
    let case = Case::new("web-caching", "hosts: ['127.0.0.1:*']");
    let inputs = json!({"host": "127.0.0.1", "port": server.address.port(), "tls": false});
    case.run(&inputs).assert_faults(&[]);
    drop(server);
    case.run(&inputs).assert_faults(&["not-answered"]);
}

#[test]
fn a_page_without_end_is_cut_at_the_limit() {
    let outcome = look(40 << 20, &[IMAGE, TAG], &json!({}));
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["page"];
    assert_eq!(facts["limits_reached"], json!(["bytes"]));
    assert!(outcome.item("facts.json").len() < 8_192);
}
