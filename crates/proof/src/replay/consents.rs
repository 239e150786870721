//! Consents and approvals: their documents, their signatures, and the chain of each case's consents.

use crate::batch::PreparedEvent;
use crate::breach::Breach;
use crate::figures::Consents;
use consent::{Attestation, Digest, PublicKey, Recorded, check_recorded_ahead};
use domain::{CaseId, Event, KeyId, Proof, Record, Tenant};
use std::collections::BTreeMap;

/// The consent keys that whoever verifies gave. None given means that those count which the log enrols.
#[derive(Default)]
pub(super) struct Trusted(pub(super) Vec<PublicKey>);

impl Trusted {
    /// Whether what `proof` stands behind counts. The key's id is the log's word, so the key itself is compared.
    pub(super) fn counts(&self, tenant: &Tenant, proof: &Proof) -> bool {
        match proof {
            _ if self.0.is_empty() => true,
            Proof::Server => false,
            Proof::Key { key, .. } => self.has(tenant, key),
        }
    }

    fn has(&self, tenant: &Tenant, id: &KeyId) -> bool {
        enrolled(tenant, id).is_some_and(|key| self.0.contains(&key))
    }
}

fn enrolled(tenant: &Tenant, id: &KeyId) -> Option<PublicKey> {
    let key = tenant.consent_keys().get(id)?;
    PublicKey::parse(&key.algorithm, &key.public_key).ok()
}

/// The challenge of each case's latest consent, whether or not it is in force; of cases on the shelf it is there.
#[derive(Default)]
pub(super) struct Chains(pub(super) BTreeMap<CaseId, Digest>);

impl Chains {
    /// Checks the document and the signature behind a consent or an approval.
    pub(super) fn check(
        &mut self,
        tenant: &Tenant,
        entry: &PreparedEvent<'_>,
        record: &Record,
        trusted: &Trusted,
        figures: &mut Consents,
    ) -> Result<(), Breach> {
        let recorded = check_recorded_ahead(&record.tenant, tenant, &record.event, record.at, entry.ahead)?;
        let Some(recorded) = recorded else { return Ok(()) };
        let Recorded { attestation, challenge, previous } = recorded;
        count(figures, &record.event, &attestation, tenant, trusted);
        if let Event::ConsentGiven { case, .. } = &record.event {
            let before = self.0.insert(case.clone(), challenge);
            if before != previous {
                return Err(Breach::BrokenChain);
            }
        }
        let (Event::ConsentGiven { proof, .. } | Event::AccessApproved { proof, .. }) = &record.event else {
            return Ok(());
        };
        if trusted.counts(tenant, proof) { Ok(()) } else { Err(Breach::ForeignKey) }
    }

    /// The challenge of the case's latest consent.
    pub(super) fn latest(&self, case: &CaseId) -> Option<Digest> {
        self.0.get(case).copied()
    }
}

/// Counts whose word a consent or an approval rests on, once that holds.
fn count(figures: &mut Consents, event: &Event, by: &Attestation, tenant: &Tenant, trusted: &Trusted) {
    let is_consent = matches!(event, Event::ConsentGiven { .. });
    match by {
        Attestation::Server => figures.attested += u64::from(is_consent),
        Attestation::SignedBy(key) => {
            let signed = figures.by_key.entry(key.to_string()).or_default();
            signed.given = trusted.has(tenant, key);
            signed.passkey = enrolled(tenant, key).is_some_and(|key| key.passkey().is_some());
            if is_consent {
                (figures.signed, signed.consents) = (figures.signed + 1, signed.consents + 1);
            } else {
                figures.approvals_signed += 1;
                signed.approvals += 1;
            }
        }
    }
}
