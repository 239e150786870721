//! Who the caller is.

use crate::app::App;
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::Me;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_me))
}

/// Who the caller is, and what their token may do.
#[utoipa::path(get, path = "/me", tag = "people", responses((status = 200, body = Me)))]
async fn show_me(State(app): State<App>, SignedIn { caller, .. }: SignedIn) -> Result<Json<Me>, Refused> {
    let name = operations::own_name(&app.desk, &caller).await?;
    Ok(Json(Me { tenant: caller.tenant, person: caller.person, name, roles: caller.roles }))
}
