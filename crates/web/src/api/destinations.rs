//! Where entries of the organisation's log are sent.

use super::{Created, created, done, items};
use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::id::Id;
use crate::params::Params;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::DestinationId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Destination, Done, Items, MadeDestination, NewDestination, RenewedSecret, Replay, Undelivered};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_destinations, add_destination))
        .routes(routes!(remove_destination))
        .routes(routes!(renew_secret))
        .routes(routes!(list_undelivered))
        .routes(routes!(replay_destination))
}

/// The destinations of one's organisation.
#[utoipa::path(get, path = "/destinations", tag = "audit", responses((status = 200, body = Items<Destination>)))]
async fn list_destinations(
    State(app): State<App>,
    who: SignedIn,
) -> Result<Json<Items<Destination>>, Refused> {
    let destinations = operations::list_destinations(&app.desk, &who.caller).await?;
    Ok(items(destinations.into_iter().map(shown)))
}

fn shown(found: operations::ShownDestination) -> Destination {
    let operations::ShownDestination { row, waiting } = found;
    Destination {
        destination: row.kept.destination,
        form: row.kept.form,
        address: row.kept.address,
        position: row.kept.position,
        waiting,
        attempts: row.attempts,
        next_try_at: (row.attempts > 0).then_some(row.next_try_at),
        fault: row.fault,
    }
}

/// Adds a destination; a webhook's secret is shown once.
#[utoipa::path(post, path = "/destinations", tag = "audit", request_body = NewDestination, responses((status = 201, body = MadeDestination)))]
async fn add_destination(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NewDestination>,
) -> Result<Created<MadeDestination>, Refused> {
    let NewDestination { form, address, authorities, from } = asked.body.clone();
    let new = operations::NewDestination { form, address, authorities, from };
    let made = operations::add_destination(&app.desk, &who.caller, asked.key(), new).await?;
    let operations::MadeDestination { destination, secret } = made;
    Ok(created(MadeDestination { destination, secret }))
}

/// Sends a destination nothing more.
#[utoipa::path(delete, path = "/destinations/{destination}", tag = "audit", params(("destination" = String, Path)), responses((status = 200, body = Done)))]
async fn remove_destination(
    State(app): State<App>,
    who: SignedIn,
    Id(destination): Id<DestinationId>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::remove_destination(&app.desk, &who.caller, &destination).await?))
}

/// Gives a webhook a new secret; the previous one signs beside it for a day.
#[utoipa::path(post, path = "/destinations/{destination}/secret", tag = "audit", params(("destination" = String, Path)), request_body = crate::body::Nothing, responses((status = 201, body = RenewedSecret)))]
async fn renew_secret(
    State(app): State<App>,
    who: SignedIn,
    Id(destination): Id<DestinationId>,
    asked: Asked<crate::body::Nothing>,
) -> Result<Created<RenewedSecret>, Refused> {
    let renewed = operations::renew_secret(&app.desk, &who.caller, asked.key(), &destination).await?;
    let operations::RenewedSecret { secret, previous_until } = renewed;
    Ok(created(RenewedSecret { secret, previous_until }))
}

/// From which entry on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct UndeliveredParams {
    /// The first entry, by its place in the log.
    #[serde(default)]
    from: u64,
}

/// The entries that were given up, oldest first; 200 at most.
#[utoipa::path(get, path = "/destinations/{destination}/undelivered", tag = "audit", params(("destination" = String, Path), UndeliveredParams), responses((status = 200, body = Items<Undelivered>)))]
async fn list_undelivered(
    State(app): State<App>,
    who: SignedIn,
    Id(destination): Id<DestinationId>,
    Params(params): Params<UndeliveredParams>,
) -> Result<Json<Items<Undelivered>>, Refused> {
    let rows = operations::list_undelivered(&app.desk, &who.caller, &destination, params.from).await?;
    Ok(items(rows.into_iter().map(|row| {
        let operations::UndeliveredRow { sequence, given_up_at, attempts, fault, again } = row;
        Undelivered { sequence, given_up_at, attempts, fault, again }
    })))
}

/// Sends again what was given up, or everything from an entry on.
#[utoipa::path(post, path = "/destinations/{destination}/replay", tag = "audit", params(("destination" = String, Path)), request_body = Replay, responses((status = 200, body = Done)))]
async fn replay_destination(
    State(app): State<App>,
    who: SignedIn,
    Id(destination): Id<DestinationId>,
    asked: Asked<Replay>,
) -> Result<Json<Done>, Refused> {
    let (desk, from) = (&app.desk, asked.body.from);
    Ok(done(operations::replay_destination(desk, &who.caller, asked.key(), &destination, from).await?))
}
