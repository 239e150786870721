//! Access requests: an engineer asks for more, a lead endorses, the customer answers in full or in part.

use super::consent::{DocumentPage, SignedDocument, handover, signs};
use super::form::Form;
use super::render;
use super::turned::Turned;
use crate::app::App;
use crate::id::Id;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::{CaseId, Categories, Category, RequestId};
use operations::{Approving, Errand};
use serde::Deserialize;

/// For how long more may be asked, in hours.
const HOURS_MAX: u32 = 24 * 30;

/// More categories for a while.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    category: Vec<Category>,
    hours: u32,
    reason: String,
}

/// `POST /cases/{case}/requests`
pub(super) async fn ask(
    State(app): State<App>,
    Id(case): Id<CaseId>,
    form: Form<Wanted>,
) -> Result<Redirect, Turned> {
    let Wanted { category, hours, reason } = &form.filled;
    let seconds = (*hours).min(HOURS_MAX) * 3_600;
    let (caller, categories) = (&form.visitor.caller, category.iter().copied().collect());
    operations::request_access(&app.desk, caller, form.key(), &case, categories, seconds, reason).await?;
    Ok(to_case(&case))
}

/// `POST /requests/{request}/endorse`
pub(super) async fn endorse(
    State(app): State<App>,
    Id(request): Id<RequestId>,
    form: Form<Back>,
) -> Result<Redirect, Turned> {
    operations::endorse_request(&app.desk, &form.visitor.caller, form.key(), &request).await?;
    Ok(to_case(&form.filled.case))
}

/// `POST /requests/{request}/deny`
pub(super) async fn deny(
    State(app): State<App>,
    Id(request): Id<RequestId>,
    form: Form<Back>,
) -> Result<Redirect, Turned> {
    operations::deny_request(&app.desk, &form.visitor.caller, form.key(), &request).await?;
    Ok(to_case(&form.filled.case))
}

/// The case to which one goes back.
#[derive(Deserialize)]
pub(super) struct Back {
    case: CaseId,
}

fn to_case(case: &CaseId) -> Redirect {
    Redirect::to(&format!("/cases/{case}"))
}

/// What of a request is approved.
#[derive(Deserialize)]
pub(super) struct Approval {
    case: CaseId,
    #[serde(default)]
    category: Vec<Category>,
}

impl Approval {
    fn categories(&self) -> Categories {
        self.category.iter().copied().collect()
    }
}

/// `POST /requests/{request}/document`: the very words of what is approved.
pub(super) async fn document(
    State(app): State<App>,
    Id(request): Id<RequestId>,
    form: Form<Approval>,
) -> Result<Response, Turned> {
    let Form { visitor, filled, .. } = &form;
    let (caller, language) = (&visitor.caller, visitor.frame.language);
    let categories = Some(filled.categories());
    let draft =
        operations::draft_approval(&app.desk, caller, form.key(), &request, categories, language).await?;
    let signs = signs(&app, caller).await?;
    let case = filled.case.clone();
    let mut fields = vec![("case", case.to_string())];
    fields.extend(filled.category.iter().map(|category| ("category", category.name().to_owned())));
    let action = format!("/requests/{request}/approve");
    let errand = Errand::Approval { document: draft.document.clone() };
    let handover = handover(&app, caller, &draft, errand)?;
    let page = visitor.frame.clone();
    Ok(render(&DocumentPage { page, case, draft, action, fields, signs, handover }))
}

/// `POST /requests/{request}/approve`
pub(super) async fn approve(
    State(app): State<App>,
    Id(request): Id<RequestId>,
    form: Form<Approval, SignedDocument>,
) -> Result<Redirect, Turned> {
    let approving = match form.also.read()? {
        Some(signed) => Approving::Signed(signed),
        None => Approving::Categories(Some(form.filled.categories())),
    };
    let caller = &form.visitor.caller;
    operations::approve_request(&app.desk, caller, form.key(), &request, approving).await?;
    Ok(to_case(&form.filled.case))
}
