//! The organisation's subscriptions.

use super::{Created, created, items};
use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{AddSubscription, Done, Items};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_subscriptions, add_subscription))
}

/// The subscriptions of one's organisation.
#[utoipa::path(get, path = "/subscriptions", tag = "settings", responses((status = 200, body = Items<AddSubscription>)))]
async fn list_subscriptions(
    State(app): State<App>,
    who: SignedIn,
) -> Result<Json<Items<AddSubscription>>, Refused> {
    let subscriptions = operations::list_subscriptions(&app.desk, &who.caller).await?;
    Ok(items(subscriptions.into_iter().map(|subscription| AddSubscription { subscription })))
}

/// Names a subscription as the organisation's.
#[utoipa::path(post, path = "/subscriptions", tag = "settings", request_body = AddSubscription, responses((status = 201, body = Done)))]
async fn add_subscription(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<AddSubscription>,
) -> Result<Created<Done>, Refused> {
    let subscription = asked.body.subscription.clone();
    let at = operations::add_subscription(&app.desk, &who.caller, asked.key(), subscription).await?;
    Ok(created(Done { at }))
}
