//! Consent: what it would open, the very words of it, and giving, asking for and withdrawing it.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::session::Visitor;
use super::turned::Turned;
use super::{render, told};
use crate::app::App;
use crate::id::Id;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{Redirect, Response};
use domain::{CaseId, Categories, Category, Level};
use operations::{Caller, ConsentTerms, Draft, FollowedCase, Giving, PasskeyRequest, Preview, Signed};
use serde::Deserialize;
use serde_json::json;

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
}

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    page: Frame,
    case: FollowedCase,
    level: Level,
    categories: Categories,
    enabled: Vec<Listed>,
    refused: Vec<Listed>,
    days: u8,
    is_first: bool,
    signs: bool,
}

/// A diagnostic of the case's nature.
struct Listed {
    title: String,
    question: String,
    reads: String,
    /// Why these terms do not open it.
    why: String,
}

impl ConsentPage {
    fn has(&self, category: &Category) -> bool {
        self.categories.contains(*category)
    }

    fn is_advanced(&self) -> bool {
        self.level == Level::Advanced
    }
}

/// `GET /cases/{case}/consent`: what help would see, on the terms that the query names or the nature suggests.
pub(super) async fn terms(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<CaseId>,
    RawQuery(query): RawQuery,
) -> Result<Response, Turned> {
    let terms: Terms = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|why| Turned::bad_form(&why.to_string()))?;
    let case = operations::show_case(&app.desk, &visitor.caller, &id).await?;
    let settings = operations::show_settings(&app.desk, &visitor.caller).await?;
    let signs = signs(&app, &visitor.caller).await?;
    let level = terms.level.unwrap_or(Level::Advanced);
    let nature = app.desk.problems().nature(&case.state.nature);
    let suggested = nature.map(domain::Nature::default_categories).unwrap_or_default();
    let categories = terms.categories().unwrap_or(suggested).with(Category::SupportData);
    let preview = operations::preview(&app.desk, &visitor.caller, &id, Some(level), Some(categories)).await?;
    let page = visitor.frame;
    let (enabled, refused) = listed(&page, &preview);
    let is_first = case.state.consents == 0;
    let days = settings.access_days;
    Ok(render(&ConsentPage { page, case, level, categories, enabled, refused, days, is_first, signs }))
}

/// Whether the caller's organisation signs what it agrees to.
pub(super) async fn signs(app: &App, caller: &Caller) -> Result<bool, Turned> {
    let keys = operations::list_consent_keys(&app.desk, caller).await?;
    Ok(keys.iter().any(|(_, key)| !key.revoked))
}

/// What the terms open, and what they do not, with the reason.
fn listed(page: &Frame, preview: &Preview<'_>) -> (Vec<Listed>, Vec<Listed>) {
    let (mut enabled, mut refused) = (Vec::new(), Vec::new());
    for (diagnostic, decision) in &preview.diagnostics {
        let form = diagnostic.form();
        let listed = |why| Listed {
            title: page.either(&form.title).to_owned(),
            question: page.either(&form.question).to_owned(),
            reads: page.categories(&form.categories),
            why,
        };
        match told::obstacle(page, decision) {
            None => enabled.push(listed(String::new())),
            Some(why) => refused.push(listed(why)),
        }
    }
    (enabled, refused)
}

/// A document before somebody agrees to it: of a consent, or of an approval.
#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct DocumentPage {
    pub(super) page: Frame,
    /// The case that it is about.
    pub(super) case: CaseId,
    pub(super) draft: Draft,
    /// Where it is given.
    pub(super) action: String,
    /// The terms once more, for one that nobody signs.
    pub(super) fields: Vec<(&'static str, String)>,
    /// Whether the organisation signs what it agrees to.
    pub(super) signs: bool,
}

impl DocumentPage {
    /// The consent key of each passkey, by its credential, as a script reads it.
    fn keys(passkey: &PasskeyRequest) -> String {
        serde_json::to_string(&passkey.keys).unwrap_or_default()
    }

    /// The draft as `glasscase consent sign` reads it.
    fn offline(&self) -> String {
        let Draft { document, text, challenge, .. } = &self.draft;
        json!({ "document": document, "text": text, "challenge": challenge }).to_string()
    }
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
    let mut fields = vec![("chosen", "true".to_owned())];
    fields.extend(filled.level.map(|level| ("level", level.name().to_owned())));
    fields.extend(filled.category.iter().map(|category| ("category", category.name().to_owned())));
    let action = format!("/cases/{case}/consent");
    let page = visitor.frame.clone();
    Ok(render(&DocumentPage { page, case, draft, action, fields, signs }))
}

fn agreed(page: &Frame, terms: &Terms) -> ConsentTerms {
    let level = terms.level.unwrap_or(Level::Standard);
    ConsentTerms { level, categories: terms.categories(), language: page.language }
}

/// A signature over a drafted document: by a passkey, or as `glasscase consent sign` printed it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SignedDocument {
    document: String,
    signer: String,
    signature: String,
    printed: String,
}

impl SignedDocument {
    /// The signature, if there is one.
    pub(super) fn read(&self) -> Result<Option<Signed>, Turned> {
        if !self.printed.trim().is_empty() {
            let printed: wire::Signed =
                serde_json::from_str(&self.printed).map_err(|why| Turned::bad_form(&why.to_string()))?;
            let wire::Signed { document, key, signature } = printed;
            return Ok(Some(Signed { document, key, signature }));
        }
        if self.signature.is_empty() {
            return Ok(None);
        }
        let key = self.signer.parse()?;
        Ok(Some(Signed { document: self.document.clone(), key, signature: self.signature.clone() }))
    }
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
