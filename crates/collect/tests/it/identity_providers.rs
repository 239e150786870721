use super::case::{Case, Outcome};
use super::http_server::{HttpServer, secure_service};
use super::openssl_server::pem;
use super::tls_server::{Authority, Identity};
use axum::Router;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Serves pages by their paths, under TLS.
struct Provider {
    authority: Authority,
    server: HttpServer,
}

impl Provider {
    /// `pages` is given the provider's own address.
    fn new(pages: impl FnOnce(&str) -> Vec<(&'static str, String)>) -> Self {
        let authority = Authority::new();
        let identity = authority.issue("127.0.0.1", -10, 100);
        let (told, tells) = std::sync::mpsc::channel::<BTreeMap<&'static str, String>>();
        let tells = std::sync::Arc::new(std::sync::Mutex::new((tells, BTreeMap::new())));
        let service = Router::new().fallback(async move |uri: axum::http::Uri| {
            let mut held = tells.lock().unwrap();
            if let Ok(pages) = held.0.try_recv() {
                held.1 = pages;
            }
            held.1.get(uri.path()).cloned().ok_or(StatusCode::NOT_FOUND)
        });
        let server = secure_service(identity, service);
        let own = format!("https://127.0.0.1:{}", server.address.port());
        told.send(pages(&own).into_iter().collect()).unwrap();
        Self { authority, server }
    }

    fn own(&self) -> String {
        format!("https://127.0.0.1:{}", self.server.address.port())
    }

    fn look(&self, id: &str, inputs: &Value) -> Outcome {
        let area = format!("hosts: ['127.0.0.1:*']\nauthorities: [{}]", self.authority.file.path().display());
        Case::new(id, &area).run(inputs)
    }
}

const DISCOVERY: &str = "/tenant/.well-known/openid-configuration";

fn document(own: &str) -> Value {
    json!({
        "issuer": format!("{own}/tenant"),
        "authorization_endpoint": format!("{own}/authorize"),
        "token_endpoint": format!("{own}/token"),
        "jwks_uri": format!("{own}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
    })
}

/// A public RSA key of so many bits, with a certificate that lasts so many days if any.
fn key(id: &str, bits: usize, days: Option<i64>) -> Value {
    let modulus = URL_SAFE_NO_PAD.encode(vec![0xc5; bits / 8]);
    let mut key = json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "n": modulus, "e": "AQAB"});
    if let Some(days) = days {
        let identity = Authority::new().issue("keys.test", -100, days);
        key["x5c"] = json!([STANDARD.encode(&identity.chain[0])]);
    }
    key
}

/// A provider with this change to its document and these keys.
fn oidc(change: impl FnOnce(&mut Value), keys: &[Value]) -> Outcome {
    let provider = Provider::new(|own| {
        let mut document = document(own);
        change(&mut document);
        vec![(DISCOVERY, document.to_string()), ("/keys", json!({ "keys": keys }).to_string())]
    });
    provider.look("oidc-metadata", &json!({"issuer": format!("{}/tenant", provider.own())}))
}

fn with_keys(keys: &[Value], faults: &[&str]) {
    oidc(|_| {}, keys).assert_faults(faults);
}

#[test]
fn a_provider_in_order_passes() {
    with_keys(&[key("a", 2_048, None)], &[]);
    with_keys(&[key("a", 2_048, Some(90)), key("b", 4_096, Some(-5))], &[]);
    let outcome = oidc(|_| {}, &[key("a", 2_048, Some(90))]);
    let told = &outcome.facts["provider"]["keys"];
    assert_eq!((&told["last_days"], &told["told"][0]["rsa_bits"]), (&json!(90), &json!(2_048)));
}

#[test]
fn faults_of_the_document_are_found() {
    let check = |change: fn(&mut Value), faults: &[&str]| {
        oidc(change, &[key("a", 2_048, None)]).assert_faults(faults);
    };
    check(|document| document["issuer"] = json!("https://login.test/tenant/"), &["issuer-differs"]);
    check(|document| drop(document["subject_types_supported"].take()), &["document-broken"]);
    check(|document| document["token_endpoint"] = json!("http://127.0.0.1/token"), &["unencrypted"]);
    check(
        |document| document["id_token_signing_alg_values_supported"] = json!(["RS256", "none"]),
        &["unsigned-tokens"],
    );
    check(|document| document["jwks_uri"] = json!("https://keys.contoso.com/keys"), &["keys-elsewhere"]);
    check(|document| *document = json!(["not", "a", "document"]), &["document-broken"]);
    let gone = |document: &mut Value| {
        let moved = document["jwks_uri"].as_str().unwrap().replace("/keys", "/gone");
        document["jwks_uri"] = json!(moved);
    };
    oidc(gone, &[]).assert_faults(&["keys-unreachable"]);
}

#[test]
fn faults_of_the_keys_are_found() {
    with_keys(&[], &["no-valid-key"]);
    with_keys(&[key("a", 2_048, Some(-1))], &["no-valid-key"]);
    with_keys(&[key("a", 2_048, Some(10))], &["keys-expiring"]);
    with_keys(&[key("a", 1_024, None)], &["weak-keys"]);
    with_keys(&[key("a", 2_048, None), key("a", 2_048, None)], &["key-ids"]);
    let mut private = key("a", 2_048, None);
    private["d"] = json!("AQAB");
    with_keys(&[private], &["private-keys-published"]);
}

#[test]
fn a_provider_without_a_document_is_found() {
    let provider = Provider::new(|_| Vec::new());
    let issuer = format!("{}/tenant", provider.own());
    provider.look("oidc-metadata", &json!({ "issuer": issuer })).assert_faults(&["document-unreachable"]);
    let page = Provider::new(|_| vec![(DISCOVERY, "<html>sign in</html>".to_owned())]);
    let issuer = format!("{}/tenant", page.own());
    page.look("oidc-metadata", &json!({ "issuer": issuer })).assert_faults(&["document-broken"]);
    let huge = Provider::new(|_| vec![(DISCOVERY, format!("{{\"x\":\"{}\"}}", "x".repeat(400 << 10)))]);
    let issuer = format!("{}/tenant", huge.own());
    let outcome = huge.look("oidc-metadata", &json!({ "issuer": issuer }));
    outcome.assert_faults(&["document-broken"]);
    drop(provider);
}

/// SAML metadata with these signing certificates.
fn metadata(certificates: &[Identity], end: &str, place: &str) -> String {
    let key = |identity: &Identity| {
        let text = pem("", &identity.chain[0])
            .lines()
            .filter(|line| !line.starts_with('-'))
            .collect::<Vec<_>>()
            .join("\n");
        format!(
            "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>\
             <ds:X509Certificate>\n{text}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        )
    };
    format!(
        "<?xml version=\"1.0\"?><md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
         entityID=\"https://login.test/saml\" {end}><md:IDPSSODescriptor \
         protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{}<md:SingleSignOnService \
         Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"{place}\"/>\
         </md:IDPSSODescriptor></md:EntityDescriptor>",
        certificates.iter().map(key).collect::<String>()
    )
}

const PLACE: &str = "https://login.test/sso";

fn saml_text(text: String, more: &Value) -> Outcome {
    let provider = Provider::new(|_| vec![("/metadata", text)]);
    let mut inputs = json!({"address": format!("{}/metadata", provider.own())});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    provider.look("saml-metadata", &inputs)
}

/// Metadata with certificates that last so many days.
fn saml(days: &[i64], faults: &[&str]) {
    let authority = Authority::new();
    let certificates: Vec<Identity> =
        days.iter().map(|days| authority.issue("login.test", -100, *days)).collect();
    saml_text(metadata(&certificates, "", PLACE), &json!({})).assert_faults(faults);
}

#[test]
fn the_ends_of_saml_certificates_are_told_apart() {
    saml(&[400], &[]);
    saml(&[30], &[]);
    saml(&[29], &["roll-over-due"]);
    saml(&[-1], &["no-valid-certificate"]);
    saml(&[], &["no-valid-certificate"]);
    saml(&[400, 10], &["roll-over-under-way"]);
    saml(&[400, -10], &["roll-over-under-way"]);
}

#[test]
fn other_faults_of_saml_metadata_are_found() {
    let good = || vec![Authority::new().issue("login.test", -100, 400)];
    let check = |text: String, more: Value, faults: &[&str]| saml_text(text, &more).assert_faults(faults);
    let entity = |name: &str| json!({ "entity": name });
    check(metadata(&good(), "", PLACE), entity("https://login.test/saml"), &[]);
    check(metadata(&good(), "", PLACE), entity("https://login.test/SAML"), &["entity-differs"]);
    check(metadata(&good(), "validUntil=\"2026-12-24T00:00:00Z\"", PLACE), json!({}), &[]);
    check(metadata(&good(), "validUntil=\"2026-11-01T00:00:00Z\"", PLACE), json!({}), &["metadata-expired"]);
    check(metadata(&good(), "", "http://login.test/sso"), json!({}), &["unencrypted"]);
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>";
    let other = "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>";
    for broken in ["<html>sign in</html>", "not XML", "", bomb, other] {
        check(broken.to_owned(), json!({}), &["broken"]);
    }
    let provider = Provider::new(|_| Vec::new());
    let address = format!("{}/metadata", provider.own());
    provider.look("saml-metadata", &json!({ "address": address })).assert_faults(&["unreachable"]);
}

#[test]
fn a_weak_key_in_saml_metadata_is_found() {
    let folder = tempfile::TempDir::new().unwrap();
    super::openssl_server::openssl(
        folder.path(),
        "req -x509 -newkey rsa:1024 -nodes -days 3000 -keyout key.pem -out cert.pem -subj /CN=weak.test",
    );
    let text = std::fs::read_to_string(folder.path().join("cert.pem")).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let mut identity = Authority::new().issue("login.test", -100, 400);
    identity.chain[0] = STANDARD.decode(body).unwrap().into();
    saml_text(metadata(&[identity], "", PLACE), &json!({})).assert_faults(&["weak-key"]);
}
