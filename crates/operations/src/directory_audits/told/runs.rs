//! Runs of diagnostics, dry ones among them.

use super::Told;
use crate::directory_audits::entry::AuditResult;
use crate::directory_audits::view::{View, case_on, thing};
use crate::mint;
use domain::{Event, RunId, RunOrder, StopCause};

pub(super) fn told(view: &View, event: &Event) -> Option<Told> {
    Some(match event {
        Event::RunRequested { order } => ordered(order),
        Event::RunDenied { order, reason, missing } => {
            let missing_too = if missing.is_empty() { String::new() } else { format!(" ({missing})") };
            let told = ordered(order).ended(AuditResult::Failure(format!("{reason}{missing_too}")));
            if missing.is_empty() { told } else { told.detail("missing", missing) }
        }
        Event::RunClaimed { run, runner, collection, covered, .. } => of_run(view, run)
            .detail("runner", runner)
            .detail("collection", collection)
            .detail("covered", covered),
        Event::RunStopped { run, cause } => of_run(view, run).ended(ending(cause)),
        Event::DryRunRequested { order } => Told::about(thing(order.subscription.as_str(), "Subscription"))
            .detail("run", &order.run)
            .detail("diagnostic", &order.diagnostic),
        Event::DryRunClaimed { run, runner } => dry_run(run).detail("runner", runner),
        Event::DryRunCounted { run, counts } => {
            dry_run(run).detail("items", counts.items).detail("bytes", counts.bytes)
        }
        Event::DryRunStopped { run, cause } => dry_run(run).ended(ending(cause)),
        _ => return None,
    })
}

fn ordered(order: &RunOrder) -> Told {
    Told::about(case_on(&order.case, Some(&order.subscription)))
        .and(thing(order.subscription.as_str(), "Subscription"))
        .detail("case", &order.case)
        .detail("run", &order.run)
        .detail("diagnostic", &order.diagnostic)
        .detail("version", order.version)
        .detail("level", order.level)
        .detail("categories", order.categories)
}

fn of_run(view: &View, run: &RunId) -> Told {
    let told = Told::about(view.case_of(run.as_str()));
    let told = match mint::case_of(run.as_str()) {
        Some(case) => told.detail("case", case),
        None => told,
    };
    told.detail("run", run)
}

fn dry_run(run: &RunId) -> Told {
    Told::about(thing(run.as_str(), "DryRun")).detail("run", run)
}

/// How a run ended that brought no evidence: one that somebody stopped was stopped, and did not fail.
fn ending(cause: &StopCause) -> AuditResult {
    match cause {
        StopCause::Asked => AuditResult::Success,
        StopCause::Expired => AuditResult::Timeout("no runner ended it in time".to_owned()),
        StopCause::AccessEnded { reason } => AuditResult::Failure(format!("access ended: {reason}")),
        StopCause::Refused { code } => AuditResult::Failure(format!("the runner refused it: {code}")),
        StopCause::LeaseLost => AuditResult::Failure("the runner lost the server".to_owned()),
        StopCause::Failed { code } => AuditResult::Failure(format!("it failed: {code}")),
    }
}
