//! Consent: what it would open, the very words of it, and giving, asking for and withdrawing it.

mod counts;
mod document;
mod terms;

pub(super) use document::{DocumentPage, SignedDocument};
pub(super) use terms::{count, terms};

use super::form::{Empty, Form};
use super::frame::Frame;
use super::render;
use super::turned::Turned;
use crate::app::App;
use crate::id::Id;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::{CaseId, Categories, Category, Level};
use operations::{Caller, ConsentTerms, Draft, Errand, Giving, Handover};
use serde::Deserialize;

/// The terms in a form or a query: a level, and each category that is ticked.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Terms {
    level: Option<Level>,
    #[serde(default)]
    category: Vec<Category>,
    /// Whether the categories were chosen, and not just left out.
    #[serde(default)]
    chosen: bool,
}

impl Terms {
    fn categories(&self) -> Option<Categories> {
        self.chosen.then(|| self.category.iter().copied().collect())
    }

    /// The terms as a query.
    fn query(&self) -> String {
        serde_html_form::to_string(self.fields()).unwrap_or_default()
    }

    /// The terms as the fields of a form.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("chosen", "true".to_owned())];
        fields.extend(self.level.map(|level| ("level", level.name().to_owned())));
        fields.extend(self.category.iter().map(|category| ("category", category.name().to_owned())));
        fields
    }
}

/// Whether the caller's organisation signs what it agrees to.
pub(super) async fn signs(app: &App, caller: &Caller) -> Result<bool, Turned> {
    let keys = operations::list_consent_keys(&app.desk, caller).await?;
    Ok(keys.iter().any(|(_, key)| !key.revoked))
}

/// `POST /cases/{case}/consent/document`: the very words that are agreed to.
pub(super) async fn document(
    State(app): State<App>,
    Id(case): Id<CaseId>,
    form: Form<Terms>,
) -> Result<Response, Turned> {
    let Form { visitor, filled, .. } = &form;
    let terms = agreed(&visitor.frame, filled);
    let draft = operations::draft_consent(&app.desk, &visitor.caller, form.key(), &case, terms).await?;
    let signs = signs(&app, &visitor.caller).await?;
    let (action, fields) = (format!("/cases/{case}/consent"), filled.fields());
    let errand = Errand::Consent { document: draft.document.clone() };
    let handover = handover(&app, &visitor.caller, &draft, errand)?;
    let page = visitor.frame.clone();
    Ok(render(&DocumentPage { page, case, draft, action, fields, signs, handover }))
}

/// The way to the consent pages for a draft that a passkey can sign there.
pub(super) fn handover(
    app: &App,
    caller: &Caller,
    draft: &Draft,
    errand: Errand,
) -> Result<Option<Handover>, Turned> {
    let can_sign = draft.passkey.is_some();
    Ok(if can_sign { operations::hand_over(&app.desk, caller, errand)? } else { None })
}

fn agreed(page: &Frame, terms: &Terms) -> ConsentTerms {
    let level = terms.level.unwrap_or(Level::Standard);
    ConsentTerms { level, categories: terms.categories(), language: page.language }
}

/// `POST /cases/{case}/consent`
pub(super) async fn give(
    State(app): State<App>,
    Id(case): Id<CaseId>,
    form: Form<Terms, SignedDocument>,
) -> Result<Redirect, Turned> {
    let Form { visitor, filled, also, .. } = &form;
    let giving = match also.read()? {
        Some(signed) => Giving::Signed(signed),
        None => Giving::Terms(agreed(&visitor.frame, filled)),
    };
    operations::give_consent(&app.desk, &visitor.caller, form.key(), &case, giving).await?;
    Ok(Redirect::to(&format!("/cases/{case}")))
}

/// `POST /cases/{case}/consent/ask`: for those who may not give it themselves.
pub(super) async fn ask(
    State(app): State<App>,
    Id(case): Id<CaseId>,
    form: Form<Terms>,
) -> Result<Redirect, Turned> {
    let level = form.filled.level.unwrap_or(Level::Standard);
    let categories = form.filled.categories();
    let caller = &form.visitor.caller;
    operations::ask_consent(&app.desk, caller, form.key(), &case, level, categories).await?;
    Ok(Redirect::to(&format!("/cases/{case}")))
}

/// `POST /cases/{case}/consent/withdraw`
pub(super) async fn withdraw(
    State(app): State<App>,
    Id(case): Id<CaseId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::withdraw_consent(&app.desk, &form.visitor.caller, form.key(), &case).await?;
    Ok(Redirect::to(&format!("/cases/{case}")))
}
