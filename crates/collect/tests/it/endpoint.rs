use super::case::{Case, Outcome};
use super::tls_server::{Authority, self_signed};
use super::{dns_server, http_server};
use serde_json::{Value, json};
use std::net::SocketAddr;

const LOOPBACK: &str = "hosts: ['127.0.0.1:*']";

fn ask(address: SocketAddr, more: &Value) -> Outcome {
    let mut inputs = json!({"host": "127.0.0.1", "port": address.port(), "tls": false});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("endpoint-connectivity", LOOPBACK).run(&inputs)
}

#[test]
fn a_healthy_service_passes() {
    let server = http_server::plain();
    let outcome = ask(server.address, &json!({}));
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["endpoint"];
    assert_eq!(facts["status"], 200);
    assert_eq!(facts["http_version"], "1.1");
    assert_eq!(facts["body_bytes"], server.address.to_string().len(), "the body is the host header");
    for phase in ["dns_ms", "connect_ms", "first_byte_ms", "total_ms"] {
        assert!(facts[phase].is_u64(), "{phase}: {facts}");
    }
}

#[test]
fn faults_of_the_service_are_told_apart() {
    let server = http_server::plain();
    for (more, faults) in [
        (json!({"path": "/broken"}), &["server-error"][..]),
        (json!({"path": "/broken", "expected_status": 503}), &[]),
        (json!({"path": "/none"}), &["unexpected-status"]),
        (json!({"path": "/moved"}), &["unexpected-status"]),
        (json!({"path": "/slow", "slow_ms": 100}), &["slow"]),
        (json!({"path": "/slow", "slow_ms": 10_000}), &[]),
        (json!({"tls": true}), &["no-tls"]),
    ] {
        ask(server.address, &more).assert_faults(faults);
    }
    let moved = ask(server.address, &json!({"path": "/moved"}));
    assert_eq!(moved.facts["endpoint"]["location"], "/elsewhere", "it is told, and not followed");
}

#[test]
fn a_closed_port_is_found() {
    let address = http_server::plain().address;
    let outcome = ask(address, &json!({}));
    outcome.assert_faults(&["not-connected"]);
    assert_eq!(outcome.facts["endpoint"]["address"], "127.0.0.1");
}

#[test]
fn a_service_that_accepts_and_says_nothing_sensible_is_found() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        std::io::Write::write_all(&mut stream, b"220 mail.test ESMTP\r\n").unwrap();
    });
    ask(address, &json!({})).assert_faults(&["no-answer"]);
    server.join().unwrap();
}

#[test]
fn a_large_answer_is_cut_at_the_limit_and_not_kept() {
    let server = http_server::plain();
    let outcome = ask(server.address, &json!({"path": "/large"}));
    let facts = &outcome.facts["endpoint"];
    assert_eq!(facts["body_complete"], false);
    assert_eq!(facts["limits_reached"], json!(["bytes"]));
    assert!(facts["body_bytes"].as_u64().unwrap() < 2 << 20, "{facts}");
    assert!(outcome.item("facts.json").len() < 4_096);
}

#[test]
fn a_name_is_looked_up_once_and_its_certificate_judged() {
    let dns = dns_server::serve(&[("web.test", "A", "127.0.0.1".to_owned())]);
    let authority = Authority::new();
    let server = http_server::secure(authority.issue("web.test", -10, 100));
    let port = server.address.port();
    let area = format!(
        "hosts: ['web.test:{port}', 'gone.test:{port}', '127.0.0.1:{port}']\ndns: {{servers: ['{}']}}\n\
         authorities: [{}]",
        dns.address,
        authority.file.path().display()
    );
    let case = Case::new("endpoint-connectivity", &area);
    let outcome = case.run(&json!({"host": "web.test", "port": port}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["endpoint"]["protocol"], "TLSv1_3");
    case.run(&json!({"host": "gone.test", "port": port})).assert_faults(&["name-unresolved"]);
}

#[test]
fn nothing_is_asked_of_a_server_whose_certificate_clients_would_refuse() {
    let authority = Authority::new();
    for identity in
        [self_signed("127.0.0.1"), authority.issue("127.0.0.1", -10, -1), authority.issue("x.test", -1, 9)]
    {
        let server = http_server::secure(identity);
        let area = format!("{LOOPBACK}\nauthorities: [{}]", authority.file.path().display());
        let case = Case::new("endpoint-connectivity", &area);
        let outcome = case.run(&json!({"host": "127.0.0.1", "port": server.address.port()}));
        outcome.assert_faults(&["certificate-refused"]);
        assert_eq!(outcome.facts["endpoint"]["status"], 0);
    }
}
