use super::case::{Case, Outcome};
use super::tls_server::{Authority, serve};
use serde_json::{Value, json};

fn look(authority: &Authority, more: &Value) -> Outcome {
    let server = serve(authority.issue("login.test", -10, 100));
    let mut inputs = json!({"host": "127.0.0.1", "port": server.address.port(), "server_name": "login.test"});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let area = format!("hosts: ['127.0.0.1:*']\nauthorities: [{}]", authority.file.path().display());
    Case::new("tls-interception", &area).run(&inputs)
}

#[test]
fn a_certificate_of_the_expected_issuer_passes() {
    let expected = json!({"expected_issuers": ["DigiCert", "Test intermediate"]});
    look(&Authority::new(), &expected).assert_faults(&[]);
}

#[test]
fn a_certificate_of_an_inspecting_product_is_found_even_where_this_machine_trusts_it() {
    for product in ["Zscaler Intermediate Root CA", "FortiGate CA", "mitmproxy"] {
        let authority = Authority::called(product);
        look(&authority, &json!({})).assert_faults(&["inspected"]);
        look(&authority, &json!({"expected_issuers": ["DigiCert"]})).assert_faults(&["inspected"]);
        look(&authority, &json!({"expected_issuers": [product]})).assert_faults(&[]);
    }
}

#[test]
fn a_certificate_of_another_issuer_is_found() {
    look(&Authority::new(), &json!({"expected_issuers": ["DigiCert"]})).assert_faults(&["unexpected-issuer"]);
}

#[test]
fn a_private_authority_is_found_where_no_issuer_is_expected() {
    look(&Authority::new(), &json!({})).assert_faults(&["private-authority"]);
}

#[test]
fn a_server_without_tls_is_found() {
    let server = super::http_server::plain();
    let case = Case::new("tls-interception", "hosts: ['127.0.0.1:*']");
    case.run(&json!({"host": "127.0.0.1", "port": server.address.port()})).assert_faults(&["unreachable"]);
}
