//! The organisation's settings.

use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::Settings;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_settings, change_settings))
}

/// The settings in effect.
#[utoipa::path(get, path = "/settings", tag = "settings", responses((status = 200, body = Object)))]
async fn show_settings(State(app): State<App>, who: SignedIn) -> Result<Json<Settings>, Refused> {
    Ok(Json(operations::show_settings(&app.desk, &who.caller).await?))
}

/// Replaces the settings; what they make shorter ends at once.
#[utoipa::path(put, path = "/settings", tag = "settings", request_body = Object, responses((status = 200, body = Object)))]
async fn change_settings(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<Settings>,
) -> Result<Json<Settings>, Refused> {
    Ok(Json(operations::change_settings(&app.desk, &who.caller, asked.body).await?))
}
