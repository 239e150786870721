//! Whether a zone's signatures lead up to its parent (RFC 4035, section 5).

use domain::Moment;
use hickory_resolver::proto::dnssec::Verifier as _;
use hickory_resolver::proto::dnssec::rdata::{DNSKEY, DNSSECRData, DS, RRSIG};
use hickory_resolver::proto::rr::{DNSClass, Name, RData, Record, RecordType};
use serde::Serialize;

/// Seconds in a day.
const DAY: i32 = 86_400;
/// The most keys, digests and signatures that are looked at: each pair costs a computation.
const LOOKED_AT_MAX: usize = 16;

/// A zone's keys, and one more set of its records, with their signatures.
pub(in crate::kind) struct Signed {
    pub(in crate::kind) keys: Vec<Record>,
    /// Whose records the others are, and of which type.
    pub(in crate::kind) owner: Name,
    pub(in crate::kind) kind: RecordType,
    pub(in crate::kind) answer: Vec<Record>,
}

/// The zone that signed the records of this type; none if nobody did.
pub(in crate::kind) fn signer(records: &[Record], kind: RecordType) -> Option<Name> {
    let mut signatures = records.iter().filter_map(signature);
    signatures.find(|signature| signature.input().type_covered == kind).map(|s| s.input().signer_name.clone())
}

/// Why validating resolvers refuse signed records of a zone that its parent's `ds` name; none if they do not.
pub(in crate::kind) fn refusal(zone: &Name, ds: &[DS], signed: &Signed, now: Moment) -> Option<String> {
    let chain = Chain::judge(zone, ds, signed, now);
    if chain.key_count == 0 {
        return Some("the zone has no keys".to_owned());
    }
    chain.refused
}

/// What the signatures are worth.
#[derive(Debug, Default, Serialize)]
pub(super) struct Chain {
    /// Whether it could be looked at: some server of the zone was asked and serves it.
    judged: bool,
    ds_count: usize,
    ds_tags: Vec<u16>,
    key_count: usize,
    key_tags: Vec<u16>,
    /// Whether some DS record of the parent is about some key of the zone.
    linked: bool,
    /// Why validating resolvers refuse the zone's answers, if they do.
    refused: Option<String>,
    /// Days until the first signature ends that nothing replaces; none if it is not signed.
    days_left: Option<i32>,
}

impl Chain {
    /// Judges as a resolver would at `now`.
    pub(super) fn judge(zone: &Name, ds: &[DS], signed: &Signed, now: Moment) -> Self {
        let keys = keys(&signed.keys);
        let mut chain = Self {
            judged: true,
            ds_count: ds.len(),
            ds_tags: ds.iter().map(DS::key_tag).take(LOOKED_AT_MAX).collect(),
            key_count: keys.len(),
            key_tags: keys.iter().filter_map(|key| key.calculate_key_tag().ok()).collect(),
            ..Self::default()
        };
        if keys.is_empty() {
            return chain;
        }
        let trusted: Vec<&DNSKEY> =
            keys.iter().copied().filter(|key| ds.iter().any(|ds| is_about(ds, zone, key))).collect();
        chain.linked = !trusted.is_empty();
        let now = seconds(now);
        // Without a DS record nobody validates, and the zone's own keys are all there is to go by.
        let anchors = if ds.is_empty() { &keys } else { &trusted };
        let sets = [
            (zone, RecordType::DNSKEY, &signed.keys, anchors),
            (&signed.owner, signed.kind, &signed.answer, &keys),
        ];
        for (owner, kind, records, signers) in sets {
            match days_left(owner, kind, records, signers, now) {
                Ok(days) => chain.days_left = Some(chain.days_left.map_or(days, |least| least.min(days))),
                Err(reason) => {
                    chain.refused.get_or_insert(format!("{kind}: {reason}"));
                }
            }
        }
        chain
    }
}

fn key(record: &Record) -> Option<&DNSKEY> {
    match &record.data {
        RData::DNSSEC(DNSSECRData::DNSKEY(key)) => Some(key),
        _ => None,
    }
}

fn signature(record: &Record) -> Option<&RRSIG> {
    match &record.data {
        RData::DNSSEC(DNSSECRData::RRSIG(signature)) => Some(signature),
        _ => None,
    }
}

/// The keys of a zone that can sign it.
fn keys(records: &[Record]) -> Vec<&DNSKEY> {
    records.iter().filter_map(key).filter(|key| key.zone_key() && !key.revoke()).take(LOOKED_AT_MAX).collect()
}

/// Whether a DS record is about a key. One of an unknown digest is about none: resolvers pass it over.
fn is_about(ds: &DS, zone: &Name, key: &DNSKEY) -> bool {
    let tag_fits = key.calculate_key_tag().is_ok_and(|tag| tag == ds.key_tag());
    tag_fits && ds.covers(zone, key).unwrap_or(false)
}

/// Days that the records of this type are still signed by one of `signers`, or why they are not.
fn days_left(
    owner: &Name,
    kind: RecordType,
    records: &[Record],
    signers: &[&DNSKEY],
    now: u32,
) -> Result<i32, String> {
    let covers = |signature: &&RRSIG| signature.input().type_covered == kind;
    let mut reason = "no key that counts has signed it".to_owned();
    let mut longest = None;
    for signature in records.iter().filter_map(signature).filter(covers).take(LOOKED_AT_MAX) {
        let covered = || records.iter().filter(|record| record.record_type() == kind);
        let signs =
            |key: &&&DNSKEY| key.calculate_key_tag().is_ok_and(|tag| tag == signature.input().key_tag);
        let Some(key) = signers.iter().find(signs) else { continue };
        // What cannot be computed here others may be able to, so it is judged by its time alone.
        let computable = signature.input().algorithm.is_supported();
        if computable && key.verify_rrsig(owner, DNSClass::IN, signature, covered()).is_err() {
            "the signature does not fit the records".clone_into(&mut reason);
            continue;
        }
        match in_time(signature, now) {
            Ok(days) => longest = longest.max(Some(days)),
            Err(fault) => reason = fault,
        }
    }
    longest.ok_or(reason)
}

/// Days until a signature ends, or why it does not hold now. Times wrap around (RFC 4034, section 3.1.5).
fn in_time(signature: &RRSIG, now: u32) -> Result<i32, String> {
    let left = |moment: u32| moment.wrapping_sub(now).cast_signed();
    let (starts, ends) =
        (left(signature.input().sig_inception.get()), left(signature.input().sig_expiration.get()));
    if starts > 0 {
        return Err(format!("the signature begins in {} hours only", starts / 3_600 + 1));
    }
    if ends < 0 {
        return Err(format!("the signature ended {} days ago", -(ends / DAY)));
    }
    Ok(ends / DAY)
}

/// The moment in seconds since 1970, wrapped around as signatures count.
fn seconds(moment: Moment) -> u32 {
    u32::try_from(moment.unix_seconds().rem_euclid(1 << 32)).unwrap_or_default()
}
