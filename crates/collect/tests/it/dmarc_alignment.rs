use super::case::Case;
use super::dns_server::{Line, serve};
use serde_json::{Value, json};

/// A message whose author's domain has `record`; exactly `faults` are found.
fn check(record: Option<&str>, inputs: &Value, faults: &[&str]) -> Value {
    let lines: Vec<Line> =
        record.iter().map(|record| ("_dmarc.mail.test", "TXT", (*record).to_owned())).collect();
    let dns = serve(&lines);
    let area = format!("dns: {{servers: ['{}'], domains: [test, contoso.com]}}", dns.address);
    let mut all = json!({"author_domain": "mail.test"});
    all.as_object_mut().unwrap().extend(inputs.as_object().unwrap().clone());
    let outcome = Case::new("dmarc-alignment", &area).run(&all);
    outcome.assert_faults(faults);
    outcome.facts["message"].clone()
}

const RELAXED: Option<&str> = Some("v=DMARC1; p=reject");
const STRICT: Option<&str> = Some("v=DMARC1; p=reject; adkim=s; aspf=s");

#[test]
fn a_message_that_is_signed_by_its_author_passes() {
    let both = json!({"envelope_domain": "bounce.mail.test", "dkim_domains": ["esp.example", "mail.test"]});
    let facts = check(RELAXED, &both, &[]);
    assert_eq!((&facts["spf_aligned"], &facts["dkim_aligned"]), (&json!(true), &json!(true)));
    assert_eq!(facts["organization"], "mail.test");
    check(RELAXED, &json!({"dkim_domains": ["news.mail.test"]}), &[]);
    check(STRICT, &json!({"envelope_domain": "bounce.mail.test", "dkim_domains": ["Mail.Test"]}), &[]);
    check(RELAXED, &json!({"author_domain": "sub.mail.test", "dkim_domains": ["mail.test"]}), &[]);
}

#[test]
fn messages_that_fail_are_found() {
    check(RELAXED, &json!({}), &["not-aligned"]);
    check(
        RELAXED,
        &json!({"envelope_domain": "esp.example", "dkim_domains": ["esp.example"]}),
        &["not-aligned"],
    );
    check(RELAXED, &json!({"dkim_domains": ["mail.test.esp.example"]}), &["not-aligned"]);
    check(STRICT, &json!({"dkim_domains": ["news.mail.test"]}), &["too-strict"]);
    check(STRICT, &json!({"envelope_domain": "bounce.mail.test"}), &["too-strict"]);
    check(RELAXED, &json!({"envelope_domain": "bounce.mail.test"}), &["only-spf"]);
}

#[test]
fn a_domain_without_a_policy_is_found() {
    check(None, &json!({"dkim_domains": ["mail.test"]}), &["no-policy"]);
    check(None, &json!({"author_domain": "test"}), &["public-suffix"]);
}

#[test]
fn a_dns_server_that_refuses_is_found() {
    let inputs = json!({"author_domain": "contoso.com", "dkim_domains": ["contoso.com"]});
    check(RELAXED, &inputs, &["dns-fails"]);
}
