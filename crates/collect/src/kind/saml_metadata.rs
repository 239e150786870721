//! The metadata that a SAML identity provider publishes of itself (OASIS SAML 2.0 Metadata): how long it is valid, and the
//! certificates that its assertions are signed with.

use crate::CollectError;
use crate::certificate;
use crate::site::Site;
use crate::web::{self, Address, Answered, Ask};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diagnostics::InputError;
use diagnostics::collector::SamlMetadata;
use domain::Moment;
use roxmltree::{Document, Node};
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The longest metadata that is read, in bytes: one provider, no federation.
const METADATA_BYTES_MAX: usize = 1 << 20;
/// The namespace of metadata.
const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// The most certificates that are told.
const CERTIFICATES_MAX: usize = 50;
/// Seconds in a day.
const DAY: i64 = 86_400;

/// Asks for the metadata and reads them.
pub(super) fn collect(site: &mut Site, parameters: &SamlMetadata) -> Result<Value, CollectError> {
    let text = parameters.address.get(site.inputs)?;
    let warn_days = i64::try_from(parameters.warn_days.get(site.inputs)?).unwrap_or(i64::MAX);
    let unfit = || InputError::Unfit { input: "address".to_owned(), value: text.clone() };
    let address = Address::parse(&text).ok_or_else(unfit)?;
    let answered = web::ask(site, &Ask::of(&address, METADATA_BYTES_MAX + 1))?;
    let way = &answered.way;
    let mut facts = json!({
        "address": address.shown(), "status": way.status, "failed_phase": way.failed_phase,
        "error": way.error.as_ref().or(way.certificate_error.as_ref()),
        "readable": false, "fault": null, "entity": null, "has_end": false, "valid_days": 0, "unencrypted": 0,
        "signing": 0, "valid": 0, "expired": 0, "expiring": 0, "last_days": null, "weak": 0, "certificates": [],
    });
    if way.status == 200 {
        match read(&answered, site.now, warn_days) {
            Ok(read) => merge(&mut facts, read),
            Err(fault) => facts["fault"] = json!(fault),
        }
    }
    Ok(facts)
}

fn merge(facts: &mut Value, read: Value) {
    if let (Some(facts), Value::Object(read)) = (facts.as_object_mut(), read) {
        facts.extend(read);
    }
}

fn read(answered: &Answered, now: Moment, warn_days: i64) -> Result<Value, String> {
    if answered.body.len() > METADATA_BYTES_MAX {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let text = std::str::from_utf8(&answered.body).map_err(|_| "it is not UTF-8".to_owned())?;
    // Without a DTD there are no entities to expand.
    let document =
        Document::parse(text).map_err(|error| format!("it is not XML (line {})", error.pos().row))?;
    let entity = document.root_element();
    if !entity.has_tag_name((METADATA, "EntityDescriptor")) {
        return Err("it is not the metadata of one provider".to_owned());
    }
    let provider = entity.children().find(|child| child.has_tag_name((METADATA, "IDPSSODescriptor")));
    let provider = provider.ok_or_else(|| "it describes no identity provider".to_owned())?;
    let days: Vec<(i64, bool, String)> = certificates(provider, now);
    let valid_until = entity.attribute("validUntil").and_then(|text| text.parse::<Moment>().ok());
    let lasting = days.iter().filter(|(days, ..)| *days >= 0);
    Ok(json!({
        "readable": true,
        "entity": entity.attribute("entityID").map(|id| id.chars().take(500).collect::<String>()),
        "has_end": valid_until.is_some(),
        "valid_days": valid_until.map_or(0, |end| (end.unix_seconds() - now.unix_seconds()).div_euclid(DAY)),
        "unencrypted": unencrypted(provider),
        "signing": days.len(),
        "valid": lasting.clone().count(),
        "expired": days.iter().filter(|(days, ..)| *days < 0).count(),
        "expiring": lasting.filter(|(days, ..)| *days < warn_days).count(),
        "last_days": days.iter().map(|(days, ..)| *days).max(),
        "weak": days.iter().filter(|(_, weak, _)| *weak).count(),
        "certificates": days.iter().map(|(days, weak, subject)| {
            json!({"subject": subject, "days_left": days, "weak_key": weak})
        }).collect::<Vec<_>>(),
    }))
}

/// The provider's signing certificates, each once: days left, whether the key is weak, and the subject.
fn certificates(provider: Node, now: Moment) -> Vec<(i64, bool, String)> {
    let keys = provider.children().filter(|child| child.has_tag_name((METADATA, "KeyDescriptor")));
    let signing = keys.filter(|key| key.attribute("use").is_none_or(|usage| usage == "signing"));
    let texts =
        signing.flat_map(|key| key.descendants().filter(|node| node.tag_name().name() == "X509Certificate"));
    let plain: BTreeSet<String> = texts
        .filter_map(|node| Some(node.text()?.split_whitespace().collect()))
        .take(CERTIFICATES_MAX)
        .collect();
    let judged = |text: &String| {
        let der = CertificateDer::from(STANDARD.decode(text).ok()?);
        let parsed = certificate::parse(&der)?;
        let days = certificate::days_left(&parsed, now);
        Some((days, certificate::has_weak_key(&parsed), parsed.subject().to_string()))
    };
    plain.iter().filter_map(judged).collect()
}

/// How many of the places that people sign in at are not encrypted.
fn unencrypted(provider: Node) -> usize {
    let places = provider.children().filter(|child| child.has_tag_name((METADATA, "SingleSignOnService")));
    places.filter(|place| place.attribute("Location").is_some_and(|at| !at.starts_with("https://"))).count()
}
