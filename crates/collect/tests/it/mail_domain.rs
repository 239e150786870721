use super::case::{Case, Outcome};
use super::dns_server::{Line, serve};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine;
use serde_json::{Value, json};

const DOMAIN: &str = "mail.test";

/// A real DKIM record with a new RSA key.
fn dkim_record() -> String {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der = key.public_key().as_der().unwrap();
    format!("v=DKIM1; k=rsa; p={}", base64::engine::general_purpose::STANDARD.encode(der.as_ref()))
}

/// The records of a domain in order.
fn healthy() -> Vec<Line> {
    vec![
        (DOMAIN, "MX", "10 mx1.mail.test.".to_owned()),
        (DOMAIN, "MX", "20 mx2.mail.test.".to_owned()),
        ("mx1.mail.test", "A", "192.0.2.1".to_owned()),
        ("mx2.mail.test", "A", "192.0.2.2".to_owned()),
        (DOMAIN, "TXT", "site-verification=abc".to_owned()),
        (DOMAIN, "TXT", "v=spf1 mx include:_spf.sender.example ip4:192.0.2.0/24 -all".to_owned()),
        ("_spf.sender.example", "TXT", "v=spf1 ip6:2001:db8::/32 ?all".to_owned()),
        ("_dmarc.mail.test", "TXT", "v=DMARC1; p=reject; rua=mailto:dmarc@mail.test".to_owned()),
        ("s1._domainkey.mail.test", "TXT", dkim_record()),
    ]
}

fn look(lines: &[Line], inputs: &Value) -> Outcome {
    let dns = serve(lines);
    let area = format!("dns: {{servers: ['{}'], domains: [mail.test]}}", dns.address);
    Case::new("mail-domain", &area).run(inputs)
}

/// The healthy domain with the records of `name` and `kind` that begin with `old` replaced.
fn check(name: &str, kind: &str, old: &str, new: &[&str], faults: &[&str]) -> Value {
    let mut lines = healthy();
    let before = lines.len();
    lines.retain(|line| !(line.0 == name && line.1 == kind && line.2.starts_with(old)));
    assert_ne!(lines.len(), before, "no `{kind}` of `{name}` begins with `{old}`");
    let (name, kind) = (name.to_owned().leak(), kind.to_owned().leak());
    lines.extend(new.iter().map(|value| (&*name, &*kind, (*value).to_owned())));
    let outcome = look(&lines, &json!({"domain": DOMAIN, "dkim_selectors": ["s1"]}));
    outcome.assert_faults(faults);
    outcome.facts["mail"].clone()
}

#[test]
fn a_healthy_domain_passes() {
    let outcome = look(&healthy(), &json!({"domain": "Mail.Test.", "dkim_selectors": ["s1"]}));
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["mail"];
    assert_eq!(facts["mx"]["count"], 2);
    assert_eq!((&facts["spf"]["lookups"], &facts["spf"]["all"]), (&json!(2), &json!("-")));
    assert_eq!(facts["dkim"]["keys"][0]["bits"], 2_048);
    assert_eq!(facts["dmarc"]["policy"], "reject");
}

#[test]
fn faults_of_the_mail_servers_are_found() {
    check("mx2.mail.test", "A", "", &[], &["mx-dead"]);
    check(DOMAIN, "MX", "", &[], &["mx-missing"]);
    check(DOMAIN, "MX", "", &["0 ."], &["mx-null"]);
}

#[test]
fn faults_of_spf_are_found() {
    let spf = |new: &[&str], faults: &[&str]| check(DOMAIN, "TXT", "v=spf1", new, faults);
    spf(&[], &["spf-missing"]);
    spf(&["v=spf1 -all", "v=spf1 ~all"], &["spf-broken"]);
    spf(&["v=spf1 ip4:300.1.1.1 -all"], &["spf-broken"]);
    spf(&["v=spf1 include:nothing.example -all"], &["spf-broken"]);
    spf(&["v=spf1 include:mail.test -all"], &["spf-broken"]);
    spf(&["v=spf1 +all"], &["spf-open"]);
    spf(&["v=spf1 mx"], &["spf-open"]);
    spf(&["v=spf1 redirect=_spf.sender.example"], &["spf-open"]);
    spf(&["v=spf1 a:x1.test a:x2.test a:x3.test -all"], &["spf-too-many-lookups"]);
    spf(&["V=SPF1 a:mx1.mail.test ~ALL"], &[]);
}

#[test]
fn spf_lookups_are_counted_through_includes() {
    let eleven = |count: usize| {
        let words: Vec<String> = (0..count).map(|_| "a:mx1.mail.test".to_owned()).collect();
        format!("v=spf1 {} -all", words.join(" "))
    };
    // The domain's own record needs two.
    check("_spf.sender.example", "TXT", "v=spf1", &[&eleven(8)], &[]);
    let facts = check("_spf.sender.example", "TXT", "v=spf1", &[&eleven(9)], &["spf-too-many-lookups"]);
    assert_eq!(facts["spf"]["lookups"], 11);
    check("_spf.sender.example", "TXT", "v=spf1", &[&eleven(200)], &["spf-too-many-lookups"]);
}

#[test]
fn faults_of_dkim_are_found() {
    let dkim = |new: &[&str], faults: &[&str]| check("s1._domainkey.mail.test", "TXT", "", new, faults);
    dkim(&[], &["dkim-missing"]);
    dkim(&["v=DKIM1; p="], &["dkim-missing"]);
    dkim(&["v=DKIM1; p=!!"], &["dkim-missing"]);
    dkim(&["v=DKIM2; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="], &["dkim-missing"]);
    dkim(&["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="], &[]);
    // RFC 6376, appendix C: a key of 1024 bits.
    let short = "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt\
                 IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi\
                 tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
    dkim(&[short], &["dkim-weak"]);
}

#[test]
fn faults_of_dmarc_are_found() {
    let dmarc = |new: &[&str], faults: &[&str]| check("_dmarc.mail.test", "TXT", "", new, faults);
    dmarc(&[], &["dmarc-missing"]);
    dmarc(&["v=DMARC1; p=none"], &["dmarc-none"]);
    dmarc(&["v=DMARC1; p=block"], &["dmarc-broken"]);
    dmarc(&["v=DMARC1; p=reject", "v=DMARC1; p=none"], &["dmarc-broken"]);
    dmarc(&["v=DMARC1; p=quarantine"], &[]);
}

#[test]
fn a_dns_server_that_does_not_answer_is_found_and_nothing_is_said_to_be_missing() {
    // The zone `org` is not served, so the server refuses.
    let dns = serve(&[]);
    let area = format!("dns: {{servers: ['{}'], domains: [example.org]}}", dns.address);
    let outcome = Case::new("mail-domain", &area).run(&json!({"domain": "example.org"}));
    outcome.assert_faults(&["dns-fails"]);
}
