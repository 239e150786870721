//! Runs of diagnostics.

use super::{Created, created, done, items, word};
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::{CaseId, RunId, StopCause};
use operations::ShownRun;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Done, Items, NewRun, Ran, Run};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_runs, request_run))
        .routes(routes!(show_run))
        .routes(routes!(stop_run))
}

/// The runs of a case, newest first.
#[utoipa::path(get, path = "/cases/{case}/runs", tag = "runs", params(("case" = String, Path)), responses((status = 200, body = Items<Run>)))]
async fn list_runs(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
) -> Result<Json<Items<Run>>, Refused> {
    Ok(items(operations::list_runs(&app.desk, &who.caller, &case).await?.into_iter().map(shown)))
}

/// Asks for a run. A denial is an answer: it says which rule stands against it and what is missing.
#[utoipa::path(post, path = "/cases/{case}/runs", tag = "runs", params(("case" = String, Path)), request_body = NewRun, responses((status = 201, body = Ran)))]
async fn request_run(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<NewRun>,
) -> Result<Created<Ran>, Refused> {
    let NewRun { diagnostic, subscription, inputs } = asked.body.clone();
    let new = operations::NewRun { diagnostic, subscription, inputs };
    let ran = operations::request_run(&app.desk, &who.caller, asked.key(), &case, new).await?;
    let operations::Ran { run, at, denied, missing } = ran;
    Ok(created(Ran { run, at, allowed: denied.is_none(), reason: denied, missing }))
}

/// One run, with what its analyzers found.
#[utoipa::path(get, path = "/runs/{run}", tag = "runs", params(("run" = String, Path)), responses((status = 200, body = Run)))]
async fn show_run(State(app): State<App>, who: SignedIn, Id(run): Id<RunId>) -> Result<Json<Run>, Refused> {
    Ok(Json(shown(operations::show_run(&app.desk, &who.caller, &run).await?)))
}

/// Stops a run; what it shipped is destroyed.
#[utoipa::path(post, path = "/runs/{run}/stop", tag = "runs", params(("run" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn stop_run(
    State(app): State<App>,
    who: SignedIn,
    Id(run): Id<RunId>,
    asked: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::stop_run(&app.desk, &who.caller, asked.key(), &run).await?))
}

fn shown(found: ShownRun) -> Run {
    let ShownRun { row, findings } = found;
    let why = row.reason.map(|reason| reason.to_string()).or(row.cause.as_ref().map(cause));
    let is_finished = row.state == operations::RunState::Finished;
    Run {
        run: row.run,
        case: row.case,
        subscription: row.subscription,
        diagnostic: row.diagnostic,
        version: row.version,
        level: row.level,
        categories: row.categories,
        state: word(&row.state),
        why,
        missing: row.missing,
        requested_at: row.requested_at,
        ended_at: row.ended_at,
        collection: row.collection.filter(|_| is_finished),
        findings,
    }
}

/// Why a run was stopped, in one word.
pub(crate) fn cause(cause: &StopCause) -> String {
    match cause {
        StopCause::AccessEnded { reason } => reason.to_string(),
        StopCause::Asked => "asked".to_owned(),
        StopCause::Expired => "expired".to_owned(),
        StopCause::LeaseLost => "lease_lost".to_owned(),
        StopCause::Refused { code } if code.is_empty() => "refused".to_owned(),
        StopCause::Failed { code } if code.is_empty() => "failed".to_owned(),
        StopCause::Refused { code } | StopCause::Failed { code } => code.clone(),
    }
}
