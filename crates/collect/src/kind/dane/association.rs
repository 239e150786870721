//! What one TLSA record says of a certificate (RFC 6698, RFC 7671).

use crate::certificate;
use crate::tls::Authorities;
use aws_lc_rs::digest::{SHA256, SHA512, digest};
use domain::Moment;
use hickory_resolver::proto::rr::rdata::TLSA;
use rustls::pki_types::{CertificateDer, ServerName};
use std::fmt::Write as _;

/// An authority that the chain leads to.
const DANE_TA: u8 = 2;
/// The server's own certificate.
const DANE_EE: u8 = 3;
const WHOLE: u8 = 0;
const KEY: u8 = 1;

/// A record's numbers and its data.
pub(super) struct Association {
    pub(super) usage: u8,
    pub(super) selector: u8,
    pub(super) matching: u8,
    data: Vec<u8>,
}

impl Association {
    pub(super) fn of(record: &TLSA) -> Self {
        Self {
            usage: record.cert_usage.into(),
            selector: record.selector.into(),
            matching: record.matching.into(),
            data: record.cert_data.clone(),
        }
    }

    /// Whether servers that deliver mail can use it: usages 0 and 1 are for the Web (RFC 7672, section 3.1.3).
    pub(super) fn is_usable(&self) -> bool {
        let length = match self.matching {
            0 => !self.data.is_empty(),
            1 => self.data.len() == 32,
            2 => self.data.len() == 64,
            _ => false,
        };
        matches!(self.usage, DANE_TA | DANE_EE) && matches!(self.selector, WHOLE | KEY) && length
    }

    /// Whether a server that presents `chain` is the one that it means. For its own certificate, neither name nor time
    /// matters (RFC 7672, section 3.1.1); from an authority, the chain must hold for `name` at `now` (section 3.1.2).
    pub(super) fn matches(&self, chain: &[CertificateDer<'static>], name: &ServerName, now: Moment) -> bool {
        if !self.is_usable() {
            return false;
        }
        if self.usage == DANE_EE {
            return chain.first().is_some_and(|leaf| self.is_of(leaf));
        }
        let authorities = chain.iter().skip(1).filter(|certificate| self.is_of(certificate));
        authorities.take(chain.len()).any(|authority| {
            let only = Authorities::only_one(authority.clone());
            only.is_some_and(|only| only.judge(chain, name, now).refusal.is_none())
        })
    }

    fn is_of(&self, certificate: &CertificateDer) -> bool {
        let selected = if self.selector == WHOLE {
            Some(certificate.as_ref().to_vec())
        } else {
            certificate::parse(certificate).map(|parsed| parsed.public_key().raw.to_vec())
        };
        selected.is_some_and(|selected| match self.matching {
            0 => selected == self.data,
            1 => digest(&SHA256, &selected).as_ref() == self.data,
            _ => digest(&SHA512, &selected).as_ref() == self.data,
        })
    }
}

/// The data of a record `3 1 1` that would fit the certificate.
pub(super) fn key_sha256(certificate: &CertificateDer<'static>) -> Option<String> {
    let parsed = certificate::parse(certificate)?;
    let mut text = String::new();
    for byte in digest(&SHA256, parsed.public_key().raw).as_ref() {
        // Writing into memory does not fail.
        let _written = write!(text, "{byte:02x}");
    }
    Some(text)
}
