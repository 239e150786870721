//! Signs zones (DNSSEC) for a time of the test's choice.

use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::proto::dnssec::crypto::Ed25519SigningKey;
use hickory_server::proto::dnssec::rdata::{DNSKEY, DNSSECRData, DS, RRSIG};
use hickory_server::proto::dnssec::{Algorithm, DigestType, DnssecSigner, SigningKey as _};
use hickory_server::proto::rr::{DNSClass, Name, RData, Record};
use hickory_server::store::in_memory::InMemoryZoneHandler;
use std::fmt::Write as _;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

/// A key and the time in which its signatures hold.
pub(crate) struct Signer {
    key: DnssecSigner,
    zone: Name,
    begins: OffsetDateTime,
}

impl Signer {
    /// A new key of `zone`, whose signatures hold from and until so many days from the tests' time.
    pub(crate) fn new(zone: &str, from: i64, until: i64) -> Self {
        let zone = Name::from_ascii(format!("{zone}.")).unwrap();
        let pair = Ed25519SigningKey::from_pkcs8(&Ed25519SigningKey::generate_pkcs8().unwrap()).unwrap();
        let dnskey = DNSKEY::from_key(&pair.to_public_key().unwrap());
        let lasts = Duration::days(until - from).unsigned_abs();
        let key = DnssecSigner::new(dnskey, Box::new(pair), zone.clone(), lasts);
        let now: domain::Moment = super::case::NOW.parse().unwrap();
        let begins = OffsetDateTime::from_unix_timestamp(now.unix_seconds()).unwrap() + Duration::days(from);
        Self { key, zone, begins }
    }

    /// The DS record of its key, as a line's value.
    pub(crate) fn ds(&self) -> String {
        let key = self.key.dnskey();
        let tag = self.key.calculate_key_tag().unwrap();
        let mut text = format!("{tag} {} 2 ", u8::from(Algorithm::ED25519));
        for byte in key.to_digest(&self.zone, DigestType::SHA256).unwrap().as_ref() {
            write!(text, "{byte:02x}").unwrap();
        }
        text
    }

    /// Adds the key to a zone and signs all its records.
    pub(crate) fn sign(&self, origin: &Name, handler: &mut InMemoryZoneHandler<TokioRuntimeProvider>) {
        let key = RData::DNSSEC(DNSSECRData::DNSKEY(self.key.to_dnskey()));
        handler.upsert_mut(Record::from_rdata(origin.clone(), 60, key), 1);
        for set in handler.records_get_mut().values_mut() {
            let signature = RRSIG::from_rrset(set, DNSClass::IN, self.begins, &self.key).unwrap();
            let data = RData::DNSSEC(DNSSECRData::RRSIG(signature));
            let record = Record::from_rdata(set.name().clone(), set.ttl(), data);
            Arc::make_mut(set).insert_rrsig(record);
        }
    }
}

/// A DS record of `tag algorithm digest-type digest`.
pub(crate) fn ds(value: &str) -> RData {
    let words: Vec<&str> = value.split(' ').collect();
    let [tag, algorithm, digest_type, digest] = words[..] else { panic!("no DS record: {value}") };
    let digest: Vec<u8> = (0..digest.len() / 2)
        .map(|at| u8::from_str_radix(&digest[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    let algorithm = Algorithm::from_u8(algorithm.parse().unwrap());
    let digest_type = DigestType::from(digest_type.parse::<u8>().unwrap());
    RData::DNSSEC(DNSSECRData::DS(DS::new(tag.parse().unwrap(), algorithm, digest_type, digest)))
}
