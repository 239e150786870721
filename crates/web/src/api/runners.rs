//! The organisation's runners, as its people see them.

use super::{Created, created, done, items};
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::presence::Seen;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::RunnerId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Done, Invitation, Items, RunnerSummary};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_runners))
        .routes(routes!(invite_runner))
        .routes(routes!(remove_runner))
}

/// The runners, and whether each is connected.
#[utoipa::path(get, path = "/runners", tag = "runners", responses((status = 200, body = Items<RunnerSummary>)))]
async fn list_runners(State(app): State<App>, who: SignedIn) -> Result<Json<Items<RunnerSummary>>, Refused> {
    let runners = operations::list_runners(&app.desk, &who.caller).await?;
    let kept = operations::runners_seen(&app.desk, &who.caller).await?;
    Ok(items(runners.into_iter().map(|(runner, found)| {
        let seen = app.presence.seen(&who.caller.tenant, &runner, kept.get(&runner));
        RunnerSummary {
            runner,
            enrolled: found.public_key.is_some(),
            public_key: found.public_key,
            connected: seen.as_ref().is_some_and(Seen::is_connected),
            seen_at: seen.as_ref().map(|seen| seen.at),
            program: seen.map(|seen| seen.program),
        }
    })))
}

/// Makes a one-time code with which a runner enrols.
#[utoipa::path(post, path = "/runners/invitations", tag = "runners", request_body = Nothing, responses((status = 201, body = Invitation)))]
async fn invite_runner(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<Nothing>,
) -> Result<Created<Invitation>, Refused> {
    let made = operations::invite_runner(&app.desk, &who.caller, asked.key()).await?;
    let operations::Invitation { runner, code, expires_at } = made;
    Ok(created(Invitation { runner, code, expires_at }))
}

/// Removes a runner; the runs that it holds stop.
#[utoipa::path(delete, path = "/runners/{runner}", tag = "runners", params(("runner" = String, Path)), responses((status = 200, body = Done)))]
async fn remove_runner(
    State(app): State<App>,
    who: SignedIn,
    Id(runner): Id<RunnerId>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::remove_runner(&app.desk, &who.caller, &runner).await?))
}
