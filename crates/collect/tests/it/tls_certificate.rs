use super::case::Case;
use super::tls_server::{Authority, Identity, self_signed, serve};
use serde_json::{Value, json};

/// Serves `identity` on loopback and looks for `server_name`; exactly `faults` are found.
fn check(authority: &Authority, identity: Identity, server_name: &str, faults: &[&str]) -> Value {
    let server = serve(identity);
    let authorities = authority.file.path().display();
    let case = Case::new("tls-certificate", &format!("hosts: ['127.0.0.1:*']\nauthorities: [{authorities}]"));
    let port = server.address.port();
    let outcome = case.run(&json!({"host": "127.0.0.1", "port": port, "server_name": server_name}));
    outcome.assert_faults(faults);
    let told: Value = serde_json::from_str(outcome.item("facts.json")).unwrap();
    assert_eq!(told["tls"], outcome.facts["tls"]);
    outcome.facts["tls"].clone()
}

#[test]
fn a_valid_certificate_passes() {
    let authority = Authority::new();
    let facts = check(&authority, authority.issue("mail.test", -10, 100), "mail.test", &[]);
    assert_eq!(facts["days_left"], 100);
    assert_eq!(facts["protocol"], "TLSv1_3");
    assert_eq!(facts["names"], json!(["mail.test"]));
    assert_eq!(facts["chain_length"], 2);
    assert_eq!(facts["chain_linked"], true);
    assert_eq!(facts["issuer"], "CN=Test intermediate");
    assert_eq!(facts["key_algorithm"], "EC");
}

#[test]
fn an_expired_certificate_is_found_and_only_that() {
    let authority = Authority::new();
    let facts = check(&authority, authority.issue("mail.test", -100, -2), "mail.test", &["expired"]);
    assert_eq!((&facts["days_left"], &facts["trusted"]), (&json!(-2), &json!(true)));
}

#[test]
fn a_certificate_about_to_expire_is_found() {
    let authority = Authority::new();
    check(&authority, authority.issue("mail.test", -100, 20), "mail.test", &["expiring"]);
    check(&authority, authority.issue("mail.test", -100, 21), "mail.test", &[]);
}

#[test]
fn a_certificate_from_the_future_is_found() {
    let authority = Authority::new();
    check(&authority, authority.issue("mail.test", 1, 100), "mail.test", &["not-yet-valid"]);
}

#[test]
fn a_certificate_for_another_name_is_found() {
    let authority = Authority::new();
    check(&authority, authority.issue("mail.test", -10, 100), "www.test", &["wrong-name"]);
}

#[test]
fn a_self_signed_certificate_is_found() {
    check(&Authority::new(), self_signed("mail.test"), "mail.test", &["self-signed"]);
}

#[test]
fn a_missing_intermediate_is_found() {
    let authority = Authority::new();
    let mut identity = authority.issue("mail.test", -10, 100);
    identity.chain.truncate(1);
    let facts = check(&authority, identity, "mail.test", &["untrusted-chain"]);
    assert!(facts["trust_error"].as_str().unwrap().contains("intermediate is missing"), "{facts}");
}

#[test]
fn an_unknown_authority_is_found() {
    check(
        &Authority::new(),
        Authority::new().issue("mail.test", -10, 100),
        "mail.test",
        &["untrusted-chain"],
    );
}

#[test]
fn a_foreign_certificate_in_the_chain_is_found() {
    let authority = Authority::new();
    let mut identity = authority.issue("mail.test", -10, 100);
    identity.chain.insert(1, self_signed("stray.test").chain.remove(0));
    check(&authority, identity, "mail.test", &["chain-disordered"]);
}

#[test]
fn a_port_that_speaks_no_tls_is_found() {
    let server = super::http_server::plain();
    let case = Case::new("tls-certificate", "hosts: ['127.0.0.1:*']");
    let outcome = case.run(&json!({"host": "127.0.0.1", "port": server.address.port()}));
    outcome.assert_faults(&["no-handshake"]);
}

#[test]
fn a_closed_port_is_found() {
    let port = super::http_server::plain().address.port();
    let case = Case::new("tls-certificate", "hosts: ['127.0.0.1:*']");
    case.run(&json!({"host": "127.0.0.1", "port": port})).assert_faults(&["unreachable"]);
}
