//! Access as the directory shows it, and the organisation's settings.

use super::form::{Empty, Form, Labelled};
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::id::Id;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{AccessLifetime, Action, Category, KeyId, Level, PersonId, Settings};
use operations::{Access, Approver, Errand, Handover, MadePasskey, PasskeyText, RequestKey};
use serde::Deserialize;

/// How many cases with a consent in force are looked at for those that the page names.
const NAMED: usize = 50;

#[derive(Template)]
#[template(path = "access.html")]
struct AccessPage {
    page: Frame,
    access: Access,
    support_tenant: String,
    settings: Settings,
    /// Who may consent as their role has it, and who is named to.
    approvers: Vec<Approver>,
    keys: Vec<Key>,
    /// What a browser is asked for, where the desk has a name to bind passkeys to.
    passkey: Option<String>,
    /// The way to the consent pages, where passkeys are made under a name of their own.
    handover: Option<Handover>,
    /// A passkey that was just made, for an owner to enrol.
    made: Option<PasskeyText>,
}

/// A consent key.
struct Key {
    id: String,
    algorithm: String,
    revoked: bool,
}

impl AccessPage {
    /// Whether the settings withhold it from every consent.
    fn is_withheld(&self, category: &Category) -> bool {
        self.settings.never_offered.contains(*category)
    }

    /// The cases whose advanced consent ends with the partner, as far as the page names them.
    fn advanced(&self) -> impl Iterator<Item = &operations::CaseAccess> {
        self.access.cases.iter().filter(|case| case.level == Level::Advanced)
    }

    /// Who may consent as things are, by name.
    fn who_approves(&self) -> String {
        let is_anybody = self.settings.approvers.is_empty();
        let who = self.approvers.iter().filter(|one| one.has_role && (is_anybody || one.is_named));
        who.map(Self::approver).collect::<Vec<_>>().join(", ")
    }

    fn approver(one: &Approver) -> String {
        one.name.clone().unwrap_or_else(|| one.person.to_string())
    }

    fn is_shared(&self) -> bool {
        self.settings.access_lifetime == AccessLifetime::Shared
    }
}

/// `GET /access`
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    page(&app, visitor, None).await
}

async fn page(app: &App, visitor: Visitor, made: Option<PasskeyText>) -> Result<Response, Turned> {
    let (desk, caller) = (&app.desk, &visitor.caller);
    let keys = operations::list_consent_keys(desk, caller).await?.into_iter();
    let keys =
        keys.map(|(id, key)| Key { id: id.to_string(), algorithm: key.algorithm, revoked: key.revoked });
    let language = visitor.frame.language;
    let offered = operations::offer_passkey(desk, caller, None, language).await.ok();
    let errand = offered.as_ref().map(|made| Errand::Passkey { options: made.options.clone(), language });
    let handover = errand.map(|errand| operations::hand_over(desk, caller, errand)).transpose()?.flatten();
    let page = AccessPage {
        passkey: offered.map(|creation| creation.options.to_string()),
        handover,
        made,
        access: operations::show_access_behind(desk, caller, None, NAMED).await?,
        support_tenant: desk.support_tenant().to_string(),
        settings: operations::show_settings(desk, caller).await?,
        approvers: operations::list_approvers(desk, caller).await?,
        keys: keys.collect(),
        page: visitor.frame,
    };
    Ok(render(&page))
}

/// `POST /access/partner/remove`
pub(super) async fn remove_partner(State(app): State<App>, form: Form<Empty>) -> Result<Redirect, Turned> {
    operations::remove_partner(&app.desk, &form.visitor.caller).await?;
    Ok(Redirect::to("/access"))
}

/// Settings as a form has them.
#[derive(Deserialize)]
pub(super) struct Filled {
    access_days: u8,
    #[serde(default)]
    per_case: bool,
    retention_days: u8,
    case_text_days: u16,
    #[serde(default)]
    lead_approval: bool,
    #[serde(default)]
    never_offered: Vec<Category>,
    #[serde(default)]
    approver: Vec<PersonId>,
}

/// `POST /access/settings`
pub(super) async fn change_settings(State(app): State<App>, form: Form<Filled>) -> Result<Redirect, Turned> {
    let Filled { access_days, per_case, retention_days, case_text_days, lead_approval, .. } = form.filled;
    let settings = Settings {
        access_days,
        access_lifetime: if per_case { AccessLifetime::PerCase } else { AccessLifetime::Shared },
        retention_days,
        case_text_days,
        lead_approval,
        never_offered: form.filled.never_offered.into_iter().collect(),
        approvers: form.filled.approver.into_iter().collect(),
    };
    operations::change_settings(&app.desk, &form.visitor.caller, settings).await?;
    Ok(Redirect::to("/access"))
}

/// `POST /access/keys/passkey`: an owner's own is enrolled, and from then on the organisation's consents are signed. Of
/// anybody else's the text is shown, for an owner to enrol.
pub(super) async fn make_passkey(
    State(app): State<App>,
    form: Form<MadePasskey, Labelled>,
) -> Result<Response, Turned> {
    keep_passkey(&app, form.key(), &form.filled, &form.also.label, form.visitor.clone()).await
}

/// Keeps a passkey of the visitor's.
pub(super) async fn keep_passkey(
    app: &App,
    key: Option<&RequestKey>,
    made: &MadePasskey,
    label: &str,
    visitor: Visitor,
) -> Result<Response, Turned> {
    let (desk, caller) = (&app.desk, &visitor.caller);
    if caller.may(Action::ManageConsentKeys).is_ok() {
        operations::enrol_passkey(desk, caller, key, made, label).await?;
        return Ok(Redirect::to("/access#keys").into_response());
    }
    let text = operations::read_passkey(desk, caller, key, made).await?;
    page(app, visitor, Some(text)).await
}

/// A key as its text: an offline one as `glasscase consent keygen` printed it, or somebody's passkey.
#[derive(Deserialize)]
pub(super) struct KeyText {
    algorithm: String,
    public_key: String,
    label: String,
}

/// `POST /access/keys`
pub(super) async fn enrol_key(State(app): State<App>, form: Form<KeyText>) -> Result<Redirect, Turned> {
    let KeyText { algorithm, public_key, label } = &form.filled;
    let (caller, text) = (&form.visitor.caller, public_key.trim());
    operations::enrol_consent_key(&app.desk, caller, form.key(), algorithm, text, label).await?;
    Ok(Redirect::to("/access#keys"))
}

/// `POST /access/keys/{key}/revoke`: the consents that it signed end, and what runs under them stops.
pub(super) async fn revoke_key(
    State(app): State<App>,
    Id(key): Id<KeyId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::revoke_consent_key(&app.desk, &form.visitor.caller, &key).await?;
    Ok(Redirect::to("/access#keys"))
}
