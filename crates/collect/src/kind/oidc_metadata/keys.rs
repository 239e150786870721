//! The keys that tokens are signed with (RFC 7517, RFC 7518). They are public; their ids and values are not told all the
//! same, since nobody needs them.

use crate::certificate;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::Moment;
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The most keys that are looked at.
const KEYS_MAX: usize = 50;
/// The shortest RSA key for signatures, in bits (RFC 7518, section 3.3).
const RSA_BITS_MIN: usize = 2_048;
/// The members of a key that only its owner may have.
const PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "k"];

/// What a set of keys is good for.
pub(super) fn judged(document: &Value, now: Moment) -> Value {
    let keys: Vec<&Value> = document["keys"].as_array().into_iter().flatten().take(KEYS_MAX).collect();
    let signing: Vec<&&Value> =
        keys.iter().filter(|key| key["use"].as_str().unwrap_or("sig") == "sig").collect();
    let expiries: Vec<i64> = signing.iter().filter_map(|key| days_left(key, now)).collect();
    let ids: Vec<&str> = keys.iter().filter_map(|key| key["kid"].as_str()).collect();
    let is_weak = |key: &Value| rsa_bits(key).is_some_and(|bits| bits < RSA_BITS_MIN);
    let is_private = |key: &Value| PRIVATE.iter().any(|name| key.get(name).is_some());
    let is_lasting = |key: &Value| days_left(key, now).is_none_or(|days| days >= 0);
    json!({
        "count": keys.len(),
        "signing": signing.len(),
        "valid": signing.iter().filter(|key| is_lasting(key)).count(),
        "expired": expiries.iter().filter(|days| **days < 0).count(),
        "dated": expiries.len(),
        // The last key to expire says when signing ends; a key without a certificate has no end.
        "last_days": if expiries.len() == signing.len() { expiries.iter().max().copied() } else { None },
        "weak": keys.iter().filter(|key| is_weak(key)).count(),
        "private": keys.iter().filter(|key| is_private(key)).count(),
        "without_id": keys.len() - ids.len(),
        "same_ids": ids.len() - ids.iter().collect::<BTreeSet<_>>().len(),
        "told": keys.iter().map(|key| told(key, now)).collect::<Vec<_>>(),
    })
}

fn told(key: &Value, now: Moment) -> Value {
    let word = |name: &str| key[name].as_str().map(|text| text.chars().take(20).collect::<String>());
    json!({
        "type": word("kty"), "use": word("use"), "algorithm": word("alg"), "curve": word("crv"),
        "rsa_bits": rsa_bits(key), "days_left": days_left(key, now),
    })
}

/// The size of an RSA key's modulus.
fn rsa_bits(key: &Value) -> Option<usize> {
    let modulus = URL_SAFE_NO_PAD.decode(key["n"].as_str()?.trim_end_matches('=')).ok()?;
    let first = modulus.iter().position(|byte| *byte != 0)?;
    let zeros = modulus.get(first)?.leading_zeros();
    Some((modulus.len() - first) * 8 - usize::try_from(zeros).ok()?)
}

/// Days until the key's certificate expires; none if it has no certificate.
fn days_left(key: &Value, now: Moment) -> Option<i64> {
    let der = CertificateDer::from(STANDARD.decode(key["x5c"].get(0)?.as_str()?).ok()?);
    Some(certificate::days_left(&certificate::parse(&der)?, now))
}
