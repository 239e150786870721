//! Claiming a run: the rules decide it once more, and the runner gets the documents to decide it by itself.

use crate::caller::RunnerCaller;
use crate::commit::{Decided, Place, RequestKey};
use crate::deliveries::in_vault;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::runs::inputs_of;
use consent::{ConsentDocument, Document as _};
use domain::{
    CaseId, Categories, CollectionId, Command, Event, Moment, Proof, Refusal as Rule, RunId, RunOrder,
    Tenant, TenantId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use vault::DueHour;

/// A consent or an approval with what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The canonical document.
    pub document: String,
    /// What stands behind it.
    pub proof: Proof,
}

/// A run that was claimed, with everything that the runner needs to check it by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// What to do.
    pub order: RunOrder,
    /// What the diagnostic is told.
    pub inputs: Map<String, Value>,
    /// What may be shipped unmasked.
    pub covered: Categories,
    /// The case's consent.
    pub consent: Paper,
    /// Approved access requests on the case.
    pub approvals: Vec<Paper>,
    /// Other consents of the tenant's that prolong this one.
    pub others: Vec<Paper>,
    /// What to collect into.
    pub collection: CollectionId,
    /// The age recipient to encrypt to.
    pub recipient: String,
    /// When it was claimed.
    pub at: Moment,
}

/// Takes a run. Decided again, in this moment.
///
/// # Errors
/// [`Refusal::NotFound`] if the run has ended, [`Refusal::Rule`] if another runner has it.
pub async fn claim_run(
    desk: &Desk,
    caller: &RunnerCaller,
    key: Option<&RequestKey>,
    run: &RunId,
) -> Result<Claimed, Refusal> {
    desk.trust_clock()?;
    let row = desk.store().run(&caller.tenant, run).await?.ok_or_else(|| Refusal::not_found("run", run))?;
    let inputs = inputs_of(desk, &caller.tenant, row.requested_sequence).await?;
    let collection = mint::collection(&row.case)?;
    let due = due_hour(desk, &caller.tenant).await?;
    // A crash behind this leaves an hour key and a collection that nobody uses; `tidy` removes the collection.
    let recipient = in_vault(desk, &caller.tenant, &collection, move |vault, tenant, collection| {
        vault.create_collection(tenant, collection, due)
    })
    .await?;
    let command = Command::ClaimRun {
        run: run.clone(),
        runner: caller.runner.clone(),
        collection: collection.clone(),
        due_hour: due.0,
    };
    let place = Place::of_runner(caller, key);
    let (run, id) = (run.clone(), caller.tenant.clone());
    desk.commit(place, move |tenant, now| {
        let events = tenant.decide(&command, now)?;
        let covered = events.iter().find_map(|event| match event {
            Event::RunClaimed { covered, .. } => Some(*covered),
            _ => None,
        });
        let order = tenant.run(&run).map(|run| run.order.clone());
        let (Some(covered), Some(order)) = (covered, order) else {
            return Err(Refusal::not_found("run", &run));
        };
        let papers = papers(&id, tenant, &order.case, now)?;
        let claimed = Claimed {
            order,
            inputs: inputs.clone(),
            covered,
            consent: papers.consent,
            approvals: papers.approvals,
            others: papers.others,
            collection: collection.clone(),
            recipient: recipient.clone(),
            at: now,
        };
        Ok(Decided::new(events, claimed))
    })
    .await
}

/// The hour in which what is collected from now on is due: rounded down, so never after the tenant's retention.
pub(crate) async fn due_hour(desk: &Desk, tenant: &TenantId) -> Result<DueHour, Refusal> {
    let (state, now) = desk.tenant_now(tenant).await?;
    Ok(DueHour(now.plus(state.settings().retention_span()).unix_hours()))
}

struct Papers {
    consent: Paper,
    approvals: Vec<Paper>,
    others: Vec<Paper>,
}

/// The documents under which the case's systems are looked into.
fn papers(id: &TenantId, tenant: &Tenant, case: &CaseId, now: Moment) -> Result<Papers, Refusal> {
    let consent = tenant.case(case).and_then(|case| case.consent.in_force()).ok_or(Rule::NoConsentInForce)?;
    let approvals = tenant
        .grants_of(consent, now)
        .map(|grant| Paper { document: grant.document.clone(), proof: grant.proof.clone() });
    let others = tenant.prolonging(case).into_iter().filter(|other| prolongs(&other.document, id, case));
    Ok(Papers {
        consent: Paper { document: consent.document.clone(), proof: consent.proof.clone() },
        approvals: approvals.collect(),
        others: others
            .map(|other| Paper { document: other.document.clone(), proof: other.proof.clone() })
            .collect(),
    })
}

fn prolongs(document: &str, tenant: &TenantId, case: &CaseId) -> bool {
    ConsentDocument::parse(document)
        .is_ok_and(|document| document.tenant == *tenant && document.prolongs.covers(case))
}
