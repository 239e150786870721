//! What a runner calls for dry runs.

use super::super::done;
use super::cause;
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::RunnerIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::RunId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Done, DryRunClaimed, FinishDryRun, Stopped};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(claim_dry_run))
        .routes(routes!(finish_dry_run))
        .routes(routes!(stopped_dry_run))
}

/// Takes a dry run.
#[utoipa::path(post, path = "/runner/dry-runs/{dry_run}/claim", tag = "runner", params(("dry_run" = String, Path)), request_body = Nothing, responses((status = 200, body = DryRunClaimed)))]
async fn claim_dry_run(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    asked: Asked<Nothing>,
) -> Result<Json<DryRunClaimed>, Refused> {
    let claimed = operations::claim_dry_run(&app.desk, &who.caller, asked.key(), &run).await?;
    let operations::DryRunClaimed { order, inputs, requested_at, at } = claimed;
    Ok(Json(DryRunClaimed {
        run: order.run,
        subscription: order.subscription,
        diagnostic: order.diagnostic,
        version: order.version,
        digest: order.digest,
        inputs,
        requested_at,
        at,
    }))
}

/// Ends a dry run with what was counted.
#[utoipa::path(post, path = "/runner/dry-runs/{dry_run}/finish", tag = "runner", params(("dry_run" = String, Path)), request_body = FinishDryRun, responses((status = 200, body = Done)))]
async fn finish_dry_run(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    asked: Asked<FinishDryRun>,
) -> Result<Json<Done>, Refused> {
    let counts = asked.body.counts.clone();
    Ok(done(operations::finish_dry_run(&app.desk, &who.caller, asked.key(), &run, counts).await?))
}

/// Ends a dry run without counts: the runner refused it, lost the server, or failed.
#[utoipa::path(post, path = "/runner/dry-runs/{dry_run}/stopped", tag = "runner", params(("dry_run" = String, Path)), request_body = Stopped, responses((status = 200, body = Done)))]
async fn stopped_dry_run(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    asked: Asked<Stopped>,
) -> Result<Json<Done>, Refused> {
    let cause = cause(&asked.body)?;
    Ok(done(operations::stopped_dry_run(&app.desk, &who.caller, asked.key(), &run, cause).await?))
}
