//! Dry runs, for the customer's own people.

use super::runs::cause;
use super::{Created, created, done, items, word};
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::RunId;
use operations::DryRunRow;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Done, DryRun, DryRunAsked, Items, NewRun};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_dry_runs, request_dry_run))
        .routes(routes!(show_dry_run))
        .routes(routes!(stop_dry_run))
}

/// The organisation's latest dry runs, newest first.
#[utoipa::path(get, path = "/dry-runs", tag = "dry runs", responses((status = 200, body = Items<DryRun>)))]
async fn list_dry_runs(State(app): State<App>, who: SignedIn) -> Result<Json<Items<DryRun>>, Refused> {
    Ok(items(operations::list_dry_runs(&app.desk, &who.caller).await?.into_iter().map(shown)))
}

/// Asks what a diagnostic would hand over. Nothing but counts and sizes leaves the runner's machine.
#[utoipa::path(post, path = "/dry-runs", tag = "dry runs", request_body = NewRun, responses((status = 201, body = DryRunAsked)))]
async fn request_dry_run(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NewRun>,
) -> Result<Created<DryRunAsked>, Refused> {
    let NewRun { diagnostic, subscription, inputs } = asked.body.clone();
    let new = operations::NewRun { diagnostic, subscription, inputs };
    let operations::DryRunAsked { run, at } =
        operations::request_dry_run(&app.desk, &who.caller, asked.key(), new).await?;
    Ok(created(DryRunAsked { run, at }))
}

/// One dry run, with what it counted.
#[utoipa::path(get, path = "/dry-runs/{dry_run}", tag = "dry runs", params(("dry_run" = String, Path)), responses((status = 200, body = DryRun)))]
async fn show_dry_run(
    State(app): State<App>,
    who: SignedIn,
    Id(run): Id<RunId>,
) -> Result<Json<DryRun>, Refused> {
    Ok(Json(shown(operations::show_dry_run(&app.desk, &who.caller, &run).await?)))
}

/// Stops a dry run.
#[utoipa::path(post, path = "/dry-runs/{dry_run}/stop", tag = "dry runs", params(("dry_run" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn stop_dry_run(
    State(app): State<App>,
    who: SignedIn,
    Id(run): Id<RunId>,
    asked: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::stop_dry_run(&app.desk, &who.caller, asked.key(), &run).await?))
}

fn shown(row: DryRunRow) -> DryRun {
    DryRun {
        run: row.run,
        subscription: row.subscription,
        diagnostic: row.diagnostic,
        version: row.version,
        state: word(&row.state),
        why: row.cause.as_ref().map(cause),
        requested_at: row.requested_at,
        runner: row.runner,
        counts: row.counts,
        ended_at: row.ended_at,
    }
}
