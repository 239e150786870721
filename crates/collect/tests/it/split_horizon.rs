use super::case::{Case, Outcome};
use super::dns_server::{DnsServer, Line, serve};
use serde_json::{Value, json};

const PUBLIC: &str = "192.0.2.7";
const OTHER: &str = "192.0.2.8";

fn run(inside: &DnsServer, outside: &DnsServer, more: &Value) -> Outcome {
    let (inside, outside) = (inside.address, outside.address);
    let area = format!("dns: {{servers: ['{inside}', '{outside}'], domains: [test, contoso.com]}}");
    let mut inputs = json!({"name": "www.test", "inside_server": inside, "outside_server": outside});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("dns-split-horizon", &area).run(&inputs)
}

/// What each side says for `www.test`; exactly `faults` are found.
fn check(inside: &[&str], outside: &[&str], more: &Value, faults: &[&str]) -> Outcome {
    let lines = |addresses: &[&str]| -> Vec<Line> {
        let line = |address: &&str| {
            let kind = if address.contains(':') { "AAAA" } else { "A" };
            ("www.test", kind, (*address).to_owned())
        };
        addresses.iter().map(line).collect()
    };
    let outcome = run(&serve(&lines(inside)), &serve(&lines(outside)), more);
    outcome.assert_faults(faults);
    outcome
}

#[test]
fn servers_that_agree_pass_in_whatever_order_they_answer() {
    check(&[PUBLIC, OTHER], &[OTHER, PUBLIC], &json!({}), &[]);
    let outcome = check(&[PUBLIC, "2001:db8::7"], &["2001:db8::7", PUBLIC], &json!({}), &[]);
    let facts = &outcome.facts["outside"];
    assert_eq!(facts["records"], json!([format!("www.test A {PUBLIC}"), "www.test AAAA 2001:db8::/64"]));
    assert_eq!((&facts["authoritative"], &facts["signed"]), (&json!(true), &json!(false)));
    assert_eq!(facts["answers"][0]["ttl"], 60);
    assert_eq!(facts["answers"][0]["transport"], "udp");
}

#[test]
fn servers_that_differ_are_found() {
    check(&[PUBLIC], &[OTHER], &json!({}), &["answers-differ"]);
    check(&[PUBLIC, OTHER], &[PUBLIC], &json!({}), &["answers-differ"]);
    check(&["2001:db8::7"], &["2001:db8::8"], &json!({}), &["answers-differ"]);
    check(&["127.0.0.7"], &[PUBLIC], &json!({}), &["answers-differ"]);
    check(&["127.0.0.7"], &[PUBLIC], &json!({"may_differ": true}), &[]);
    check(&[], &[PUBLIC], &json!({}), &["missing-inside"]);
    check(&[], &[PUBLIC], &json!({"may_differ": true}), &["missing-inside"]);
    check(&[PUBLIC], &[], &json!({}), &["missing-outside"]);
    check(&[], &[], &json!({}), &["missing"]);
}

#[test]
fn private_addresses_outside_are_found() {
    check(&["127.0.0.7"], &["127.0.0.7"], &json!({}), &["private-outside"]);
    check(&[PUBLIC], &["127.1.1.1", PUBLIC], &json!({"may_differ": true}), &["private-outside"]);
    check(&["2001:db8::7"], &["fd00::7"], &json!({"may_differ": true}), &["private-outside"]);
}

#[test]
fn a_server_that_refuses_or_is_not_there_is_found() {
    let (server, gone) = (serve(&[("www.test", "A", PUBLIC.to_owned())]), serve(&[]));
    let address = gone.address;
    run(&server, &gone, &json!({"name": "www.contoso.com"}))
        .assert_faults(&["inside-fails", "outside-fails"]);
    drop(gone);
    let gone = std::net::UdpSocket::bind(address).unwrap();
    let closed = gone.local_addr().unwrap();
    drop(gone);
    let area = format!("dns: {{servers: ['{}', '{closed}'], domains: [test]}}", server.address);
    let case = Case::new("dns-split-horizon", &area);
    let inputs =
        |inside, outside| json!({"name": "www.test", "inside_server": inside, "outside_server": outside});
    case.run(&inputs(server.address, closed)).assert_faults(&["outside-fails"]);
    case.run(&inputs(closed, server.address)).assert_faults(&["inside-fails"]);
}

#[test]
fn an_answer_that_does_not_fit_a_datagram_is_read_over_tcp() {
    let texts: Vec<Line> = (0..20).map(|n| ("www.test", "TXT", format!("{n} {}", "x".repeat(200)))).collect();
    let (inside, outside) = (serve(&texts), serve(&texts));
    let outcome = run(&inside, &outside, &json!({"types": ["TXT"]}));
    outcome.assert_faults(&[]);
    let answer = &outcome.facts["inside"]["answers"][0];
    assert_eq!((&answer["truncated"], &answer["transport"]), (&json!(true), &json!("tcp")));
    assert_eq!(answer["count"], 20);
}

#[test]
fn a_server_that_is_not_listed_is_not_asked() {
    let server = serve(&[]);
    let area = format!("dns: {{servers: ['{}'], domains: [test]}}", server.address);
    let inputs = json!({"name": "www.test", "inside_server": server.address, "outside_server": "192.0.2.53"});
    let refusal = Case::new("dns-split-horizon", &area).refusal(&inputs);
    assert!(refusal.starts_with("not_in_scope: DNS server `192.0.2.53`"), "{refusal}");
}
