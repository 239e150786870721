//! Dry runs: what a diagnostic would hand over, counted by a runner for the customer's own people. The vendor's people
//! neither ask for them nor see them.

use crate::caller::{Caller, RunnerCaller};
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::evidence::label_category;
use crate::fault::Fault;
use crate::mint;
use crate::refusal::Refusal;
use crate::runs::{NewRun, inputs_of, wanted};
use domain::{
    Action, Command, DryRunCounts, DryRunOrder, Moment, RunId, StopCause, SubscriptionId, TenantId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::DryRunRow;

/// How many dry runs a list has at most.
const LISTED_MAX: u32 = 100;

/// What credentials are counted as: no consent covers them, so they are no category of one.
const CREDENTIALS: &str = "credential";

/// A dry run was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunAsked {
    /// The dry run.
    pub run: RunId,
    /// When.
    pub at: Moment,
}

/// A dry run that a runner took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunClaimed {
    /// What to count.
    pub order: DryRunOrder,
    /// What the diagnostic is told.
    pub inputs: Map<String, Value>,
    /// When it was asked for.
    pub requested_at: Moment,
    /// When it was taken.
    pub at: Moment,
}

/// Asks what a diagnostic would hand over.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::NotFound`] for an unknown diagnostic or subscription; [`Refusal::Invalid`] naming the input.
pub async fn request_dry_run(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: NewRun,
) -> Result<DryRunAsked, Refusal> {
    caller.may(Action::DryRun)?;
    let order = order(desk, &caller.tenant, &new).await?;
    let part = desk.part(&caller.tenant, "inputs", &Value::Object(new.inputs).to_string())?;
    desk.commit(Place::of(caller.tenant.clone(), caller, key), move |tenant, now| {
        let events = tenant.decide(&Command::RequestDryRun { order: order.clone() }, now)?;
        let asked = DryRunAsked { run: order.run.clone(), at: now };
        Ok(Decided::new(events, asked).with_parts(vec![part.clone()]))
    })
    .await
}

async fn order(desk: &Desk, tenant: &TenantId, new: &NewRun) -> Result<DryRunOrder, Refusal> {
    let diagnostic = wanted(desk, new)?;
    let form = diagnostic.form();
    Ok(DryRunOrder {
        run: mint::dry_run()?,
        subscription: subscription(desk, tenant, new.subscription.as_ref()).await?,
        diagnostic: form.id.clone(),
        version: form.version,
        digest: diagnostic.digest().to_owned(),
    })
}

/// The one that was given, or the organisation's only one.
async fn subscription(
    desk: &Desk,
    tenant: &TenantId,
    given: Option<&SubscriptionId>,
) -> Result<SubscriptionId, Refusal> {
    if let Some(subscription) = given {
        return Ok(subscription.clone());
    }
    let state = desk.tenant(tenant).await?;
    let mut known = state.subscriptions().iter();
    match (known.next(), known.next()) {
        (Some(only), None) => Ok(only.clone()),
        _ => Err(Refusal::fault("subscription", Fault::NoneOrSeveral)),
    }
}

/// The organisation's latest dry runs, newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_dry_runs(desk: &Desk, caller: &Caller) -> Result<Vec<DryRunRow>, Refusal> {
    caller.may(Action::DryRun)?;
    Ok(desk.store().dry_runs(&caller.tenant, LISTED_MAX).await?)
}

/// One dry run.
///
/// # Errors
/// [`Refusal::NotFound`] for one that is not the caller's organisation's.
pub async fn show_dry_run(desk: &Desk, caller: &Caller, run: &RunId) -> Result<DryRunRow, Refusal> {
    caller.may(Action::DryRun)?;
    find(desk, &caller.tenant, run).await
}

async fn find(desk: &Desk, tenant: &TenantId, run: &RunId) -> Result<DryRunRow, Refusal> {
    desk.store().dry_run(tenant, run).await?.ok_or_else(|| Refusal::not_found("dry run", run))
}

/// Stops a dry run; nothing of it is kept.
///
/// # Errors
/// [`Refusal::NotFound`] for one that is not the caller's organisation's, or has ended.
pub async fn stop_dry_run(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    run: &RunId,
) -> Result<Moment, Refusal> {
    caller.may(Action::DryRun)?;
    let command = Command::StopDryRun { run: run.clone(), cause: StopCause::Asked };
    desk.commit_command(Place::of(caller.tenant.clone(), caller, key), command).await
}

/// Takes a dry run, as a runner.
///
/// # Errors
/// [`Refusal::NotFound`] if it has ended, [`Refusal::Rule`] if another runner has it.
pub async fn claim_dry_run(
    desk: &Desk,
    caller: &RunnerCaller,
    key: Option<&RequestKey>,
    run: &RunId,
) -> Result<DryRunClaimed, Refusal> {
    let row = find(desk, &caller.tenant, run).await?;
    let inputs = inputs_of(desk, &caller.tenant, row.requested_sequence).await?;
    let command = Command::ClaimDryRun { run: run.clone(), runner: caller.runner.clone() };
    let run = run.clone();
    desk.commit(Place::of_runner(caller, key), move |tenant, now| {
        let events = tenant.decide(&command, now)?;
        let under_way = tenant.dry_runs().get(&run).ok_or_else(|| Refusal::not_found("dry run", &run))?;
        let (order, requested_at) = (under_way.order.clone(), under_way.requested_at);
        Ok(Decided::new(events, DryRunClaimed { order, inputs: inputs.clone(), requested_at, at: now }))
    })
    .await
}

/// Ends a dry run with what was counted.
///
/// # Errors
/// [`Refusal::NotFound`] if it has ended, [`Refusal::Rule`] if another runner has it, [`Refusal::Invalid`] for counts of
/// what is no category.
pub async fn finish_dry_run(
    desk: &Desk,
    caller: &RunnerCaller,
    key: Option<&RequestKey>,
    run: &RunId,
    counts: DryRunCounts,
) -> Result<Moment, Refusal> {
    // The log says them in clear, so they can be nothing but counts.
    let is_counted = |word: &str| word == CREDENTIALS || label_category(word).is_some();
    if let Some(word) = counts.spans.keys().find(|word| !is_counted(word)) {
        return Err(Refusal::invalid("spans", format!("`{word}` is no category")));
    }
    let command = Command::CountDryRun { run: run.clone(), runner: caller.runner.clone(), counts };
    desk.commit_command(Place::of_runner(caller, key), command).await
}

/// Ends a dry run without counts, as the runner that took it.
///
/// # Errors
/// [`Refusal::NotFound`] if it has ended, or another runner has it.
pub async fn stopped_dry_run(
    desk: &Desk,
    caller: &RunnerCaller,
    key: Option<&RequestKey>,
    run: &RunId,
    cause: StopCause,
) -> Result<Moment, Refusal> {
    let (run, runner) = (run.clone(), caller.runner.clone());
    desk.commit(Place::of_runner(caller, key), move |tenant, now| {
        let taken = tenant.dry_runs().get(&run).and_then(|under_way| under_way.runner.as_ref());
        if taken != Some(&runner) {
            return Err(Refusal::not_found("dry run", &run));
        }
        let command = Command::StopDryRun { run: run.clone(), cause: cause.clone() };
        Ok(Decided::new(tenant.decide(&command, now)?, now))
    })
    .await
}
