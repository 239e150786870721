//! The operator's customers. No customer's content is here: that they exist, and how long their logs are.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::id::Id;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{Action, Level, Settings, TenantId};
use operations::{NewTenant, PersonInvitation, TenantSummary};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "tenants.html")]
struct TenantsPage {
    page: Frame,
    tenants: Vec<TenantSummary>,
    catalogue: Vec<Listed>,
    /// A link that was just made: it is shown once.
    link: Option<PersonInvitation>,
}

/// A diagnostic of the catalogue.
struct Listed {
    id: String,
    version: u32,
    title: String,
    level: Level,
    reads: String,
}

/// `GET /tenants`
pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    page(&app, visitor, None).await
}

async fn page(app: &App, visitor: Visitor, link: Option<PersonInvitation>) -> Result<Response, Turned> {
    visitor.may(Action::ManageTenants)?;
    let tenants = operations::list_tenants(&app.desk, &visitor.caller).await?;
    let page = visitor.frame;
    let listed = |diagnostic: &operations::Diagnostic| {
        let form = diagnostic.form();
        Listed {
            id: form.id.to_string(),
            version: form.version,
            title: page.either(&form.title),
            level: form.level,
            reads: page.categories(&form.categories),
        }
    };
    let catalogue = app.desk.diagnostics().iter().map(listed).collect();
    Ok(render(&TenantsPage { page, tenants, catalogue, link }))
}

/// `POST /tenants/{tenant}/invite`: another link for an owner, when none of theirs can sign in any more.
pub(super) async fn invite_owner(
    State(app): State<App>,
    Id(tenant): Id<TenantId>,
    form: Form<Empty>,
) -> Result<Response, Turned> {
    let link = operations::invite_owner(&app.desk, &form.visitor.caller, &tenant).await?;
    page(&app, form.visitor, Some(link)).await
}

/// A customer to add.
#[derive(Deserialize)]
pub(super) struct New {
    name: String,
    #[serde(default)]
    tenant: String,
}

/// `POST /tenants`: adds a customer, and makes the link with which its first owner signs in.
pub(super) async fn create(State(app): State<App>, form: Form<New>) -> Result<Response, Turned> {
    let given = Some(form.filled.tenant.trim()).filter(|text| !text.is_empty());
    let tenant: Option<TenantId> = given.map(str::parse).transpose()?;
    let new = NewTenant { tenant, name: form.filled.name.clone(), settings: Settings::default() };
    let (_, link) = operations::create_tenant(&app.desk, &form.visitor.caller, form.key(), new).await?;
    page(&app, form.visitor, Some(link)).await
}
