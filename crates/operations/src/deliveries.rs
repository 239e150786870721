//! Delivering what a run collected, part by part, and ending a run without evidence.

use crate::caller::RunnerCaller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::fault::Why;
use crate::refusal::Refusal;
use domain::{CollectionId, Command, Moment, NewEvidence, RunId, StopCause, TenantId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    // Access may have ended while the part was written, or was kept from being: then what came goes again.
    match held(desk, caller, run).await {
        Ok(_) => received,
        Err(Refusal::RunStopped) => {
            destroy(desk, &caller.tenant, &collection).await?;
            Err(Refusal::RunStopped)
        }
        Err(refusal) => Err(refusal),
    }
}

/// Destroys what came of a collection that will not be complete.
pub(crate) async fn destroy(
    desk: &Desk,
    tenant: &TenantId,
    collection: &CollectionId,
) -> Result<(), Refusal> {
    in_vault(desk, tenant, collection, vault::Vault::destroy_collection).await
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
    let (tenant, text) = (&caller.tenant, findings.to_string());
    let part = desk.part_of_collection(tenant, &collection, "findings", text).await?;
    let command = Command::StoreEvidence { run: run.clone(), runner: caller.runner.clone(), evidence };
    let place = Place::of_runner(caller, None);
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
    match stored {
        Ok(delivered) => Ok(delivered),
        // Nothing was decided, or nobody knows what was: the runner asks again, and `tidy` destroys what no event stored.
        Err(refusal @ (Refusal::Busy | Refusal::Failed { .. })) => Err(refusal),
        Err(_) => {
            destroy(desk, &caller.tenant, &collection).await?;
            Err(Refusal::RunStopped)
        }
    }
}

/// The beginning of an hour.
pub fn hour_start(hour: i64) -> Moment {
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
    let refused = |why: String| Refusal::Signature { why: Why::Said(why) };
    let (tenant, now) = desk.tenant_now(&caller.tenant).await?;
    let key = tenant.runners().get(&caller.runner).and_then(|runner| runner.public_key.as_deref());
    let key = key.ok_or(Refusal::SignIn)?;
    let record = consent::verify_run_record(key, &evidence.record, &evidence.signature)
        .map_err(|why| refused(why.to_string()))?;
    let held = tenant.run(run).ok_or(Refusal::RunStopped)?;
    let claim = held.claim.as_ref().ok_or(Refusal::RunStopped)?;
    record.check_times(claim.at, now).map_err(|why| refused(why.to_string()))?;
    let agrees = record.run == *run
        && record.tenant == caller.tenant
        && record.case == held.order.case
        && record.runner == caller.runner
        && record.diagnostic == held.order.diagnostic
        && record.version == held.order.version
        && record.digest.to_string() == held.order.digest
        && record.spans == evidence.spans
        && record.bytes == evidence.bytes
        && record.sha256.to_string() == evidence.sha256
        && record.covered.is_subset_of(claim.covered);
    if agrees { Ok(()) } else { Err(refused("the run's record and its delivery do not agree".to_owned())) }
}

/// Ends a run without evidence: the runner refused it, lost the server, or failed.
///
/// # Errors
/// [`Refusal::NotFound`] if it has ended already.
pub async fn stopped_run(
    desk: &Desk,
    caller: &RunnerCaller,
    key: Option<&RequestKey>,
    run: &RunId,
    cause: StopCause,
) -> Result<Moment, Refusal> {
    let (run, runner) = (run.clone(), caller.runner.clone());
    let command = Command::StopRun { run: run.clone(), cause };
    let stopped = desk.commit(Place::of_runner(caller, key), move |tenant, now| {
        let claim = tenant.run(&run).and_then(|run| run.claim.as_ref());
        let claim = claim.filter(|claim| claim.runner == runner);
        let collection = claim.map(|claim| claim.collection.clone());
        let collection = collection.ok_or_else(|| Refusal::not_found("run", &run))?;
        Ok(Decided::new(tenant.decide(&command, now)?, (now, collection)))
    });
    let (at, collection) = stopped.await?;
    // A crash here leaves parts of a stopped run; `tidy` destroys them.
    destroy(desk, &caller.tenant, &collection).await?;
    Ok(at)
}
