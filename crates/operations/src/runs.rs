//! Asking for runs of diagnostics, seeing them and stopping them; and what a consent would enable.

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::evidence::label_category;
use crate::fault::Fault;
use crate::mint;
use crate::personal::part_of;
use crate::reads::Read;
use crate::refusal::Refusal;
use diagnostics::Diagnostic;
use domain::{
    Action, Ask, CaseId, Categories, Category, Command, Decision, DiagnosticId, Event, Level, Moment, Reason,
    RunId, RunOrder, StopCause, SubscriptionId, TenantId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::RunRow;

/// A diagnostic to run.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Which diagnostic.
    pub diagnostic: DiagnosticId,
    /// On which subscription; the case's only one when none.
    pub subscription: Option<SubscriptionId>,
    /// What it is told.
    pub inputs: Map<String, Value>,
}

/// The answer to a run. A denial is an answer, and an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ran {
    /// The run.
    pub run: RunId,
    /// When it was decided.
    pub at: Moment,
    /// What stands against it, if anything.
    pub denied: Option<Reason>,
    /// The categories that nobody granted.
    pub missing: Categories,
}

/// A run with what its analyzers found.
#[derive(Clone, Debug)]
pub struct ShownRun {
    /// Its row.
    pub row: RunRow,
    /// What was found, screened; none until it finished, once it is erased, or while access does not cover it.
    pub findings: Option<Value>,
}

/// What a consent would enable on a case.
#[derive(Clone, Debug)]
pub struct Preview<'d> {
    /// The level that was assumed.
    pub level: Level,
    /// The categories that were assumed.
    pub categories: Categories,
    /// The diagnostics for the case's nature, and whether each could run.
    pub diagnostics: Vec<(&'d Diagnostic, Decision)>,
}

/// Asks for a run. The rules decide it now, and again when a runner claims it.
///
/// # Errors
/// [`Refusal::NotFound`] for a case of another team, or an unknown diagnostic; [`Refusal::Invalid`] naming the input.
pub async fn request_run(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    new: NewRun,
) -> Result<Ran, Refusal> {
    caller.may(Action::RunDiagnostic)?;
    desk.trust_clock()?;
    let tenant = desk.place_of(caller, case).await?;
    let order = order(desk, &tenant, case, &new).await?;
    let part = desk.part(&tenant, "inputs", &Value::Object(new.inputs).to_string())?;
    desk.commit(Place::of(tenant, caller, key), move |tenant, now| {
        let events = tenant.decide(&Command::RequestRun { order: order.clone() }, now)?;
        let (denied, missing) = match events.first() {
            Some(Event::RunDenied { reason, missing, .. }) => (Some(*reason), *missing),
            _ => (None, Categories::NONE),
        };
        let answer = Ran { run: order.run.clone(), at: now, denied, missing };
        Ok(Decided::new(events, answer).with_parts(vec![part.clone()]))
    })
    .await
}

/// The diagnostic to run, once it takes the inputs.
pub(crate) fn wanted<'d>(desk: &'d Desk, new: &NewRun) -> Result<&'d Diagnostic, Refusal> {
    let diagnostic = desk
        .diagnostics()
        .get(&new.diagnostic)
        .ok_or_else(|| Refusal::not_found("diagnostic", &new.diagnostic))?;
    diagnostic
        .check_inputs(&Value::Object(new.inputs.clone()))
        .map_err(|why| Refusal::Invalid { field: "inputs".to_owned(), why: why.into() })?;
    Ok(diagnostic)
}

/// What the run that the event at `requested` asked for is told.
pub(crate) async fn inputs_of(
    desk: &Desk,
    tenant: &TenantId,
    requested: u64,
) -> Result<Map<String, Value>, Refusal> {
    let inputs = part_of(desk, tenant, requested, "inputs").await?;
    Ok(inputs.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// What the run is to do, with its inputs checked against the diagnostic.
async fn order(desk: &Desk, tenant: &TenantId, case: &CaseId, new: &NewRun) -> Result<RunOrder, Refusal> {
    let diagnostic = wanted(desk, new)?;
    let form = diagnostic.form();
    Ok(RunOrder {
        run: mint::run(case)?,
        case: case.clone(),
        subscription: subscription(desk, tenant, case, new.subscription.as_ref()).await?,
        diagnostic: form.id.clone(),
        version: form.version,
        digest: diagnostic.digest().to_owned(),
        level: form.level,
        categories: form.categories,
    })
}

async fn subscription(
    desk: &Desk,
    tenant: &TenantId,
    case: &CaseId,
    given: Option<&SubscriptionId>,
) -> Result<SubscriptionId, Refusal> {
    if let Some(subscription) = given {
        return Ok(subscription.clone());
    }
    let state = desk.tenant(tenant).await?;
    match state.case(case).map(|case| case.subscriptions.as_slice()) {
        Some([only]) => Ok(only.clone()),
        Some([]) => Err(Refusal::fault("subscription", Fault::NoneNamed)),
        _ => Err(Refusal::fault("subscription", Fault::SeveralNamed)),
    }
}

/// The tenant of a run of the caller's, and the run.
pub(crate) async fn find_run(
    desk: &Desk,
    caller: &Caller,
    run: &RunId,
) -> Result<(TenantId, RunRow), Refusal> {
    let not_found = || Refusal::not_found("run", run);
    let case = mint::case_of(run.as_str()).ok_or_else(not_found)?;
    let tenant = desk.place_of(caller, &case).await.map_err(|_| not_found())?;
    let row = desk.store().run(&tenant, run).await?.ok_or_else(not_found)?;
    Ok((tenant, row))
}

/// The runs of a case, newest first, without what they found.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn list_runs(desk: &Desk, caller: &Caller, case: &CaseId) -> Result<Vec<ShownRun>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let mut shown = Vec::new();
    for row in desk.store().runs_of_case(&tenant, case).await?.into_iter().rev() {
        shown.push(ShownRun { row, findings: None });
    }
    Ok(shown)
}

/// One run.
///
/// # Errors
/// [`Refusal::NotFound`] for a run that is not the caller's.
pub async fn show_run(desk: &Desk, caller: &Caller, run: &RunId) -> Result<ShownRun, Refusal> {
    caller.may(Action::FollowCase)?;
    let (tenant, row) = find_run(desk, caller, run).await?;
    show(desk, caller, &tenant, row).await
}

/// A run with its findings. They are drawn from evidence: so the vendor sees them only as long as its access covers all
/// that they may hold, and showing them is a read in the log.
async fn show(desk: &Desk, caller: &Caller, tenant: &TenantId, row: RunRow) -> Result<ShownRun, Refusal> {
    let Some(findings) = findings_of(desk, tenant, &row).await? else {
        return Ok(ShownRun { row, findings: None });
    };
    let findings = may_be_shown(desk, caller, tenant, &row).await?.then_some(findings);
    Ok(ShownRun { row, findings })
}

/// Decides and records the read of a run's findings.
async fn may_be_shown(
    desk: &Desk,
    caller: &Caller,
    tenant: &TenantId,
    row: &RunRow,
) -> Result<bool, Refusal> {
    let Some(collection) = &row.collection else { return Ok(false) };
    let Some(stored) = desk.store().collection(tenant, collection).await? else { return Ok(false) };
    // Findings have no labels, so they count as holding every category that was kept in the material.
    let found: Categories = stored.spans.keys().filter_map(|word| label_category(word)).collect();
    let present = found.intersection(row.covered);
    let is_covered = match desk.readable(caller, tenant, collection).await {
        Ok(shown) => present.is_subset_of(shown),
        Err(Refusal::Rule { .. } | Refusal::NotFound { .. }) => false,
        Err(refusal) => return Err(refusal),
    };
    if is_covered {
        desk.record_read(caller, Read { tenant, collection, range: None, present }).await?;
    }
    Ok(is_covered)
}

/// What the analyzers found: a part of the event that stored the evidence.
async fn findings_of(desk: &Desk, tenant: &TenantId, row: &RunRow) -> Result<Option<Value>, Refusal> {
    let Some(collection) = &row.collection else { return Ok(None) };
    let Some(stored) = desk.store().collection(tenant, collection).await? else { return Ok(None) };
    let sequence = stored.stored_sequence;
    let parts = desk.store().parts(tenant, sequence..sequence + 1).await?;
    let Some(part) = parts.into_iter().find(|part| part.field == "findings") else { return Ok(None) };
    match desk.open_part_of_collection(tenant, collection, part.sealed).await {
        Ok(text) => Ok(serde_json::from_str(&text).ok()),
        // Its hour came, and the receipt is about to be written.
        Err(Refusal::Destroyed) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Stops a run; what it shipped is destroyed.
///
/// # Errors
/// [`Refusal::NotFound`] for a run that is not the caller's, or has ended.
pub async fn stop_run(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    run: &RunId,
) -> Result<Moment, Refusal> {
    caller.may(Action::StopRun)?;
    let (tenant, _) = find_run(desk, caller, run).await?;
    let command = Command::StopRun { run: run.clone(), cause: StopCause::Asked };
    desk.commit_command(Place::of(tenant, caller, key), command).await
}

/// Which diagnostics a consent on these terms would enable, or, without terms, those that the case's consent enables
/// now; where none is in force, the nature's own categories at the advanced level are assumed.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn preview<'d>(
    desk: &'d Desk,
    caller: &Caller,
    case: &CaseId,
    level: Option<Level>,
    categories: Option<Categories>,
) -> Result<Preview<'d>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let (state, now) = desk.tenant_now(&tenant).await?;
    let found = state.case(case).ok_or_else(|| Refusal::not_found("case", case))?;
    let nature = desk.problems().nature(&found.nature);
    let offered = nature.map_or(Categories::NONE, domain::Nature::default_categories);
    let in_force = found.consent.in_force();
    let assumes = level.is_some() || categories.is_some() || in_force.is_none();
    let level = level.or(in_force.map(|consent| consent.level)).unwrap_or(Level::Advanced);
    let categories = categories
        .or(in_force.map(|consent| state.covered(consent, now)))
        .unwrap_or(offered)
        .minus(state.settings().never_offered)
        .with(Category::SupportData);
    let subscription = found.subscriptions.first();
    let diagnostics = desk.diagnostics().for_nature(&found.nature).map(|diagnostic| {
        let form = diagnostic.form();
        let decision = match subscription {
            Some(subscription) if !assumes => {
                let ask = Ask { case, subscription, level: form.level, categories: form.categories };
                state.decision(&ask, now)
            }
            _ => assumed(form.level, form.categories, level, categories),
        };
        (diagnostic, decision)
    });
    Ok(Preview { level, categories, diagnostics: diagnostics.collect() })
}

/// The decision under a consent of this level and these categories, if nothing else stood against it.
fn assumed(needs: Level, reads: Categories, level: Level, covered: Categories) -> Decision {
    let missing = reads.minus(covered);
    if needs > level {
        Decision::Denied { reason: Reason::AdvancedConsentRequired, missing: Categories::NONE }
    } else if missing.is_empty() {
        Decision::Allowed { covered }
    } else {
        Decision::Denied { reason: Reason::CategoryNotGranted, missing }
    }
}
