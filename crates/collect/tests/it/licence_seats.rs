use super::case::{Case, Outcome};
use super::http_server::{HttpServer, plain_service, secure_service};
use super::postgres_server::{free_port, password_file};
use super::tls_server::Authority;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

const TOKEN: &str = "token-of-the-runner";

/// A service of licences, in pages of two, as Microsoft Graph answers.
#[derive(Clone, Default)]
struct Licences {
    items: Vec<Value>,
    /// How often it is too busy, and how many seconds it asks for then.
    busy: Arc<AtomicUsize>,
    pause: &'static str,
    /// Where the second page is, if not where it belongs.
    elsewhere: Option<&'static str>,
    asked: Arc<AtomicUsize>,
}

fn licence(name: &str, seats: u32, used: u32) -> Value {
    json!({
        "skuPartNumber": name, "prepaidUnits": {"enabled": seats}, "consumedUnits": used,
        "contact": "alice@contoso.com",
    })
}

fn licences(items: &[(&str, u32, u32)]) -> Licences {
    let items = items.iter().map(|(name, seats, used)| licence(name, *seats, *used)).collect();
    Licences { items, ..Licences::default() }
}

async fn answer(
    State(service): State<Licences>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, usize>>,
) -> Response {
    service.asked.fetch_add(1, Ordering::SeqCst);
    let shown = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let bearer = shown("authorization") == Some(format!("Bearer {TOKEN}"));
    if !bearer && shown("x-api-key").as_deref() != Some(TOKEN) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if service.busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, service.pause)]).into_response();
    }
    let from = query.get("from").copied().unwrap_or(0);
    let page: Vec<&Value> = service.items.iter().skip(from).take(2).collect();
    let mut told = json!({ "value": page });
    if service.items.len() > from + 2 {
        let next = format!("/v1/subscribedSkus?from={}", from + 2);
        told["@odata.nextLink"] = json!(service.elsewhere.map_or(next, str::to_owned));
    }
    axum::Json(told).into_response()
}

fn router(service: Licences) -> Router {
    Router::new()
        .route("/v1/subscribedSkus", get(answer))
        .route("/v1/text", get(|| async { "no licences here" }))
        .route("/v1/list", get(|| async { axum::Json(json!({"value": 3})) }))
        .with_state(service)
}

/// A service, and a runner that may ask it.
struct Place {
    authority: Authority,
    server: HttpServer,
    folder: TempDir,
}

impl Place {
    fn new(service: Licences) -> Self {
        let authority = Authority::new();
        let server = secure_service(authority.issue("127.0.0.1", -10, 100), router(service));
        Self { authority, server, folder: TempDir::new().unwrap() }
    }

    fn area(&self, port: u16, token: &str, more: &str) -> String {
        let file = password_file(self.folder.path(), token);
        format!(
            "services: {{licences: {{url: 'https://127.0.0.1:{port}/v1', credential_file: {}{more}}}}}",
            file.display()
        )
    }

    fn trusted(&self, area: &str, more: Value) -> Outcome {
        let mut inputs = more;
        inputs["service"] = json!("licences");
        let area = format!("{area}\nauthorities: [{}]", self.authority.file.path().display());
        let outcome = Case::new("licence-seats", &area).run(&inputs);
        let told = outcome.items.iter().map(|(_, text)| text.as_str()).collect::<String>();
        assert!(!told.contains(TOKEN), "the token was handed over");
        assert!(!told.contains("alice"), "more was kept than was asked for");
        outcome
    }

    fn look(&self, more: Value) -> Outcome {
        self.trusted(&self.area(self.server.address.port(), TOKEN, ""), more)
    }
}

#[test]
fn seats_are_compared_with_their_use_over_all_pages() {
    let healthy: [(&str, u32, u32); 3] = [("E3", 100, 80), ("E5", 10, 6), ("VISIO", 5, 0)];
    let outcome = Place::new(licences(&healthy)).look(json!({}));
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["api"];
    assert_eq!((&facts["pages"], &facts["count"]), (&json!(2), &json!(3)));
    assert_eq!(facts["highest"], json!({"name": "E3", "seats": 100, "used": 80, "percent": 80.0}));
    for (licence, fault) in [
        (("E5", 10, 12), "overused"),
        (("E5", 0, 1), "overused"),
        (("E5", 20, 19), "nearly-used-up"),
        (("E5", 50, 10), "mostly-unused"),
    ] {
        let outcome = Place::new(licences(&[healthy[0], healthy[2], licence])).look(json!({}));
        outcome.assert_faults(&[fault]);
    }
    Place::new(licences(&[])).look(json!({})).assert_faults(&[]);
}

#[test]
fn a_busy_service_gets_the_pause_that_it_asks_for() {
    let busy = |times, pause| Licences {
        busy: Arc::new(AtomicUsize::new(times)),
        pause,
        ..licences(&[("E3", 9, 8)])
    };
    let place = Place::new(busy(2, "1"));
    let start = std::time::Instant::now();
    let outcome = place.look(json!({}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["api"]["throttled"], 2);
    assert!(start.elapsed().as_secs() >= 2, "it did not wait");
    // Longer than anybody waits, and more often than anybody asks.
    Place::new(busy(1, "3600")).look(json!({})).assert_faults(&["throttled"]);
    let service = busy(9, "0");
    let asked = Arc::clone(&service.asked);
    Place::new(service).look(json!({})).assert_faults(&["throttled"]);
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[test]
fn a_credential_goes_to_its_service_alone() {
    let service = licences(&[("E3", 9, 8), ("E5", 9, 8), ("VISIO", 9, 8)]);
    let place = Place::new(service.clone());
    let port = place.server.address.port();
    place.trusted(&place.area(port, TOKEN, ", header: X-Api-Key"), json!({})).assert_faults(&[]);
    place.trusted(&place.area(port, "another", ""), json!({})).assert_faults(&["refused"]);
    // Nobody who is not trusted is asked at all.
    let before = service.asked.load(Ordering::SeqCst);
    let stranger =
        Case::new("licence-seats", &place.area(port, TOKEN, "")).run(&json!({"service": "licences"}));
    stranger.assert_faults(&["no-answer"]);
    assert_eq!(stranger.facts["api"]["failed_phase"], "certificate");
    assert_eq!(service.asked.load(Ordering::SeqCst), before);

    for link in ["https://licences.example/v1/subscribedSkus", "/v2/subscribedSkus", "/v1/../admin"] {
        let place = Place::new(Licences { elsewhere: Some(link), ..service.clone() });
        let outcome = place.look(json!({}));
        outcome.assert_faults(&["no-answer"]);
        assert_eq!(outcome.facts["api"]["failed_phase"], "next", "{link}");
    }

    let plain = plain_service(router(service));
    let area = place
        .area(port, TOKEN, "")
        .replace(&format!("https://127.0.0.1:{port}"), &format!("http://{}", plain.address));
    let case = Case::new("licence-seats", &area);
    let refusal = case.refusal(&json!({"service": "licences"}));
    assert!(refusal.contains("would be sent in clear") && !refusal.contains(TOKEN), "{refusal}");
    let refusal = case.refusal(&json!({"service": "payroll"}));
    assert!(refusal.contains("add `payroll: {url: …}` to `services`"), "{refusal}");
    let refusal = case.refusal(&json!({"service": "licences", "path": "/../admin"}));
    assert!(refusal.contains("path"), "{refusal}");
}

#[test]
fn answers_that_do_not_fit_are_told() {
    let place = Place::new(licences(&[("E3", 9, 8)]));
    for (inputs, phase) in [
        (json!({"path": "/gone"}), "status"),
        (json!({"path": "/text"}), "form"),
        (json!({"path": "/list"}), "form"),
        (json!({"items": "/nothing"}), "form"),
    ] {
        let outcome = place.look(inputs);
        outcome.assert_faults(&["no-answer"]);
        assert_eq!(outcome.facts["api"]["failed_phase"], phase);
    }
    place
        .look(json!({"fields": ["name=/skuPartNumber", "seats=/none", "used=/consumedUnits"]}))
        .assert_faults(&["fields-missing"]);
    place.trusted(&place.area(free_port(), TOKEN, ""), json!({})).assert_faults(&["no-answer"]);
}

#[test]
fn a_service_that_echoes_the_credential_gets_it_nowhere() {
    let place = Place::new(licences(&[("E3", 9, 8), (TOKEN, 9, 8)]));
    let area = place.area(place.server.address.port(), TOKEN, "");
    let area = format!("{area}\nauthorities: [{}]", place.authority.file.path().display());
    let refusal = Case::new("licence-seats", &area).refusal(&json!({"service": "licences"}));
    assert!(refusal.contains("so nothing of it is handed over") && !refusal.contains(TOKEN), "{refusal}");
}
