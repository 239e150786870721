//! DKIM keys (RFC 6376, section 3.6.1; RFC 8463).

use super::tags::{tags, value};
use crate::dns::Dns;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

/// RSA keys below this many bits are weak (RFC 8301 asks signers for 2048).
const STRONG_BITS: usize = 2_048;

/// The keys of the selectors that were asked for.
#[derive(Debug, Default, Serialize)]
pub(super) struct Dkim {
    keys: Vec<Key>,
    /// Selectors without a valid key.
    missing: Vec<String>,
    /// Selectors with a short key.
    weak: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Key {
    selector: String,
    /// What is wrong with the key, if it is not valid.
    error: Option<String>,
    algorithm: Option<String>,
    bits: Option<usize>,
    /// The domain asks receivers to ignore failures.
    testing: bool,
}

pub(super) async fn read(dkim: &mut Dkim, dns: &mut Dns, domain: &str, selectors: &[String]) {
    for selector in selectors {
        let Some(texts) = dns.texts(&format!("{selector}._domainkey.{domain}")).await else { continue };
        let found = judged(selector, &texts);
        if found.error.is_some() {
            dkim.missing.push(selector.clone());
        } else if found.algorithm.as_deref() == Some("rsa") && found.bits < Some(STRONG_BITS) {
            dkim.weak.push(selector.clone());
        }
        dkim.keys.push(found);
    }
}

fn judged(selector: &str, texts: &[String]) -> Key {
    let mut found =
        Key { selector: selector.to_owned(), error: None, algorithm: None, bits: None, testing: false };
    let [record] = texts else {
        found.error = Some(format!("it has {} records instead of 1", texts.len()));
        return found;
    };
    let tags = tags(record);
    let kind = value(&tags, "k").unwrap_or("rsa").to_ascii_lowercase();
    found.testing = value(&tags, "t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y"));
    match value(&tags, "p").map(|key| key_bits(&kind, key)) {
        Some(Ok(bits)) => found.bits = Some(bits),
        Some(Err(reason)) => found.error = Some(reason.to_owned()),
        None => found.error = Some("`p` is missing".to_owned()),
    }
    if value(&tags, "v").is_some_and(|version| version != "DKIM1") {
        found.error = Some("`v` is not DKIM1".to_owned());
    }
    found.algorithm = Some(kind);
    found
}

/// The bits of a key as written in `p`.
fn key_bits(kind: &str, key: &str) -> Result<usize, &'static str> {
    let key: String = key.chars().filter(|c| !c.is_whitespace()).collect();
    if key.is_empty() {
        return Err("the key was revoked");
    }
    let bytes = STANDARD.decode(key).map_err(|_| "the key is not base64")?;
    match kind {
        "rsa" => rsa_bits(&bytes).ok_or("the key is not an RSA key"),
        "ed25519" if bytes.len() == 32 => Ok(256),
        "ed25519" => Err("the key is not an Ed25519 key"),
        _ => Err("the key type is unknown"),
    }
}

fn rsa_bits(bytes: &[u8]) -> Option<usize> {
    let (_, info) = SubjectPublicKeyInfo::from_der(bytes).ok()?;
    match info.parsed().ok()? {
        PublicKey::RSA(key) => Some(key.key_size()),
        _ => None,
    }
}
