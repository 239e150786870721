use super::case::{Case, Outcome};
use super::http_server::{self, HttpServer};
use super::proxy_server::{Manner, serve};
use super::tls_server::{Authority, self_signed};
use super::{case, dns_server};
use serde_json::{Value, json};
use std::time::Duration;

const OPEN: Manner = Manner::Open(Duration::ZERO);
const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

/// A service called `web.test`, and whoever vouches for it.
struct Place {
    authority: Authority,
    server: HttpServer,
}

impl Place {
    fn new() -> Self {
        let authority = Authority::new();
        let server = http_server::secure(authority.issue("web.test", -10, 100));
        Self { authority, server }
    }

    /// Looks through a proxy of this manner; without it the service is reached, unless it is `hidden`.
    fn look(&self, manner: Manner, hidden: bool, more: &Value) -> Outcome {
        let proxy = serve(self.server.address, manner);
        self.look_through(&proxy.address.to_string(), hidden, more)
    }

    fn look_through(&self, proxy: &str, hidden: bool, more: &Value) -> Outcome {
        let place = if hidden { "other.test" } else { "web.test" };
        let dns = dns_server::serve(&[(place, "A", "127.0.0.1".to_owned())]);
        let area = format!(
            "hosts: ['web.test:*', '127.0.0.1:*']\ndns: {{servers: ['{}']}}\nauthorities: [{}]",
            dns.address,
            self.authority.file.path().display()
        );
        let mut inputs = json!({"host": "web.test", "port": self.server.address.port(), "proxy": proxy});
        inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        case::Case::new("proxy-interference", &area).run(&inputs)
    }

    fn check(&self, manner: Manner, faults: &[&str]) -> Value {
        let outcome = self.look(manner, false, &json!({}));
        outcome.assert_faults(faults);
        outcome.facts["proxied"].clone()
    }
}

#[test]
fn a_proxy_that_lets_everything_through_passes() {
    let place = Place::new();
    let facts = place.check(OPEN, &[]);
    assert_eq!((&facts["status"], &facts["proxy_status"]), (&json!(200), &json!(200)));
    // Where the proxy is the only way, the service cannot be reached without it.
    place.look(OPEN, true, &json!({})).assert_faults(&[]);
}

#[test]
fn refusals_of_a_proxy_are_told_apart() {
    let place = Place::new();
    for (answer, faults) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\r\n",
            ["proxy-sign-in"],
        ),
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", ["proxy-forbids"]),
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n", ["proxy-cannot-reach"]),
        ("HTTP/1.1 302 Found\r\nLocation: http://sign-in.test/\r\n\r\n", ["no-proxy"]),
        ("220 mail.test ESMTP\r\n", ["no-proxy"]),
        ("", ["no-proxy"]),
    ] {
        place.check(Manner::Say(answer), &faults);
    }
}

#[test]
fn an_endless_answer_of_a_proxy_is_cut() {
    let endless: &'static str = Box::leak(format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(1 << 20)).into());
    let outcome = Place::new().look(Manner::Say(endless), false, &json!({}));
    assert!(outcome.faults().contains(&"tls-broken"), "{:?}", outcome.faults());
}

#[test]
fn a_proxy_that_cannot_be_reached_is_found() {
    let closed = http_server::plain().address.to_string();
    Place::new().look_through(&closed, false, &json!({})).assert_faults(&["proxy-unreachable"]);
}

#[test]
fn a_proxy_that_presents_its_own_certificate_is_found() {
    let place = Place::new();
    place.check(Manner::inspect(self_signed("web.test"), PAGE), &["certificate-replaced"]);
    // One that this machine trusts, as where the proxy's authority was installed everywhere, changes it all the same.
    let outcome = place.look(Manner::inspect(self_signed("web.test"), PAGE), true, &json!({}));
    outcome.assert_faults(&["certificate-replaced"]);
}

#[test]
fn a_proxy_that_cuts_the_connection_is_found() {
    Place::new().check(Manner::Cut, &["tls-broken"]);
}

#[test]
fn a_proxy_that_answers_in_the_services_place_is_found() {
    let place = Place::new();
    let blocked = "HTTP/1.1 451 Blocked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let inspecting = Manner::inspect(place.authority.issue("web.test", -10, 100), blocked);
    place.check(inspecting, &["answer-differs"]);
}

#[test]
fn a_slow_proxy_is_found() {
    let slow = Manner::Open(Duration::from_millis(800));
    let place = Place::new();
    place.look(slow.clone(), false, &json!({"slower_ms": 300})).assert_faults(&["slower"]);
    place.look(slow, false, &json!({"slower_ms": 20_000})).assert_faults(&[]);
}

#[test]
fn a_destination_that_the_scope_does_not_list_is_not_asked_of_the_proxy() {
    let case = Case::new("proxy-interference", "hosts: ['127.0.0.1:*']");
    let refusal = case.refusal(&json!({"host": "web.test", "port": 443, "proxy": "127.0.0.1:9"}));
    assert!(refusal.contains("add `web.test:443` to `hosts`"), "{refusal}");
}
