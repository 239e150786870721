//! Who can see what until when; stopping it and resuming it.

use super::done;
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Access, CaseAccess, Done, Partner, PartnerRemoved};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_access))
        .routes(routes!(lock))
        .routes(routes!(unlock))
        .routes(routes!(remove_partner))
}

/// Who can see what until when.
#[utoipa::path(get, path = "/access", tag = "access", responses((status = 200, body = Access)))]
async fn show_access(State(app): State<App>, who: SignedIn) -> Result<Json<Access>, Refused> {
    let access = operations::show_access(&app.desk, &who.caller).await?;
    let installation = app.desk.installation();
    let partner = access.partner.then(|| Partner {
        tenant: installation.support_tenant.clone(),
        name: installation.support_name.clone(),
    });
    let cases = access.cases.into_iter().map(shown).collect();
    Ok(Json(Access { locked: access.locked, partner, access_until: access.access_until, cases }))
}

fn shown(access: operations::CaseAccess) -> CaseAccess {
    let operations::CaseAccess { case, level, categories, until, .. } = access;
    CaseAccess { case, level, categories, until }
}

/// Stops all access at once.
#[utoipa::path(post, path = "/access/lock", tag = "access", request_body = Nothing, responses((status = 200, body = Done)))]
async fn lock(State(app): State<App>, who: SignedIn, asked: Asked<Nothing>) -> Result<Json<Done>, Refused> {
    Ok(done(operations::lock(&app.desk, &who.caller, asked.key()).await?))
}

/// Resumes what has not ended meanwhile.
#[utoipa::path(post, path = "/access/unlock", tag = "access", request_body = Nothing, responses((status = 200, body = Done)))]
async fn unlock(State(app): State<App>, who: SignedIn, asked: Asked<Nothing>) -> Result<Json<Done>, Refused> {
    Ok(done(operations::unlock(&app.desk, &who.caller, asked.key()).await?))
}

/// Deletes the partner entry, and with it every advanced consent.
#[utoipa::path(delete, path = "/access/partner", tag = "access", responses((status = 200, body = PartnerRemoved)))]
async fn remove_partner(State(app): State<App>, who: SignedIn) -> Result<Json<PartnerRemoved>, Refused> {
    let operations::PartnerRemoved { at, withdrawn } =
        operations::remove_partner(&app.desk, &who.caller).await?;
    Ok(Json(PartnerRemoved { at, withdrawn }))
}
