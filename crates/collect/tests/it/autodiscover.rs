use super::case::{Case, Outcome};
use super::dns_server::{Line, serve};
use super::http_server::{HttpServer, plain_service, secure_service};
use super::tls_server::{Authority, Identity, self_signed};
use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use serde_json::json;

const HOST: &str = "autodiscover.mail.test";

/// A service that answers each request for settings with this status and place.
fn service(status: StatusCode, location: &'static str) -> Router {
    let answer = move || async move { (status, [(header::LOCATION, location)]) };
    Router::new().route("/autodiscover/autodiscover.xml", get(answer))
}

fn address() -> Vec<Line> {
    vec![(HOST, "CNAME", "clients.mail.test.".to_owned()), ("clients.mail.test", "A", "127.0.0.1".to_owned())]
}

struct World {
    authority: Authority,
    secure: HttpServer,
    plain: HttpServer,
}

impl World {
    /// What stands on both ports, with the certificate that `identity` gives.
    fn new(secure: Router, plain: Router, identity: impl FnOnce(&Authority) -> Identity) -> Self {
        let authority = Authority::new();
        let secure = secure_service(identity(&authority), secure);
        Self { authority, secure, plain: plain_service(plain) }
    }

    fn look(&self, lines: &[Line]) -> Outcome {
        let dns = serve(lines);
        let (secure, plain) = (self.secure.address.port(), self.plain.address.port());
        let area = format!(
            "hosts: ['{HOST}:*', '127.0.0.1:*']\nauthorities: [{}]\n\
             dns: {{servers: ['{}'], domains: [mail.test, contoso.com]}}",
            self.authority.file.path().display(),
            dns.address
        );
        let inputs = json!({"domain": "mail.test", "https_port": secure, "http_port": plain});
        Case::new("autodiscover", &area).run(&inputs)
    }
}

fn valid(authority: &Authority) -> Identity {
    authority.issue(HOST, -10, 100)
}

/// What both ports answer; exactly `faults` are found.
fn check(secure: Router, plain: Router, identity: fn(&Authority) -> Identity, faults: &[&str]) -> Outcome {
    let outcome = World::new(secure, plain, identity).look(&address());
    outcome.assert_faults(faults);
    outcome
}

fn nothing() -> Router {
    Router::new()
}

#[test]
fn a_service_that_asks_for_a_sign_in_passes() {
    for status in [StatusCode::UNAUTHORIZED, StatusCode::OK, StatusCode::METHOD_NOT_ALLOWED] {
        let outcome = check(service(status, ""), nothing(), valid, &[]);
        assert_eq!(outcome.facts["found"]["aliases"], json!(["clients.mail.test"]));
        assert_eq!(outcome.facts["found"]["http"]["status"], 0, "nothing is asked without TLS");
    }
    check(service(StatusCode::FOUND, "https://mail.test/autodiscover"), nothing(), valid, &[]);
}

#[test]
fn a_redirect_without_tls_to_a_host_with_tls_passes() {
    let redirect = service(StatusCode::FOUND, "https://mail.test/autodiscover/autodiscover.xml");
    let outcome = check(nothing(), redirect, |_| self_signed("hosting.test"), &[]);
    assert_eq!(outcome.facts["found"]["redirect"], "mail.test");
}

#[test]
fn faults_of_the_service_are_found() {
    check(nothing(), nothing(), valid, &["unexpected-status"]);
    check(service(StatusCode::INTERNAL_SERVER_ERROR, ""), nothing(), valid, &["unexpected-status"]);
    check(nothing(), nothing(), |_| self_signed(HOST), &["certificate-refused"]);
    check(nothing(), nothing(), |authority| authority.issue("www.test", -1, 9), &["certificate-refused"]);
    let clear = service(StatusCode::FOUND, "http://mail.test/");
    check(nothing(), clear, |_| self_signed(HOST), &["certificate-refused", "redirect-in-clear"]);
}

#[test]
fn a_service_that_is_not_there_is_found() {
    let mut world = World::new(nothing(), nothing(), valid);
    let gone = plain_service(nothing()).address;
    world.secure.address = gone;
    world.look(&address()).assert_faults(&["unreachable"]);
}

#[test]
fn a_domain_that_publishes_nothing_is_found() {
    World::new(nothing(), nothing(), valid).look(&[]).assert_faults(&["not-published"]);
}

#[test]
fn services_by_name_are_read() {
    let world = World::new(nothing(), nothing(), valid);
    let named = |target: &str| vec![("_autodiscover._tcp.mail.test", "SRV", format!("0 0 443 {target}"))];
    let live = [named("clients.mail.test."), address()[1..].to_vec()].concat();
    let outcome = world.look(&live);
    outcome.assert_faults(&[]);
    let services = &outcome.facts["found"]["services"];
    assert_eq!(services, &json!([{"host": "clients.mail.test", "port": 443, "priority": 0}]));
    world.look(&named("gone.mail.test.")).assert_faults(&["service-dead"]);
    world.look(&named(".")).assert_faults(&["not-published"]);
}

#[test]
fn a_dns_server_that_refuses_is_found() {
    let dns = serve(&[]);
    let area = format!("dns: {{servers: ['{}'], domains: [contoso.com]}}", dns.address);
    Case::new("autodiscover", &area).run(&json!({"domain": "contoso.com"})).assert_faults(&["dns-fails"]);
}
