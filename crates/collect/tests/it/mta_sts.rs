use super::case::{Case, Outcome};
use super::dns_server::{Line, serve};
use super::http_server::{HttpServer, secure_service};
use super::tls_server::{Authority, self_signed};
use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use serde_json::{Value, json};

const POLICY: &str =
    "version: STSv1\nmode: enforce\nmx: mx1.mail.test\nmx: *.backup.test\nmax_age: 2592000\n";
const RECORD: &str = "v=STSv1; id=20261124T000000;";

/// Serves `body` as the policy of `mail.test`.
fn policy(authority: &Authority, status: StatusCode, body: String) -> HttpServer {
    let answer = move || async move { (status, [(header::LOCATION, "/elsewhere")], body) };
    let service = Router::new().route("/.well-known/mta-sts.txt", get(answer));
    secure_service(authority.issue("mta-sts.mail.test", -10, 100), service)
}

fn domain(records: &[&str]) -> Vec<Line> {
    let mut lines = vec![
        ("mail.test", "MX", "10 MX1.mail.test.".to_owned()),
        ("mail.test", "MX", "20 mx2.backup.test.".to_owned()),
        ("mta-sts.mail.test", "A", "127.0.0.1".to_owned()),
    ];
    lines.extend(records.iter().map(|record| ("_mta-sts.mail.test", "TXT", (*record).to_owned())));
    lines
}

fn look(authority: &Authority, lines: &[Line], port: u16) -> Outcome {
    let dns = serve(lines);
    let area = format!(
        "hosts: ['mta-sts.mail.test:{port}', '127.0.0.1:{port}']\nauthorities: [{}]\n\
         dns: {{servers: ['{}'], domains: [mail.test]}}",
        authority.file.path().display(),
        dns.address
    );
    Case::new("mta-sts", &area).run(&json!({"domain": "Mail.test.", "policy_port": port}))
}

/// The domain with these records, and its policy; exactly `faults` are found.
fn check(records: &[&str], status: StatusCode, body: &str, faults: &[&str]) -> Value {
    let authority = Authority::new();
    let server = policy(&authority, status, body.to_owned());
    let outcome = look(&authority, &domain(records), server.address.port());
    outcome.assert_faults(faults);
    outcome.facts["sts"].clone()
}

#[test]
fn a_domain_that_enforces_its_policy_passes() {
    let facts = check(&[RECORD, "something else"], StatusCode::OK, POLICY, &[]);
    assert_eq!(facts["record"]["id"], "20261124T000000");
    assert_eq!(facts["servers"], json!(["mx1.mail.test", "mx2.backup.test"]));
    assert_eq!(facts["policy"]["max_age"], 2_592_000);
}

#[test]
fn faults_of_the_record_are_found() {
    let record = |records: &[&str], faults: &[&str]| check(records, StatusCode::OK, POLICY, faults);
    record(&[], &["policy-unannounced"]);
    record(&["v=STSv2; id=1"], &["policy-unannounced"]);
    record(&["v=STSv1;"], &["record-broken"]);
    record(&["v=STSv1; id=not-plain;"], &["record-broken"]);
    record(&[RECORD, "v=STSv1; id=2"], &["record-broken"]);
    check(&[], StatusCode::NOT_FOUND, "", &["record-missing"]);
}

#[test]
fn faults_of_the_policy_are_found() {
    let policy = |body: &str, faults: &[&str]| check(&[RECORD], StatusCode::OK, body, faults);
    policy(&POLICY.replace("enforce", "testing"), &["only-testing"]);
    policy("version: STSv1\nmode: none\nmax_age: 86400", &["switched-off"]);
    policy(&POLICY.replace("2592000", "604799"), &["kept-too-short"]);
    policy(&POLICY.replace("mx: *.backup.test\n", ""), &["mx-not-covered"]);
    policy(&POLICY.replace("*.backup", "backup"), &["mx-not-covered"]);
    policy(&POLICY.replace("STSv1", "STSv9"), &["policy-broken"]);
    policy("<html><p>Welcome: all is well</p></html>", &["policy-broken"]);
    policy("", &["policy-broken"]);
    policy(&format!("{POLICY}{}", "x: y\n".repeat(20_000)), &["policy-broken"]);
}

#[test]
fn a_policy_that_is_not_there_is_found_and_no_redirect_is_followed() {
    for status in [StatusCode::NOT_FOUND, StatusCode::MOVED_PERMANENTLY, StatusCode::INTERNAL_SERVER_ERROR] {
        check(&[RECORD], status, POLICY, &["policy-not-served"]);
    }
}

#[test]
fn a_policy_that_cannot_be_fetched_is_found() {
    let authority = Authority::new();
    let server = policy(&authority, StatusCode::OK, POLICY.to_owned());
    let port = server.address.port();
    let mut lines = domain(&[RECORD]);
    lines.retain(|line| line.0 != "mta-sts.mail.test");
    let outcome = look(&authority, &lines, port);
    outcome.assert_faults(&["policy-unreachable"]);
    assert_eq!(outcome.facts["sts"]["failed_phase"], "dns");
    drop(server);
    let outcome = look(&authority, &domain(&[RECORD]), port);
    outcome.assert_faults(&["policy-unreachable"]);
    assert_eq!(outcome.facts["sts"]["failed_phase"], "connect");
}

#[test]
fn a_policy_behind_a_certificate_that_senders_refuse_is_found() {
    let authority = Authority::new();
    for identity in [
        self_signed("mta-sts.mail.test"),
        authority.issue("www.mail.test", -10, 100),
        authority.issue("mta-sts.mail.test", -10, -1),
    ] {
        let service = Router::new().route("/.well-known/mta-sts.txt", get(|| async { POLICY }));
        let server = secure_service(identity, service);
        let outcome = look(&authority, &domain(&[RECORD]), server.address.port());
        outcome.assert_faults(&["policy-certificate"]);
        assert_eq!(outcome.facts["sts"]["fetched"], false, "nothing is asked of such a server");
    }
}

#[test]
fn a_dns_server_that_refuses_is_found_and_nothing_is_said_to_be_missing() {
    let dns = serve(&[]);
    let port = super::http_server::plain().address.port();
    let area = format!(
        "hosts: ['mta-sts.contoso.com:{port}']\ndns: {{servers: ['{}'], domains: [contoso.com]}}",
        dns.address
    );
    let outcome = Case::new("mta-sts", &area).run(&json!({"domain": "contoso.com", "policy_port": port}));
    outcome.assert_faults(&["dns-fails"]);
}

#[test]
fn a_policy_host_that_is_not_listed_is_not_asked() {
    let dns = serve(&domain(&[RECORD]));
    let area = format!("dns: {{servers: ['{}'], domains: [mail.test]}}", dns.address);
    let refusal = Case::new("mta-sts", &area).refusal(&json!({"domain": "mail.test"}));
    assert!(refusal.contains("add `mta-sts.mail.test:443` to `hosts`"), "{refusal}");
}
