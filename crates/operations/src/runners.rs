//! What runners ask for: enrolling, hearing of runs, claiming, delivering and stopping them.

use crate::caller::RunnerCaller;
use crate::cases::{checked, part_of};
use crate::commit::{Decided, Place};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::watch::Appended;
use consent::ConsentDocument;
use domain::{
    Actor, CaseId, Categories, CollectionId, Command, Event, Moment, NewEvidence, Proof, Refusal as Rule, RunId,
    RunOrder, RunnerId, StopCause, SubscriptionId, Tenant, TenantId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{CredentialKind, RecordWrite};
use tokio::sync::broadcast;
use vault::DueHour;

/// A runner was enrolled.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// The runner.
    pub runner: RunnerId,
    /// Whose data it stands beside.
    pub tenant: TenantId,
    /// What it shows from now on.
    pub secret: String,
}

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

/// What the runner says of a run that is done.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What was collected, as the event will say it.
    pub evidence: NewEvidence,
    /// What the analyzers found, screened.
    pub findings: Value,
}

/// Evidence was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivered {
    /// When.
    pub at: Moment,
    /// When its key is destroyed at the latest.
    pub due_at: Moment,
}

/// A run that waits for a runner.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The run.
    pub run: RunId,
    /// On which subscription.
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    pub diagnostic: domain::DiagnosticId,
}

/// What a runner that connects is told first.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The runs that it still holds.
    pub holding: Vec<RunId>,
    /// The runs that wait.
    pub offers: Vec<Offer>,
}

/// Enrols a runner with its one-time code.
///
/// # Errors
/// [`Refusal::SignIn`] if the code is unknown, used or over.
pub async fn enrol_runner(desk: &Desk, code: &str, name: &str, public_key: &str) -> Result<Enrolled, Refusal> {
    let (tenant, hash) = mint::read_secret(code).ok_or(Refusal::SignIn)?;
    let found = desk.store().credential(&tenant, &hash).await?.ok_or(Refusal::SignIn)?;
    if found.kind != CredentialKind::RunnerInvitation {
        return Err(Refusal::SignIn);
    }
    let runner: RunnerId = found.subject.parse().map_err(|_| Refusal::SignIn)?;
    consent::PublicKey::parse("ed25519", public_key).map_err(|why| Refusal::invalid("public_key", why))?;
    let part = desk.part(&tenant, "name", checked("name", name, 1, 100)?)?;
    let secret = mint::secret(&tenant)?;
    let records = vec![
        RecordWrite::RemoveCredential { kind: CredentialKind::RunnerInvitation, subject: runner.to_string() },
        RecordWrite::PutCredential {
            hash: secret.hash,
            kind: CredentialKind::Runner,
            subject: runner.to_string(),
            expires_at: Moment::MAX,
        },
    ];
    let command = Command::EnrolRunner { runner: runner.clone(), public_key: public_key.to_owned() };
    let place = Place::without_key(tenant.clone(), Actor::Runner(runner.clone()));
    desk.commit(place, move |tenant, now| {
        let decided = Decided::new(tenant.decide(&command, now)?, now);
        Ok(decided.with_parts(vec![part.clone()]).with_records(records.clone()))
    })
    .await?;
    Ok(Enrolled { runner, tenant, secret: secret.text })
}

/// Listens to the tenant's log, and says what stands at this moment. Listening begins first, so nothing is missed.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn attend(
    desk: &Desk,
    caller: &RunnerCaller,
) -> Result<(Standing, broadcast::Receiver<Appended>), Refusal> {
    let listener = desk.watchers().listen(&caller.tenant);
    Ok((standing(desk, caller).await?, listener))
}

/// What a runner holds and what waits for one.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn standing(desk: &Desk, caller: &RunnerCaller) -> Result<Standing, Refusal> {
    let tenant = desk.tenant(&caller.tenant).await?;
    let mut standing = Standing { holding: Vec::new(), offers: Vec::new() };
    for (id, run) in tenant.runs() {
        match &run.claim {
            None => standing.offers.push(offer(&run.order)),
            Some(claim) if claim.runner == caller.runner => standing.holding.push(id.clone()),
            Some(_) => {}
        }
    }
    Ok(standing)
}

/// An order as it is offered to runners.
pub fn offer(order: &RunOrder) -> Offer {
    Offer {
        run: order.run.clone(),
        subscription: order.subscription.clone(),
        diagnostic: order.diagnostic.clone(),
    }
}

/// Takes a run. Decided again, in this moment.
///
/// # Errors
/// [`Refusal::NotFound`] if the run has ended, [`Refusal::Rule`] if another runner has it.
pub async fn claim_run(desk: &Desk, caller: &RunnerCaller, run: &RunId) -> Result<Claimed, Refusal> {
    desk.trust_clock()?;
    let row = desk.store().run(&caller.tenant, run).await?.ok_or_else(|| Refusal::not_found("run", run))?;
    let inputs = part_of(desk, &caller.tenant, row.requested_sequence, "inputs").await?;
    let inputs: Map<String, Value> = inputs.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
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
    let place = Place::without_key(caller.tenant.clone(), Actor::Runner(caller.runner.clone()));
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
async fn due_hour(desk: &Desk, tenant: &TenantId) -> Result<DueHour, Refusal> {
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
    let approvals = consent.grants.values().filter(|grant| now < grant.until);
    let approvals = approvals.map(|grant| Paper { document: grant.document.clone(), proof: grant.proof.clone() });
    // The latest anchor decides the shared deadline, so the consent with it is the one that prolongs the others.
    let latest = tenant.in_force(now).filter(|(other, _)| *other != case).max_by_key(|(_, anchor)| *anchor);
    let latest = latest.and_then(|(other, _)| tenant.case(other)?.consent.in_force());
    let others = latest.filter(|other| other.anchor > consent.anchor && prolongs(&other.document, id, case));
    Ok(Papers {
        consent: Paper { document: consent.document.clone(), proof: consent.proof.clone() },
        approvals: approvals.collect(),
        others: others
            .map(|other| Paper { document: other.document.clone(), proof: other.proof.clone() })
            .into_iter()
            .collect(),
    })
}

fn prolongs(document: &str, tenant: &TenantId, case: &CaseId) -> bool {
    ConsentDocument::parse(document)
        .is_ok_and(|document| document.tenant == *tenant && document.prolongs.covers(case))
}

/// Runs blocking work of the vault's off the async threads.
pub(crate) async fn in_vault<T: Send + 'static>(
    desk: &Desk,
    tenant: &TenantId,
    collection: &CollectionId,
    work: impl FnOnce(&vault::Vault, &str, &str) -> Result<T, vault::VaultError> + Send + 'static,
) -> Result<T, Refusal> {
    let (vault, tenant, collection) = (desk.vault().clone(), tenant.clone(), collection.clone());
    let done = tokio::task::spawn_blocking(move || work(&vault, tenant.as_str(), collection.as_str())).await;
    Ok(done.map_err(|why| Refusal::failed("use the vault", &why))??)
}

/// The collection of a run that this runner holds, while the run may go on.
async fn held(desk: &Desk, caller: &RunnerCaller, run: &RunId) -> Result<CollectionId, Refusal> {
    let (tenant, now) = desk.tenant_now(&caller.tenant).await?;
    let command = Command::ContinueRun { run: run.clone(), runner: caller.runner.clone() };
    tenant.decide(&command, now).map_err(|_| Refusal::RunStopped)?;
    let held = tenant.run(run).ok_or(Refusal::RunStopped)?;
    if !tenant.decision(&held.order.ask(), now).is_allowed() {
        // The clock ended it and the sweep has not recorded that yet; this append does.
        advance(desk, &caller.tenant).await?;
        return Err(Refusal::RunStopped);
    }
    held.claim.as_ref().map(|claim| claim.collection.clone()).ok_or(Refusal::RunStopped)
}

/// Records what fell due, and tells those who watch.
pub(crate) async fn advance(desk: &Desk, tenant: &TenantId) -> Result<(), Refusal> {
    let records = desk.store().advance(tenant).await?;
    desk.wake(tenant, records).await;
    Ok(())
}

/// Takes a part of a collection. If access ended meanwhile, what came so far is destroyed.
///
/// # Errors
/// [`Refusal::RunStopped`] if the run may not go on, [`Refusal::Invalid`] if the part does not fit.
pub async fn accept_part(
    desk: &Desk,
    caller: &RunnerCaller,
    run: &RunId,
    offset: u64,
    part: Vec<u8>,
) -> Result<u64, Refusal> {
    let collection = held(desk, caller, run).await?;
    let received = in_vault(desk, &caller.tenant, &collection, move |vault, tenant, collection| {
        vault.append_part(tenant, collection, offset, &part)
    })
    .await;
    match received {
        Ok(received) => {
            // Access may have ended while the part was written: then it goes again.
            match held(desk, caller, run).await {
                Ok(_) => Ok(received),
                Err(refusal) => {
                    destroy(desk, &caller.tenant, &collection).await?;
                    Err(refusal)
                }
            }
        }
        Err(refusal) => Err(refusal),
    }
}

/// Destroys what came of a collection that will not be complete.
pub(crate) async fn destroy(desk: &Desk, tenant: &TenantId, collection: &CollectionId) -> Result<(), Refusal> {
    in_vault(desk, tenant, collection, |vault, tenant, collection| vault.destroy_collection(tenant, collection)).await
}

/// Completes a run: its collection is whole, and its record holds.
///
/// # Errors
/// [`Refusal::RunStopped`] if access ended, [`Refusal::Signature`] if the record is not the runner's,
/// [`Refusal::Invalid`] if the collection is not what was announced.
pub async fn finish_run(
    desk: &Desk,
    caller: &RunnerCaller,
    run: &RunId,
    delivery: Delivery,
) -> Result<Delivered, Refusal> {
    let collection = match held(desk, caller, run).await {
        Ok(collection) => collection,
        // A repeat of a delivery whose answer was lost.
        Err(refusal) => return delivered_before(desk, caller, run, &delivery.evidence).await?.ok_or(refusal),
    };
    let Delivery { evidence, findings } = delivery;
    check_record(desk, caller, run, &evidence).await?;
    let sha256: [u8; 32] = hex::decode(&evidence.sha256)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Refusal::invalid("sha256", "it is not 64 hexadecimal digits"))?;
    let bytes = evidence.bytes;
    // A crash behind this leaves a whole object without its event; the run goes on, or stops and destroys it.
    in_vault(desk, &caller.tenant, &collection, move |vault, tenant, collection| {
        vault.commit(tenant, collection, bytes, &sha256)
    })
    .await?;
    let part = desk.part(&caller.tenant, "findings", &findings.to_string())?;
    let command = Command::StoreEvidence { run: run.clone(), runner: caller.runner.clone(), evidence };
    let place = Place::without_key(caller.tenant.clone(), Actor::Runner(caller.runner.clone()));
    let stored = desk
        .commit(place, move |tenant, now| {
            let due_hour = match &command {
                Command::StoreEvidence { run, .. } => tenant.run(run).and_then(|run| run.claim.as_ref()),
                _ => None,
            }
            .map_or(0, |claim| claim.due_hour);
            let events = tenant.decide(&command, now)?;
            let answer = Delivered { at: now, due_at: hour_start(due_hour) };
            Ok(Decided::new(events, answer).with_parts(vec![part.clone()]))
        })
        .await;
    if stored.is_err() {
        destroy(desk, &caller.tenant, &collection).await?;
    }
    stored.map_err(|_| Refusal::RunStopped)
}

/// The beginning of an hour.
pub(crate) fn hour_start(hour: i64) -> Moment {
    Moment::from_unix_seconds(hour.saturating_mul(3_600)).unwrap_or(Moment::MAX)
}

/// What the same delivery was answered with, if it was taken before.
async fn delivered_before(
    desk: &Desk,
    caller: &RunnerCaller,
    run: &RunId,
    evidence: &NewEvidence,
) -> Result<Option<Delivered>, Refusal> {
    let Some(row) = desk.store().run(&caller.tenant, run).await? else { return Ok(None) };
    let Some(collection) = row.collection else { return Ok(None) };
    let found = desk.store().collection(&caller.tenant, &collection).await?;
    let same = found.filter(|found| found.sha256 == evidence.sha256);
    Ok(same.map(|found| Delivered { at: found.stored_at, due_at: hour_start(found.due_hour) }))
}

/// The record of a run says what the log says, and is signed by the runner's key.
async fn check_record(
    desk: &Desk,
    caller: &RunnerCaller,
    run: &RunId,
    evidence: &NewEvidence,
) -> Result<(), Refusal> {
    let refused = |why: String| Refusal::Signature { why };
    let tenant = desk.tenant(&caller.tenant).await?;
    let key = tenant.runners().get(&caller.runner).and_then(|runner| runner.public_key.as_deref());
    let key = key.ok_or(Refusal::SignIn)?;
    let record = consent::verify_run_record(key, &evidence.record, &evidence.signature)
        .map_err(|why| refused(why.to_string()))?;
    let held = tenant.run(run).ok_or(Refusal::RunStopped)?;
    let agrees = record.run == *run
        && record.tenant == caller.tenant
        && record.case == held.order.case
        && record.runner == caller.runner
        && record.diagnostic == held.order.diagnostic
        && record.bytes == evidence.bytes
        && record.sha256.to_string() == evidence.sha256
        && held.claim.as_ref().is_some_and(|claim| record.covered.is_subset_of(claim.covered));
    if agrees { Ok(()) } else { Err(refused("the run's record and its delivery do not agree".to_owned())) }
}

/// Ends a run without evidence: the runner refused it, lost the server, or failed.
///
/// # Errors
/// [`Refusal::NotFound`] if it has ended already.
pub async fn stopped_run(
    desk: &Desk,
    caller: &RunnerCaller,
    run: &RunId,
    cause: StopCause,
) -> Result<Moment, Refusal> {
    let state = desk.tenant(&caller.tenant).await?;
    let held = state.run(run).and_then(|run| run.claim.as_ref()).filter(|claim| claim.runner == caller.runner);
    let claim = held.ok_or_else(|| Refusal::not_found("run", run))?;
    let collection = claim.collection.clone();
    let command = Command::StopRun { run: run.clone(), cause };
    let place = Place::without_key(caller.tenant.clone(), Actor::Runner(caller.runner.clone()));
    let at = desk.commit_command(place, command).await?;
    // A crash here leaves parts of a stopped run; `tidy` destroys them.
    destroy(desk, &caller.tenant, &collection).await?;
    Ok(at)
}
