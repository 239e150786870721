//! The runners' own records of their runs (design.md, *What a consent proves*).

use super::consents::Chains;
use crate::batch::PreparedEvent;
use crate::breach::Breach;
use consent::{Ahead, Digest, RunRecord, verify_run_record_ahead};
use domain::{CaseId, Claim, Event, Proof, Record, Run, RunId, Tenant};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// For each run under way, the consent that was the case's latest when it was claimed.
#[derive(Default)]
pub(super) struct Claims(BTreeMap<RunId, Option<Digest>>);

impl Claims {
    /// Follows claims, and checks the runner's record when a run ends with evidence.
    pub(super) fn check(
        &mut self,
        tenant: &Tenant,
        entry: &PreparedEvent<'_>,
        record: &Record,
        chains: &Chains,
    ) -> Result<(), Breach> {
        match &record.event {
            Event::RunClaimed { run, .. } => {
                let case = tenant.run(run).map(|run| &run.order.case);
                self.0.insert(run.clone(), case.and_then(|case| chains.latest(case)));
                Ok(())
            }
            Event::RunStopped { run, .. } => {
                self.0.remove(run);
                Ok(())
            }
            Event::EvidenceStored { run: id, .. } => {
                let at_claim = self.0.remove(id).flatten();
                // A run that nobody claimed is the rules' to name.
                let Some(run) = tenant.run(id) else { return Ok(()) };
                let Some(claim) = &run.claim else { return Ok(()) };
                let signed = signed_record(tenant, claim, &record.event, entry.ahead)?;
                agrees(&signed, record, run, claim)?;
                signed.check_times(claim.at, record.at)?;
                let latest = chains.latest(&run.order.case);
                let relied_on = match signed.consent {
                    Some(consent) => [at_claim, latest].contains(&Some(consent)),
                    None => rests_on_the_server(tenant, &run.order.case),
                };
                same("consent", relied_on)
            }
            _ => Ok(()),
        }
    }
}

fn signed_record<'a>(
    tenant: &Tenant,
    claim: &Claim,
    event: &Event,
    ahead: Option<&'a Ahead>,
) -> Result<Cow<'a, RunRecord>, Breach> {
    let Event::EvidenceStored { record, signature, .. } = event else {
        return Err(Breach::Impossible("it holds no runner's record"));
    };
    let key = tenant.runners().get(&claim.runner).and_then(|runner| runner.public_key.as_deref());
    let key = key.ok_or(Breach::Impossible("the runner that claimed the run is not enrolled"))?;
    Ok(verify_run_record_ahead(key, record, signature, ahead)?)
}

fn agrees(signed: &RunRecord, record: &Record, run: &Run, claim: &Claim) -> Result<(), Breach> {
    let Event::EvidenceStored { run: id, collection, bytes, sha256, spans, .. } = &record.event else {
        return Ok(());
    };
    let order = &run.order;
    same("organisation", signed.tenant == record.tenant)?;
    same("run", signed.run == *id)?;
    same("case", signed.case == order.case)?;
    same("runner", signed.runner == claim.runner)?;
    same("diagnostic", signed.diagnostic == order.diagnostic && signed.version == order.version)?;
    same("digest of the diagnostic", order.digest.parse() == Ok(signed.digest))?;
    // What a diagnostic does not declare is masked, so the runner may have shipped less.
    same("set of covered categories", signed.covered.is_subset_of(claim.covered))?;
    same("digest of what was shipped", sha256.parse() == Ok(signed.sha256))?;
    same("size of what was shipped", signed.bytes == *bytes)?;
    same("count of spans", signed.spans == *spans)?;
    if claim.collection == *collection {
        Ok(())
    } else {
        Err(Breach::Impossible("the run was claimed for another collection"))
    }
}

fn same(field: &'static str, holds: bool) -> Result<(), Breach> {
    if holds { Ok(()) } else { Err(Breach::RunRecordField { field }) }
}

/// Whether nobody but the server stands behind the case's consent, so that a runner has none to name.
fn rests_on_the_server(tenant: &Tenant, case: &CaseId) -> bool {
    let consent = tenant.case(case).and_then(|case| case.consent.in_force());
    consent.is_some_and(|consent| consent.proof == Proof::Server)
}
