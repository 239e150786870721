//! Customers, for the vendor's operators.

use super::{Created, created, items};
use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Items, NewTenant, PersonInvitation, TenantCreated, TenantSummary};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_tenants, create_tenant))
}

/// The customers: that they exist, and nothing of their content.
#[utoipa::path(get, path = "/tenants", tag = "tenants", responses((status = 200, body = Items<TenantSummary>)))]
async fn list_tenants(State(app): State<App>, who: SignedIn) -> Result<Json<Items<TenantSummary>>, Refused> {
    let tenants = operations::list_tenants(&app.desk, &who.caller).await?;
    Ok(items(tenants.into_iter().map(|found| {
        let operations::TenantSummary { tenant, name, events } = found;
        TenantSummary { tenant, name, events }
    })))
}

/// Creates a customer and invites its first owner.
#[utoipa::path(post, path = "/tenants", tag = "tenants", request_body = NewTenant, responses((status = 201, body = TenantCreated)))]
async fn create_tenant(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NewTenant>,
) -> Result<Created<TenantCreated>, Refused> {
    let NewTenant { tenant, name, settings } = asked.body.clone();
    let new = operations::NewTenant { tenant, name, settings };
    let (tenant, owner) = operations::create_tenant(&app.desk, &who.caller, asked.key(), new).await?;
    let operations::PersonInvitation { person, code, expires_at } = owner;
    Ok(created(TenantCreated { tenant, owner: PersonInvitation { person, code, expires_at } }))
}
