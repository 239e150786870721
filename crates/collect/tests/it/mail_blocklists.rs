use super::case::{Case, Outcome};
use super::dns_server::{Line, serve};
use serde_json::{Value, json};

const SERVER: &str = "mx1.mail.test";

/// A server with two addresses, and two lists in order that list neither.
fn healthy() -> Vec<Line> {
    vec![
        (SERVER, "A", "192.0.2.99".to_owned()),
        (SERVER, "AAAA", "2001:db8::99".to_owned()),
        ("2.0.0.127.bl.test", "A", "127.0.0.2".to_owned()),
        ("2.0.0.127.other.example", "A", "127.0.0.2".to_owned()),
    ]
}

fn look(lines: &[Line], server: &str) -> Outcome {
    let dns = serve(lines);
    let area = format!("dns: {{servers: ['{}'], domains: [mail.test, bl.test, other.example]}}", dns.address);
    Case::new("mail-blocklists", &area).run(&json!({"server": server, "lists": ["bl.test", "other.example"]}))
}

/// The healthy server with more records; exactly `faults` are found.
fn check(more: &[(&'static str, &'static str, &str)], faults: &[&str]) -> Value {
    let mut lines = healthy();
    lines.extend(more.iter().map(|(name, kind, value)| (*name, *kind, (*value).to_owned())));
    let outcome = look(&lines, SERVER);
    outcome.assert_faults(faults);
    outcome.facts["lists"].clone()
}

#[test]
fn a_server_on_no_list_passes() {
    let facts = check(&[], &[]);
    assert_eq!(facts["addresses"], json!(["192.0.2.99", "2001:db8::/64"]));
    assert_eq!(facts["usable"], 2);
    look(&healthy(), "192.0.2.77").assert_faults(&[]);
}

#[test]
fn a_listed_address_is_found_with_its_reason() {
    let facts = check(
        &[
            ("99.2.0.192.bl.test", "A", "127.0.0.4"),
            ("99.2.0.192.bl.test", "TXT", "open relay, see https://bl.test/q"),
        ],
        &["listed"],
    );
    assert_eq!(facts["listed"], json!(["192.0.2.99 on bl.test (127.0.0.4)"]));
    assert_eq!(facts["reasons"], json!(["open relay, see https://bl.test/q"]));
    let v6 = "9.9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.other.example";
    check(&[(v6, "A", "127.0.0.2")], &["listed"]);
}

#[test]
fn a_list_that_cannot_be_believed_is_found_and_its_answers_do_not_count() {
    // One that lists everybody, as dead ones do.
    let facts = check(
        &[("1.0.0.127.bl.test", "A", "127.0.0.2"), ("99.2.0.192.bl.test", "A", "127.0.0.2")],
        &["lists-unusable"],
    );
    assert_eq!(facts["listed"], json!([]));
    // One that refuses the DNS server, as Spamhaus does with public ones.
    let facts = check(&[("99.2.0.192.bl.test", "A", "127.255.255.254")], &["lists-unusable"]);
    assert_eq!((&facts["usable"], facts["unusable"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    // A DNS server that rewrites "there is none".
    check(&[("1.0.0.127.bl.test", "A", "203.0.113.80")], &["lists-unusable"]);
    let mut lines = healthy();
    lines.retain(|line| line.0 != "2.0.0.127.bl.test");
    look(&lines, SERVER).assert_faults(&["lists-unusable"]);
}

#[test]
fn a_private_address_is_found() {
    look(&healthy(), "127.0.0.25").assert_faults(&["not-public"]);
}

#[test]
fn a_server_without_an_address_is_found() {
    look(&healthy(), "gone.mail.test").assert_faults(&["name-unresolved"]);
}

#[test]
fn a_list_that_is_not_in_the_scope_is_not_asked() {
    let dns = serve(&healthy());
    let area = format!("dns: {{servers: ['{}'], domains: [mail.test]}}", dns.address);
    let refusal =
        Case::new("mail-blocklists", &area).refusal(&json!({"server": SERVER, "lists": ["bl.test"]}));
    assert!(refusal.contains("add `bl.test` to `dns.domains`"), "{refusal}");
}
