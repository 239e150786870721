use super::case::Case;
use super::dns_server::serve;
use serde_json::json;

/// The records at `_smtp._tls.mail.test`; exactly `faults` are found.
fn check(records: &[&str], faults: &[&str]) {
    let lines: Vec<_> =
        records.iter().map(|record| ("_smtp._tls.mail.test", "TXT", (*record).to_owned())).collect();
    let dns = serve(&lines);
    let area = format!("dns: {{servers: ['{}'], domains: [mail.test]}}", dns.address);
    let outcome = Case::new("tls-reporting", &area).run(&json!({"domain": "mail.test"}));
    outcome.assert_faults(faults);
    assert!(!outcome.item("facts.json").contains("alice"), "who gets reports is not told");
}

#[test]
fn a_domain_that_asks_for_reports_passes() {
    check(&["v=TLSRPTv1; rua=mailto:alice@mail.test"], &[]);
    check(&["v=TLSRPTv1;rua=https://reports.example/v1,mailto:alice@mail.test", "other"], &[]);
}

#[test]
fn faults_of_the_record_are_found() {
    check(&[], &["missing"]);
    check(&["v=spf1 -all"], &["missing"]);
    check(&["v=TLSRPTv1; rua=mailto:a@mail.test", "v=TLSRPTv1; rua=mailto:b@mail.test"], &["twice"]);
    check(&["v=TLSRPTv1;"], &["no-destination"]);
    check(&["v=TLSRPTv1; rua=alice@mail.test"], &["no-destination"]);
    check(&["v=TLSRPTv1; rua=http://reports.example/"], &["no-destination"]);
}

#[test]
fn a_dns_server_that_refuses_is_found_and_nothing_is_said_to_be_missing() {
    let dns = serve(&[]);
    let area = format!("dns: {{servers: ['{}'], domains: [contoso.com]}}", dns.address);
    let outcome = Case::new("tls-reporting", &area).run(&json!({"domain": "contoso.com"}));
    outcome.assert_faults(&["dns-fails"]);
    assert_eq!(outcome.facts["reporting"]["codes"], json!(["REFUSED"]));
}
