//! The certificate chain that a server presents.

use crate::CollectError;
use crate::network::LATE;
use crate::site::Site;
use crate::tls::{self, Authorities, Session};
use diagnostics::collector::TlsCertificate;
use diagnostics::{InputError, Optional as _};
use domain::Moment;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::{Value, json};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::time::ASN1Time;

/// The most names of a certificate that are listed.
const NAMES_MAX: usize = 100;
/// Seconds in a day.
const DAY: i64 = 86_400;

/// Connects, makes a handshake and describes the chain.
pub(super) fn collect(site: &mut Site, parameters: &TlsCertificate) -> Result<Value, CollectError> {
    let host = parameters.host.get(site.inputs)?;
    let port = parameters.port.get(site.inputs)?;
    let asked = parameters.server_name.find(site.inputs)?;
    let asked = asked.unwrap_or_else(|| host.clone());
    let unfit = || InputError::Unfit { input: "server_name".to_owned(), value: asked.clone() };
    let name = tls::server_name(&asked).ok_or_else(unfit)?;

    let mut facts = json!({
        "host": host, "port": port, "server_name": asked, "connected": false, "handshake": false, "error": null,
    });
    let dialed = match site.dial(&host, port)? {
        Ok(dialed) => dialed,
        Err(unreached) => {
            facts["error"] = json!(unreached.reason());
            return Ok(facts);
        }
    };
    facts["connected"] = json!(true);
    facts["address"] = json!(dialed.address.ip());
    match site.wait(tls::shake_hands(dialed.stream, name.clone()))? {
        Some(Ok(session)) => described(site, &mut facts, &session, &name)?,
        Some(Err(reason)) => facts["error"] = json!(reason),
        None => facts["error"] = json!(LATE),
    }
    Ok(facts)
}

/// The time in which a certificate is valid, both ends included.
pub(crate) fn validity(certificate: &CertificateDer) -> Option<(Moment, Moment)> {
    let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
    Some((moment(parsed.validity().not_before)?, moment(parsed.validity().not_after)?))
}

fn moment(time: ASN1Time) -> Option<Moment> {
    Moment::from_unix_seconds(time.timestamp())
}

/// Adds to `facts` what the chain of a session is and what clients would think of it.
pub(super) fn described(
    site: &mut Site,
    facts: &mut Value,
    session: &Session,
    name: &ServerName,
) -> Result<(), CollectError> {
    let parsed: Vec<X509Certificate> = session
        .chain
        .iter()
        .filter_map(|der| X509Certificate::from_der(der).ok())
        .map(|(_, parsed)| parsed)
        .collect();
    let Some(leaf) = parsed.first().filter(|_| parsed.len() == session.chain.len()) else {
        facts["error"] = json!("the server presents no readable certificate");
        return Ok(());
    };
    let judgement = Authorities::load(site)?.judge(&session.chain, name, site.now);
    let links = parsed.iter().zip(parsed.iter().skip(1));
    let linked = links.clone().all(|(issued, issuer)| issued.issuer() == issuer.subject());
    let details = json!({
        "handshake": true,
        "protocol": session.protocol,
        "cipher_suite": session.cipher,
        "chain": parsed.iter().map(|certificate| link(certificate)).collect::<Vec<_>>(),
        "chain_length": parsed.len(),
        "chain_linked": linked,
        "self_signed": leaf.subject() == leaf.issuer(),
        "name_matches": judgement.name_matches,
        "trusted": judgement.distrust.is_none(),
        "trust_error": judgement.distrust,
    });
    for part in [details, own(leaf, site.now)] {
        if let (Some(facts), Value::Object(part)) = (facts.as_object_mut(), part) {
            facts.extend(part);
        }
    }
    Ok(())
}

/// What the server's own certificate says.
fn own(leaf: &X509Certificate, now: Moment) -> Value {
    let now = now.unix_seconds();
    let (from, until) = (leaf.validity().not_before.timestamp(), leaf.validity().not_after.timestamp());
    let (algorithm, bits) = key(leaf);
    json!({
        "subject": leaf.subject().to_string(),
        "issuer": leaf.issuer().to_string(),
        "names": names(leaf),
        "serial": leaf.raw_serial_as_string(),
        "not_before": moment(leaf.validity().not_before),
        "not_after": moment(leaf.validity().not_after),
        "days_left": (until - now).div_euclid(DAY),
        "started": from <= now,
        "key_algorithm": algorithm,
        "key_bits": bits,
        "signature_algorithm": leaf.signature_algorithm.algorithm.to_id_string(),
    })
}

fn link(certificate: &X509Certificate) -> Value {
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
            let v4 = <[u8; 4]>::try_from(*bytes).map(std::net::IpAddr::from);
            v4.or_else(|_| <[u8; 16]>::try_from(*bytes).map(std::net::IpAddr::from))
                .ok()
                .map(|ip| ip.to_string())
        }
        _ => None,
    }
}

fn key(certificate: &X509Certificate) -> (&'static str, usize) {
    match certificate.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => ("RSA", key.key_size()),
        Ok(PublicKey::EC(point)) => ("EC", point.key_size()),
        _ => ("other", 0),
    }
}
