//! Consents and approvals: their documents, their signatures, and the chain of each case's consents.

use crate::breach::Breach;
use crate::figures::Consents;
use consent::{Attestation, Digest, Recorded, check_recorded};
use domain::{CaseId, Event, Record, Tenant};
use std::collections::BTreeMap;

/// The challenge of each case's latest consent, whether or not it is in force.
#[derive(Default)]
pub(super) struct Chains(BTreeMap<CaseId, Digest>);

impl Chains {
    /// Checks the document and the signature behind a consent or an approval.
    pub(super) fn check(
        &mut self,
        tenant: &Tenant,
        record: &Record,
        figures: &mut Consents,
    ) -> Result<(), Breach> {
        let Some(recorded) = check_recorded(&record.tenant, tenant, &record.event, record.at)? else {
            return Ok(());
        };
        let Recorded { attestation, challenge, previous } = recorded;
        let signed = u64::from(matches!(attestation, Attestation::SignedBy(_)));
        let Event::ConsentGiven { case, .. } = &record.event else {
            figures.approvals_signed += signed;
            return Ok(());
        };
        figures.signed += signed;
        let before = self.0.insert(case.clone(), challenge);
        if before == previous { Ok(()) } else { Err(Breach::BrokenChain) }
    }

    /// The challenge of the case's latest consent.
    pub(super) fn latest(&self, case: &CaseId) -> Option<Digest> {
        self.0.get(case).copied()
    }
}
