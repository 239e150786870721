//! A double of a Kubernetes API server, on loopback under TLS and by HTTP/2: nobody packages the real one for the systems these tests
//! run on.
//!
//! It is stateful: tests put objects into it and take them out, each list is a snapshot at a version, goes on with
//! `continue` from that snapshot, and is gone (410) once the server forgot it. Objects are checked against the published
//! API schema ([`schema`]) when they are put in. It knows one token, the rights of its account, and nothing but lists.

mod schema;
mod state;

use super::case::{Case, NOW, Outcome};
use super::http_server::{HttpServer, http2_service};
use super::postgres_server::password_file;
use super::tls_server::Authority;
use axum::Router;
use axum::extract::{Query, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::{Moment, Span};
use serde_json::{Value, json};
use state::State;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tempfile::TempDir;

const TOKEN: &str = "eyJhbGciOiJub25lIn0.token-of-the-runner.";
/// The server's clock stands at [`NOW`].
const DATE: &str = "Tue, 24 Nov 2026 00:00:00 GMT";

/// A running double, and a runner that may ask it.
pub(crate) struct ApiServer {
    authority: Authority,
    server: HttpServer,
    state: Arc<Mutex<State>>,
    folder: TempDir,
}

/// So many minutes before the tests' time, as the API writes it.
pub(crate) fn ago(minutes: u32) -> String {
    let now: Moment = NOW.parse().unwrap();
    let text = now.minus(Span::from_seconds(minutes * 60)).to_string();
    format!("{}Z", text.split('.').next().unwrap())
}

/// So many days after the tests' time.
pub(crate) fn in_days(days: i64) -> String {
    let now: Moment = NOW.parse().unwrap();
    let then = Moment::from_unix_seconds(now.unix_seconds() + days * 86_400).unwrap();
    format!("{}Z", then.to_string().split('.').next().unwrap())
}

impl ApiServer {
    /// A server whose own certificate is valid for so many days, without any object.
    pub(crate) fn valid_for(days: i64) -> Self {
        let authority = Authority::new();
        let state = Arc::new(Mutex::new(State::default()));
        let service = Router::new().fallback(answer).with_state(Arc::clone(&state));
        let server = http2_service(authority.issue("127.0.0.1", -400, days), service);
        Self { authority, server, state, folder: TempDir::new().unwrap() }
    }

    pub(crate) fn with(objects: Vec<Value>) -> Self {
        let server = Self::valid_for(300);
        for object in objects {
            server.put(object);
        }
        server
    }

    /// The only token that the server knows, which the runner holds.
    #[expect(clippy::unused_self, reason = "it is the server's")]
    pub(crate) fn token(&self) -> &'static str {
        TOKEN
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Puts an object in, in the place of one with its name.
    pub(crate) fn put(&self, object: Value) {
        self.state().put(object);
    }

    /// Settings that list the cluster; `more` are further ones, and win.
    pub(crate) fn area(&self, token: &str, more: &Value) -> String {
        let mut cluster = json!({
            "url": format!("https://{}", self.server.address),
            "token_file": password_file(self.folder.path(), token),
            "authority_file": self.authority.file.path(),
            "namespaces": ["*"],
            "cluster_wide": true,
        });
        cluster.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("clusters: {}", json!({ "live": cluster }))
    }

    pub(crate) fn case(&self, diagnostic: &str, more: &Value) -> Case {
        Case::new(diagnostic, &self.area(TOKEN, more))
    }

    /// Runs a diagnostic; whatever it does, it only lists and hands over no token.
    pub(crate) fn look(&self, diagnostic: &str) -> Outcome {
        self.look_with(diagnostic, &json!({}), &json!({}))
    }

    pub(crate) fn look_with(&self, diagnostic: &str, settings: &Value, inputs: &Value) -> Outcome {
        let mut inputs = inputs.clone();
        inputs["cluster"] = json!("live");
        let outcome = self.case(diagnostic, settings).run(&inputs);
        let told: String = outcome.items.iter().map(|(_, text)| text.as_str()).collect();
        assert!(!told.contains(TOKEN), "the token was handed over");
        assert!(!told.contains("hunter2"), "more was kept than is told");
        let state = self.state();
        assert!(state.changes.is_empty(), "it does more than list: {:?}", state.changes);
        let secret = state.asked.iter().find(|path| path.contains("secret"));
        assert_eq!(secret, None, "it asks for secrets");
        outcome
    }
}

/// What the server says where there is no list.
fn refusal(status: StatusCode, reason: &str, message: &str) -> Response {
    let body = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": message, "reason": reason, "code": status.as_u16(),
    });
    schema::check_status(&body);
    (status, [(header::DATE, DATE)], axum::Json(body)).into_response()
}

async fn answer(
    Shared(state): Shared<Arc<Mutex<State>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let mut state = state.lock().unwrap();
    state.asked.push(uri.path().to_owned());
    if method != Method::GET {
        state.changes.push(format!("{method} {uri}"));
        return refusal(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "only lists are served");
    }
    let shown = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    if shown != Some(format!("Bearer {TOKEN}")) {
        return refusal(StatusCode::UNAUTHORIZED, "Unauthorized", "Unauthorized");
    }
    if let Some(pause) = state.throttle() {
        let mut response = refusal(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "too many requests");
        response.headers_mut().insert(header::RETRY_AFTER, pause.parse().unwrap());
        return response;
    }
    let Some(wanted) = schema::Wanted::of(uri.path()) else {
        return (StatusCode::NOT_FOUND, [(header::DATE, DATE)], "404 page not found\n").into_response();
    };
    if !state.may_list(wanted.plural) {
        let place = wanted
            .namespace
            .map_or("at the cluster scope".to_owned(), |name| format!("in the namespace \"{name}\""));
        let message = format!(
            "{0} is forbidden: User \"system:serviceaccount:glasscase:runner\" cannot list resource \"{0}\" in API group \"{1}\" {place}",
            wanted.plural, wanted.group
        );
        return refusal(StatusCode::FORBIDDEN, "Forbidden", &message);
    }
    if !state.serves(wanted.plural) {
        return (StatusCode::NOT_FOUND, [(header::DATE, DATE)], "404 page not found\n").into_response();
    }
    if let Some(answer) = &state.instead {
        return ([(header::DATE, DATE)], answer.clone()).into_response();
    }
    match state.list(&wanted, &query) {
        Some(list) => ([(header::DATE, DATE)], axum::Json(list)).into_response(),
        None => refusal(
            StatusCode::GONE,
            "Expired",
            "The provided continue parameter is too old to display a consistent list result.",
        ),
    }
}
