//! Certificates in files: how long they last, how strong they are, whether they stand in order.
//!
//! Private keys in the same files are counted and go no further: their bytes never leave the reader's buffer.

mod file;

use crate::CollectError;
use crate::certificate;
use crate::site::Site;
use diagnostics::collector::CertificateFiles;
use file::Held;
use rustls::pki_types::CertificateDer;
use serde::Serialize;
use serde_json::{Value, json};
use x509_parser::certificate::X509Certificate;

/// The most certificates that are told one by one.
const TOLD_MAX: usize = 200;

/// The most names of one list.
const NAMES_MAX: usize = 200;

/// A count with names, as many as there is room for.
#[derive(Debug, Default, Serialize)]
struct Noted {
    count: usize,
    names: Vec<String>,
}

impl Noted {
    fn add(&mut self, name: String) {
        self.count += 1;
        if self.names.len() < NAMES_MAX {
            self.names.push(name);
        }
    }
}

/// What all files came to.
#[derive(Default)]
struct Found {
    told: Vec<Value>,
    certificates: usize,
    without: usize,
    private_keys: usize,
    expired: Noted,
    expiring: Noted,
    not_started: Noted,
    weak_keys: Noted,
    weak_signatures: Noted,
    disordered: Noted,
    open_keys: Noted,
    unreadable: Noted,
    soonest: Option<i64>,
}

/// Reads one file after the other.
pub(super) fn collect(site: &mut Site, parameters: &CertificateFiles) -> Result<Value, CollectError> {
    let glob = parameters.files.get(site.inputs)?;
    let warn_days = i64::try_from(parameters.warn_days.get(site.inputs)?).unwrap_or(i64::MAX);
    let stop = site.stop;
    let files = site.scope.files(site.subscription, &glob, false, &|| !stop.is_stopped())?;
    let (mut found, mut looked_at) = (Found::default(), 0);
    for file in &files.files {
        if !site.go_on()? {
            break;
        }
        looked_at += 1;
        let path = file.path().display().to_string();
        match file::read(site, file) {
            Ok(held) => found.file(site, &path, &held, warn_days),
            Err(reason) => found.unreadable.add(format!("{path} ({reason})")),
        }
    }
    Ok(json!({
        "files_found": files.files.len(),
        "files_read": looked_at,
        "incomplete": files.incomplete,
        "count": found.certificates,
        "files_without": found.without,
        "private_keys": found.private_keys,
        "soonest_days": found.soonest,
        "expired": found.expired,
        "expiring": found.expiring,
        "not_started": found.not_started,
        "weak_keys": found.weak_keys,
        "weak_signatures": found.weak_signatures,
        "disordered": found.disordered,
        "open_keys": found.open_keys,
        "unreadable": found.unreadable,
        "certificates": found.told,
    }))
}

impl Found {
    fn file(&mut self, site: &mut Site, path: &str, held: &Held, warn_days: i64) {
        self.private_keys += held.private_keys;
        if held.private_keys > 0 && held.is_open_to_all {
            self.open_keys.add(path.to_owned());
        }
        if let Some(reason) = held.fault {
            self.unreadable.add(format!("{path} ({reason})"));
        }
        let parsed: Vec<X509Certificate> = held.certificates.iter().filter_map(certificate::parse).collect();
        if parsed.len() < held.certificates.len() {
            self.unreadable.add(format!("{path} (it holds what is no certificate)"));
        }
        self.without += usize::from(held.certificates.is_empty() && held.fault.is_none());
        if is_disordered(&parsed) {
            self.disordered.add(path.to_owned());
        }
        for (position, certificate) in parsed.iter().enumerate() {
            self.certificate(site, path, position, certificate, warn_days);
        }
    }

    fn certificate(
        &mut self,
        site: &mut Site,
        path: &str,
        position: usize,
        certificate: &X509Certificate,
        warn_days: i64,
    ) {
        self.certificates += 1;
        let days = certificate::days_left(certificate, site.now);
        self.soonest = Some(self.soonest.map_or(days, |soonest| soonest.min(days)));
        let named = || format!("{path}: {}", certificate.subject());
        if days < 0 {
            self.expired.add(named());
        } else if days < warn_days {
            self.expiring.add(format!("{} ({days})", named()));
        }
        if certificate.validity().not_before.timestamp() > site.now.unix_seconds() {
            self.not_started.add(named());
        }
        if certificate::has_weak_key(certificate) {
            self.weak_keys.add(named());
        }
        if certificate::has_weak_signature(certificate) {
            self.weak_signatures.add(named());
        }
        if self.told.len() < TOLD_MAX && site.budget.take_row() {
            let mut told = certificate::told(certificate, site.now);
            told["file"] = json!(path);
            told["position"] = json!(position);
            told["is_authority"] = json!(certificate.is_ca());
            self.told.push(told);
        }
    }
}

/// Whether a server's certificate is followed by others, of which some do not sign the one before: servers send files as
/// they are. Bundles of authorities have no order.
fn is_disordered(certificates: &[X509Certificate]) -> bool {
    let begins_with_authority = certificates.first().is_some_and(|first| first.is_ca());
    let is_bundle = certificates.iter().all(|one| one.is_ca());
    let mut links = certificates.iter().zip(certificates.iter().skip(1));
    let follows =
        |(issued, issuer): (&X509Certificate, &X509Certificate)| issued.issuer() == issuer.subject();
    !is_bundle && (begins_with_authority || !links.all(follows))
}

/// The certificate of a stretch of DER, if it is one.
fn is_certificate(der: &CertificateDer) -> bool {
    certificate::parse(der).is_some()
}
