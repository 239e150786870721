//! What certificates say, and whether their keys and signatures are strong enough for today's clients.

use domain::Moment;
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};
use std::net::IpAddr;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::time::ASN1Time;

/// The most names of a certificate that are listed.
const NAMES_MAX: usize = 100;
/// Seconds in a day.
const DAY: i64 = 86_400;
/// The shortest RSA key that clients take (CA/Browser Forum Baseline Requirements, section 6.1.5).
const RSA_BITS_MIN: usize = 2_048;
/// Signature algorithms over MD2, MD5 or SHA-1, which can be forged: RSA, DSA, ECDSA.
const WEAK_SIGNATURES: [&str; 6] = [
    "1.2.840.113549.1.1.2",
    "1.2.840.113549.1.1.4",
    "1.2.840.113549.1.1.5",
    "1.2.840.10040.4.3",
    "1.2.840.10045.4.1",
    "1.3.14.3.2.29",
];
/// The extension by which a certificate demands a stapled OCSP answer (RFC 7633).
const TLS_FEATURE: &str = "1.3.6.1.5.5.7.1.24";
/// Its only value in use: `status_request`, as a list of one.
const STATUS_REQUEST: [u8; 5] = [0x30, 0x03, 0x02, 0x01, 0x05];

/// Reads a certificate; none if it is not one.
pub(crate) fn parse<'a>(der: &'a CertificateDer) -> Option<X509Certificate<'a>> {
    X509Certificate::from_der(der).ok().map(|(_, parsed)| parsed)
}

/// The time in which a certificate is valid, both ends included.
pub(crate) fn validity(der: &CertificateDer) -> Option<(Moment, Moment)> {
    let parsed = parse(der)?;
    Some((moment(parsed.validity().not_before)?, moment(parsed.validity().not_after)?))
}

fn moment(time: ASN1Time) -> Option<Moment> {
    Moment::from_unix_seconds(time.timestamp())
}

/// Whole days until it expires; negative once it has.
pub(crate) fn days_left(certificate: &X509Certificate, now: Moment) -> i64 {
    (certificate.validity().not_after.timestamp() - now.unix_seconds()).div_euclid(DAY)
}

/// What a server's own certificate says.
pub(crate) fn told(certificate: &X509Certificate, now: Moment) -> Value {
    let (algorithm, bits) = key(certificate);
    json!({
        "subject": certificate.subject().to_string(),
        "issuer": certificate.issuer().to_string(),
        "names": names(certificate),
        "serial": certificate.raw_serial_as_string(),
        "not_before": moment(certificate.validity().not_before),
        "not_after": moment(certificate.validity().not_after),
        "days_left": days_left(certificate, now),
        "started": certificate.validity().not_before.timestamp() <= now.unix_seconds(),
        "key_algorithm": algorithm,
        "key_bits": bits,
        "weak_key": has_weak_key(certificate),
        "signature_algorithm": certificate.signature_algorithm.algorithm.to_id_string(),
        "weak_signature": has_weak_signature(certificate),
        "must_staple": demands_staple(certificate),
    })
}

/// What is told of a certificate in a chain.
pub(crate) fn told_briefly(certificate: &X509Certificate) -> Value {
    json!({
        "subject": certificate.subject().to_string(),
        "issuer": certificate.issuer().to_string(),
        "not_after": moment(certificate.validity().not_after),
    })
}

/// The names that the certificate is for; where there are none, clients accept none.
fn names(certificate: &X509Certificate) -> Vec<String> {
    let alternatives = certificate.subject_alternative_name().ok().flatten();
    let names = alternatives.iter().flat_map(|extension| &extension.value.general_names);
    names.filter_map(shown_name).take(NAMES_MAX).collect()
}

fn shown_name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(*bytes).map(IpAddr::from);
            v4.or_else(|_| <[u8; 16]>::try_from(*bytes).map(IpAddr::from)).ok().map(|ip| ip.to_string())
        }
        _ => None,
    }
}

/// The algorithm of its key and the key's size in bits; 0 where the algorithm fixes it.
pub(crate) fn key(certificate: &X509Certificate) -> (&'static str, usize) {
    match certificate.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => ("RSA", key.key_size()),
        Ok(PublicKey::EC(point)) => ("EC", point.key_size()),
        Ok(PublicKey::DSA(_)) => ("DSA", 0),
        _ => ("other", 0),
    }
}

/// Whether clients refuse its key: RSA of fewer than 2048 bits, or DSA.
pub(crate) fn has_weak_key(certificate: &X509Certificate) -> bool {
    matches!(key(certificate), ("RSA", 0..RSA_BITS_MIN) | ("DSA", _))
}

/// Whether its signature can be forged. Nobody checks the one that a root made for itself.
pub(crate) fn has_weak_signature(certificate: &X509Certificate) -> bool {
    let algorithm = certificate.signature_algorithm.algorithm.to_id_string();
    WEAK_SIGNATURES.contains(&algorithm.as_str()) && certificate.subject() != certificate.issuer()
}

/// Whether it demands that its server staples an OCSP answer.
fn demands_staple(certificate: &X509Certificate) -> bool {
    let mut features = certificate.extensions().iter().filter(|one| one.oid.to_id_string() == TLS_FEATURE);
    features.any(|feature| feature.value == STATUS_REQUEST)
}
