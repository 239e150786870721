//! `policies/crossTenantAccessPolicy/partners`

use super::{POLICY, ROOT, bad, json, object, settings};
use crate::app::App;
use crate::caller::SignedIn;
use crate::links::base_url;
use crate::problem::Refused;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::{PartnerSettings, TenantId};
use operations::{CrossTenantPartner, Refusal};
use serde_json::{Value, json};

/// The type of the one kind of constraints that there is; without it clients read an empty base type.
const CONSTRAINTS: &str = "#microsoft.graph.delegatedAdminServiceProviderConstraints";

/// The partner that a path names. What is no directory's id names none.
pub(super) struct Named(TenantId);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Named {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Refused> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let text = path.map(|Path(text)| text).unwrap_or_default();
        let shown = super::query::shown(&text);
        let not_found = || Refusal::NotFound { what: "partner".to_owned(), id: shown }.into();
        domain::partner_id(&text).map(Self).ok_or_else(not_found)
    }
}

/// `GET …/partners`
pub(super) async fn list(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let partners = operations::list_cross_tenant_partners(&app.desk, &who.caller).await?;
    let value: Vec<Value> = partners.iter().map(settings::shown).collect();
    Ok(json(&json!({ "@odata.context": context(&app, &headers, ""), "value": value })))
}

/// `POST …/partners`
pub(super) async fn add(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refused> {
    let body = object(request).await?;
    let partner = settings::new_partner(&body)?;
    let set = settings::changed(&PartnerSettings::default(), &body).map_err(bad)?;
    operations::add_cross_tenant_partner(&app.desk, &who.caller, &partner, set.clone()).await?;
    let made = CrossTenantPartner { partner, settings: set, support_since: None };
    let place = format!("{}{ROOT}{POLICY}/partners/{}", base_url(&app, &headers), made.partner);
    let shown = whole(&app, &headers, &made);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], json(&shown)).into_response())
}

/// `GET …/partners/{tenantId}`
pub(super) async fn show(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
    Named(partner): Named,
) -> Result<Response, Refused> {
    let found = operations::show_cross_tenant_partner(&app.desk, &who.caller, &partner).await?;
    Ok(json(&whole(&app, &headers, &found)))
}

/// `PATCH …/partners/{tenantId}`
pub(super) async fn change(
    State(app): State<App>,
    who: SignedIn,
    Named(partner): Named,
    request: Request,
) -> Result<StatusCode, Refused> {
    let body = object(request).await?;
    let change = move |before: &PartnerSettings| settings::changed(before, &body);
    operations::change_cross_tenant_partner(&app.desk, &who.caller, &partner, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE …/partners/{tenantId}`: of the support partner, the customer's withdrawal of every advanced consent
pub(super) async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Named(partner): Named,
) -> Result<StatusCode, Refused> {
    operations::remove_cross_tenant_partner(&app.desk, &who.caller, &partner).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET …/partners/{tenantId}/serviceProviderConstraints`
pub(super) async fn show_constraints(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
    Named(partner): Named,
) -> Result<Response, Refused> {
    let found = operations::show_cross_tenant_partner(&app.desk, &who.caller, &partner).await?;
    let Some(since) = found.support_since else {
        let (what, id) = ("service provider".to_owned(), partner.to_string());
        return Err(Refusal::NotFound { what, id }.into());
    };
    let role = &app.desk.installation().applications.role;
    let entity = format!("('{partner}')/serviceProviderConstraints/$entity");
    Ok(json(&json!({
        "@odata.context": context(&app, &headers, &entity),
        "@odata.type": CONSTRAINTS,
        "allowedRoleTemplateIds": [role],
        "createdDateTime": since,
        "lastModifiedDateTime": since,
    })))
}

fn whole(app: &App, headers: &HeaderMap, partner: &CrossTenantPartner) -> Value {
    let mut shown = settings::shown(partner);
    if let Value::Object(members) = &mut shown {
        members.insert("@odata.context".to_owned(), context(app, headers, "/$entity").into());
    }
    shown
}

fn context(app: &App, headers: &HeaderMap, rest: &str) -> String {
    let base = base_url(app, headers);
    format!("{base}{ROOT}/$metadata#policies/crossTenantAccessPolicy/partners{rest}")
}
