use super::case::{Case, Outcome};
use super::openssl_server;
use super::tls_server::{Authority, Identity, serve, serve_stapling};
use serde_json::{Value, json};

/// OpenSSL's rules at their loosest, so that it still speaks the old versions.
const LOOSE: &str = "-cipher ALL:COMPLEMENTOFALL:@SECLEVEL=0";

fn look(port: u16, more: &Value) -> Outcome {
    let mut inputs = json!({"host": "127.0.0.1", "port": port, "server_name": "mail.test"});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("tls-versions", "hosts: ['127.0.0.1:*']").run(&inputs)
}

fn identity() -> Identity {
    Authority::new().issue("mail.test", -10, 100)
}

#[test]
fn a_server_of_today_passes() {
    let server = serve(identity());
    let outcome = look(server.address.port(), &json!({}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["tls"]["accepted"], json!(["TLSv1.2", "TLSv1.3"]));
    look(server.address.port(), &json!({"outdated": ["TLSv1.2"]})).assert_faults(&["outdated-version"]);
}

#[test]
fn each_old_version_that_a_server_accepts_is_found() {
    let good = "-cipher ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-GCM-SHA256:@SECLEVEL=0";
    for (options, accepted, faults) in [
        (format!("-tls1 {good}"), json!(["TLSv1.0"]), &["outdated-version", "no-current-version"][..]),
        (format!("-tls1_1 {good}"), json!(["TLSv1.1"]), &["outdated-version", "no-current-version"]),
        (format!("-no_tls1_3 {good}"), json!(["TLSv1.0", "TLSv1.1", "TLSv1.2"]), &["outdated-version"]),
        (format!("-no_tls1 -no_tls1_1 {good}"), json!(["TLSv1.2", "TLSv1.3"]), &[]),
    ] {
        let server = openssl_server::serve(&identity(), &options);
        let outcome = look(server.port, &json!({}));
        outcome.assert_faults(faults);
        assert_eq!(outcome.facts["tls"]["accepted"], accepted, "{options}");
    }
}

#[test]
fn a_cipher_that_hides_nothing_is_found() {
    let server = openssl_server::serve(&identity(), &format!("-no_tls1 -no_tls1_1 {LOOSE}"));
    look(server.port, &json!({})).assert_faults(&["weak-cipher"]);
}

#[test]
fn a_weak_key_and_a_weak_signature_are_found() {
    let modern = "-no_tls1 -no_tls1_1 -cipher ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0";
    for (bits, digest, faults) in
        [(2_048, "sha256", &[][..]), (1_024, "sha256", &["weak-key"]), (2_048, "sha1", &["weak-signature"])]
    {
        let server = openssl_server::serve_rsa(bits, digest, modern);
        let outcome = look(server.port, &json!({}));
        outcome.assert_faults(faults);
        assert_eq!(outcome.facts["tls"]["certificate"]["key_bits"], bits);
    }
}

#[test]
fn a_certificate_that_current_clients_cannot_use_is_found() {
    let server = openssl_server::serve_version_1("-no_tls1 -no_tls1_1 -cipher ECDHE-RSA-AES128-GCM-SHA256");
    look(server.port, &json!({})).assert_faults(&["no-session"]);
}

#[test]
fn a_missing_staple_is_found_where_the_certificate_demands_it() {
    let authority = Authority::new();
    let server = serve(authority.issue_demanding_staple("mail.test"));
    look(server.address.port(), &json!({})).assert_faults(&["staple-missing"]);
    // An answer of status `successful`.
    let ocsp = vec![0x30, 0x03, 0x0a, 0x01, 0x00];
    let server = serve_stapling(authority.issue_demanding_staple("mail.test"), ocsp);
    look(server.address.port(), &json!({})).assert_faults(&[]);
}

#[test]
fn a_port_without_tls_and_a_closed_port_are_found() {
    let server = super::http_server::plain();
    look(server.address.port(), &json!({})).assert_faults(&["no-tls"]);
    let port = super::http_server::plain().address.port();
    look(port, &json!({})).assert_faults(&["unreachable"]);
}

#[test]
fn a_weak_key_is_found_by_the_diagnostic_of_certificates_too() {
    let server = openssl_server::serve_rsa(1_024, "sha256", "-cipher ALL:@SECLEVEL=0");
    let case = Case::new("tls-certificate", "hosts: ['127.0.0.1:*']");
    let outcome = case.run(&json!({"host": "127.0.0.1", "port": server.port, "server_name": "weak.test"}));
    assert!(outcome.faults().contains(&"weak-key"), "{:?}", outcome.faults());
}
