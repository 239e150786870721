//! What an `OpenID` Connect provider publishes of itself: its discovery document (`OpenID` Connect Discovery 1.0) and
//! the keys that its tokens are signed with (RFC 7517).

mod keys;

use crate::CollectError;
use crate::site::Site;
use crate::web::{self, Address, Answered, Ask};
use diagnostics::InputError;
use diagnostics::collector::OidcMetadata;
use serde_json::{Value, json};

/// Where the discovery document stands below the issuer (section 4).
const PATH: &str = "/.well-known/openid-configuration";
/// The longest document that is read, in bytes.
const DOCUMENT_BYTES_MAX: usize = 256 << 10;
/// What has to be in the document (section 3).
const REQUIRED: [&str; 6] = [
    "issuer",
    "authorization_endpoint",
    "jwks_uri",
    "response_types_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
];
/// The most algorithms that are told.
const ALGORITHMS_MAX: usize = 20;

/// Reads the document, then the keys that it names.
pub(super) fn collect(site: &mut Site, parameters: &OidcMetadata) -> Result<Value, CollectError> {
    let issuer = parameters.issuer.get(site.inputs)?;
    let hosts = parameters.hosts(site.inputs)?;
    let unfit = || InputError::Unfit { input: "issuer".to_owned(), value: issuer.clone() };
    let address = Address::parse(&format!("{}{PATH}", issuer.trim_end_matches('/'))).ok_or_else(unfit)?;
    let answered = fetch(site, &address)?;
    let document = document(&answered);
    let mut facts = json!({
        "issuer": issuer,
        "document": told(&answered),
        "readable": document.is_some(),
        "named_issuer": null, "issuer_matches": false, "missing": [], "unencrypted": [], "algorithms": [],
        "unsigned_tokens": false, "keys_address": null, "keys_declared": false,
        "key_document": {"status": 0, "failed_phase": "", "error": null},
        "keys_readable": false, "keys": keys::judged(&Value::Null, site.now),
    });
    let Some(document) = document else { return Ok(facts) };
    judge(&mut facts, &document, &issuer);
    let Some(keys) = document["jwks_uri"].as_str().and_then(Address::parse) else { return Ok(facts) };
    facts["keys_address"] = json!(keys.shown());
    let is_declared =
        hosts.iter().any(|(host, port)| host.eq_ignore_ascii_case(&keys.host) && *port == keys.port);
    facts["keys_declared"] = json!(is_declared);
    if is_declared {
        let answered = fetch(site, &keys)?;
        let document = self::document(&answered);
        facts["key_document"] = told(&answered);
        facts["keys_readable"] = json!(document.is_some());
        facts["keys"] = keys::judged(&document.unwrap_or_default(), site.now);
    }
    Ok(facts)
}

fn fetch(site: &mut Site, address: &Address) -> Result<Answered, CollectError> {
    web::ask(site, &Ask::of(address, DOCUMENT_BYTES_MAX + 1))
}

/// The JSON object that came back; none if it was anything else.
fn document(answered: &Answered) -> Option<Value> {
    let whole = answered.way.status == 200 && answered.body.len() <= DOCUMENT_BYTES_MAX;
    serde_json::from_slice(&answered.body).ok().filter(|document: &Value| whole && document.is_object())
}

fn told(answered: &Answered) -> Value {
    let way = &answered.way;
    json!({
        "status": way.status, "failed_phase": way.failed_phase,
        "error": way.error.as_ref().or(way.certificate_error.as_ref()),
        "total_ms": way.total_ms, "bytes": way.body_bytes,
    })
}

fn judge(facts: &mut Value, document: &Value, issuer: &str) {
    let named = document["issuer"].as_str();
    facts["named_issuer"] = json!(named.map(|named| named.chars().take(500).collect::<String>()));
    // Relying parties compare letter by letter (section 4.3).
    facts["issuer_matches"] = json!(named == Some(issuer));
    facts["missing"] = REQUIRED.iter().filter(|field| document[**field].is_null()).copied().collect();
    let fields = document.as_object().into_iter().flatten();
    let unencrypted = fields.filter(|(name, value)| {
        let is_address = name.ends_with("_endpoint") || *name == "jwks_uri" || *name == "issuer";
        is_address && value.as_str().is_some_and(|text| !text.starts_with("https://"))
    });
    facts["unencrypted"] = unencrypted.map(|(name, _)| name.clone()).collect();
    let algorithms =
        document["id_token_signing_alg_values_supported"].as_array().cloned().unwrap_or_default();
    let algorithms: Vec<&str> = algorithms.iter().filter_map(Value::as_str).take(ALGORITHMS_MAX).collect();
    facts["unsigned_tokens"] = json!(algorithms.contains(&"none"));
    facts["algorithms"] = json!(algorithms);
}
