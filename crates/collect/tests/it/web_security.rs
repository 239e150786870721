use super::case::{Case, Outcome};
use super::http_server::{HttpServer, plain_service, secure, secure_service};
use super::tls_server::{Authority, acceptor_with, self_signed};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::routing::get;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

type Header = (&'static str, &'static str);

const GOOD: [Header; 4] = [
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("content-security-policy", "default-src 'self'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("server", "contoso"),
];

fn headers(all: &[Header]) -> HeaderMap {
    all.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

/// Two servers of one site, with and without encryption.
struct Place {
    authority: Authority,
    secure: HttpServer,
    plain: HttpServer,
}

impl Place {
    fn new(secure: Router, plain: Router) -> Self {
        let authority = Authority::new();
        let secure = secure_service(authority.issue("127.0.0.1", -10, 100), secure);
        Self { authority, secure, plain: plain_service(plain) }
    }

    /// A page with these headers at `/`, and a redirect to it without encryption.
    fn with(status: StatusCode, all: &[Header]) -> Self {
        let all = headers(all);
        Self::new(
            Router::new().route("/", get(async move || (status, all, "page"))),
            redirecting("https://127.0.0.1/"),
        )
    }

    fn look(&self, more: &Value) -> Outcome {
        let area = format!("hosts: ['127.0.0.1:*']\nauthorities: [{}]", self.authority.file.path().display());
        let (port, plain) = (self.secure.address.port(), self.plain.address.port());
        let mut inputs = json!({"host": "127.0.0.1", "port": port, "plain_port": plain});
        inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Case::new("web-security", &area).run(&inputs)
    }
}

fn redirecting(to: &'static str) -> Router {
    Router::new().fallback(async move || (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]))
}

/// The page with these headers; exactly `faults` are found.
fn check(all: &[Header], faults: &[&str]) {
    Place::with(StatusCode::OK, all).look(&json!({})).assert_faults(faults);
}

/// The good headers but the one at `place`, which is replaced by `other`, if there is another.
fn but(place: usize, other: Option<Header>) -> Vec<Header> {
    let mut all = GOOD.to_vec();
    all.remove(place);
    all.extend(other);
    all
}

#[test]
fn a_page_with_good_headers_passes() {
    let outcome = Place::with(StatusCode::OK, &GOOD).look(&json!({}));
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["page"];
    assert_eq!((&facts["status"], &facts["server"]), (&json!(200), &json!("contoso")));
    let cookie = ("set-cookie", "id=hunter2; Secure; HttpOnly; SameSite=Lax");
    let outcome = Place::with(StatusCode::OK, &[&GOOD[..], &[cookie]].concat()).look(&json!({}));
    outcome.assert_faults(&[]);
    assert!(!outcome.item("facts.json").contains("hunter2"), "a cookie is nobody's business");
}

#[test]
fn each_missing_protection_is_found() {
    check(&but(0, None), &["hsts-missing"]);
    check(&but(0, Some(("strict-transport-security", "max-age=300"))), &["hsts-missing"]);
    check(&but(1, Some(("x-frame-options", "DENY"))), &["content-policy-missing"]);
    check(&but(1, Some(("content-security-policy", "default-src 'self'"))), &["sniffing-or-framing"]);
    check(&but(2, None), &["sniffing-or-framing"]);
    check(&[&GOOD[..], &[("set-cookie", "id=1; HttpOnly")]].concat(), &["cookies-unprotected"]);
}

#[test]
fn a_page_that_answers_with_an_error_is_found() {
    Place::with(StatusCode::BAD_GATEWAY, &GOOD).look(&json!({})).assert_faults(&["server-error"]);
    Place::with(StatusCode::UNAUTHORIZED, &GOOD).look(&json!({})).assert_faults(&["client-error"]);
}

#[test]
fn a_page_that_stays_unencrypted_is_found() {
    let page = || {
        let all = headers(&GOOD);
        Router::new().route("/", get(async move || (all, "page")))
    };
    Place::new(page(), page()).look(&json!({})).assert_faults(&["plain-not-redirected"]);
    Place::new(page(), redirecting("http://127.0.0.1/x"))
        .look(&json!({}))
        .assert_faults(&["plain-not-redirected"]);
    let mut place = Place::new(page(), page());
    place.plain = super::http_server::plain();
    let port = super::http_server::plain().address.port();
    place.look(&json!({"plain_port": port})).assert_faults(&[]);
}

#[test]
fn redirects_are_followed_to_where_they_may_lead() {
    let (all, again) = (headers(&GOOD), headers(&GOOD));
    let moved = |to: &'static str| get(async move || (StatusCode::FOUND, [(header::LOCATION, to)]));
    let service = Router::new()
        .route("/", get(async move || (all, "page")))
        .route("/a", moved("b?token=hunter2"))
        .route("/b", moved("/"))
        .route("/circle", moved("/circle"))
        .route(
            "/long/{n}",
            get(async move |axum::extract::Path(n): axum::extract::Path<u32>| {
                (StatusCode::FOUND, again, [(header::LOCATION, format!("/long/{}", n + 1))])
            }),
        )
        .route("/away", moved("https://login.contoso.com/"))
        .route("/broken", moved("gopher://127.0.0.1/"));
    let place = Place::new(service, redirecting("https://127.0.0.1/"));
    let outcome = place.look(&json!({"path": "/a"}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["page"]["redirects"], 2);
    assert!(!outcome.item("facts.json").contains("hunter2"), "a query may hold a secret");
    for (path, faults) in [
        ("/circle", &["redirect-circle", "hsts-missing"][..]),
        ("/long/1", &["redirect-circle"]),
        ("/broken", &["redirect-circle", "hsts-missing"]),
        ("/away", &["redirect-elsewhere", "hsts-missing"]),
    ] {
        place.look(&json!({"path": path})).assert_faults(faults);
    }
    // Declared, and yet not in the scope.
    let outcome = place.look(&json!({"path": "/away", "redirect_hosts": ["login.contoso.com:443"]}));
    outcome.assert_faults(&["redirect-elsewhere", "hsts-missing"]);
    assert_eq!(outcome.facts["page"]["redirect_stopped"], "out_of_scope");
}

#[test]
fn a_server_that_browsers_refuse_or_do_not_reach_is_found() {
    let mut place = Place::with(StatusCode::OK, &GOOD);
    place.secure = secure(self_signed("127.0.0.1"));
    place.look(&json!({})).assert_faults(&["certificate-refused"]);
    let port = place.plain.address.port();
    place.look(&json!({"port": port})).assert_faults(&["not-answered"]);
}

#[test]
fn a_server_that_speaks_http_2_is_asked_by_it() {
    let authority = Authority::new();
    let acceptor = acceptor_with(authority.issue("127.0.0.1", -10, 100), Vec::new(), &["h2", "http/1.1"]);
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let port = listener.local_addr().unwrap().port();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let answer = service_fn(|_| async {
                let mut response = hyper::Response::new(http_body_util::Full::new(Bytes::from("page")));
                *response.headers_mut() = headers(&GOOD);
                Ok::<_, std::convert::Infallible>(response)
            });
            let connection = http2::Builder::new(TokioExecutor::new());
            tokio::spawn(connection.serve_connection(TokioIo::new(stream), answer));
        }
    });
    let area = format!("hosts: ['127.0.0.1:*']\nauthorities: [{}]", authority.file.path().display());
    let closed = super::http_server::plain().address.port();
    let inputs = json!({"host": "127.0.0.1", "port": port, "plain_port": closed});
    let outcome = Case::new("web-security", &area).run(&inputs);
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["page"]["http_version"], "2");
}
