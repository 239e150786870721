use super::case::{Case, Outcome};
use super::dns_server::{Line, Zone, serve_at};
use serde_json::{Value, json};
use std::net::Ipv4Addr;

const SERVER: &str = "mx1.mail.test";
const V4: &str = "99.2.0.192.in-addr.arpa";
const V6: &str = "9.9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";

fn look(lines: &[(&'static str, &'static str, &str)], inputs: &Value) -> Outcome {
    let lines: Vec<Line> =
        lines.iter().map(|(name, kind, value)| (*name, *kind, (*value).to_owned())).collect();
    let zone = |origin| Zone { origin, serial: 1, lines: &lines, signer: None };
    let dns = serve_at(Ipv4Addr::LOCALHOST, &[zone("test"), zone("in-addr.arpa"), zone("ip6.arpa")]);
    let area = format!(
        "dns: {{servers: ['{}'], domains: [mail.test, contoso.com, 2.0.192.in-addr.arpa]}}",
        dns.address
    );
    Case::new("reverse-dns", &area).run(inputs)
}

/// A server whose name leads to 192.0.2.99, with more records; exactly `faults` are found.
fn check(more: &[(&'static str, &'static str, &str)], faults: &[&str]) -> Value {
    let lines = [&[(SERVER, "A", "192.0.2.99")], more].concat();
    let outcome = look(&lines, &json!({"server": SERVER}));
    outcome.assert_faults(faults);
    outcome.facts["reverse"].clone()
}

#[test]
fn a_server_whose_addresses_lead_back_passes() {
    let facts = check(
        &[(SERVER, "AAAA", "2001:db8::99"), (V4, "PTR", "MX1.mail.test."), (V6, "PTR", "mx1.mail.test.")],
        &[],
    );
    assert_eq!(facts["addresses"], json!(["192.0.2.99", "2001:db8::/64"]));
    // One name of several is enough.
    check(&[(V4, "PTR", "old.mail.test."), (V4, "PTR", "mx1.mail.test.")], &[]);
    let lines = [(SERVER, "A", "192.0.2.99"), (V4, "PTR", "mx1.mail.test.")];
    look(&lines, &json!({"server": "192.0.2.99"})).assert_faults(&[]);
}

#[test]
fn faults_of_the_names_are_found() {
    check(&[], &["nameless"]);
    check(&[(V4, "PTR", "mx2.mail.test.")], &["not-confirmed"]);
    check(&[(V4, "PTR", "mx2.mail.test."), ("mx2.mail.test", "A", "192.0.2.98")], &["not-confirmed"]);
    let generic = "host-192-0-2-99.mail.test";
    check(&[(V4, "PTR", "host-192-0-2-99.mail.test."), (generic, "A", "192.0.2.99")], &["generic-name"]);
    check(&[(SERVER, "AAAA", "2001:db8::99"), (V4, "PTR", "mx1.mail.test.")], &["nameless"]);
}

#[test]
fn a_server_without_an_address_is_found() {
    look(&[], &json!({"server": SERVER})).assert_faults(&["name-unresolved"]);
}

#[test]
fn a_dns_server_that_refuses_is_found() {
    look(&[], &json!({"server": "mx1.contoso.com"})).assert_faults(&["dns-fails"]);
}

#[test]
fn an_address_whose_name_is_not_listed_is_not_asked_about() {
    let area = "dns: {servers: ['127.0.0.1'], domains: [mail.test]}";
    let refusal = Case::new("reverse-dns", area).refusal(&json!({"server": "192.0.2.99"}));
    assert!(refusal.contains("add `99.2.0.192.in-addr.arpa` to `dns.domains`"), "{refusal}");
}
