//! Drafting, giving, withdrawing and asking for consent.

use super::cases::terms;
use super::{Created, created, done};
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::CaseId;
use operations::Giving;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{AskConsent, Done, DraftConsent, Drafted, GiveConsent, Given, PasskeyRequest, Signed};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(give_consent))
        .routes(routes!(draft_consent))
        .routes(routes!(withdraw_consent))
        .routes(routes!(ask_consent))
}

/// Gives consent on a case, or gives it again: terms where the organisation has no consent keys, else a signed document.
#[utoipa::path(post, path = "/cases/{case}/consent", tag = "consent", params(("case" = String, Path)), request_body = GiveConsent, responses((status = 201, body = Given)))]
async fn give_consent(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<GiveConsent>,
) -> Result<Created<Given>, Refused> {
    let giving = match asked.body.clone() {
        GiveConsent { terms: Some(given), signed: None } => Giving::Terms(terms(given)?),
        GiveConsent { terms: None, signed: Some(given) } => Giving::Signed(signed(given)),
        GiveConsent { .. } => return Err(either("terms")),
    };
    let given = operations::give_consent(&app.desk, &who.caller, asked.key(), &case, giving).await?;
    Ok(created(Given { number: given.number, at: given.at, until: given.until }))
}

/// A signed document from a body.
pub(super) fn signed(signed: Signed) -> operations::Signed {
    let Signed { document, key, signature } = signed;
    operations::Signed { document, key, signature }
}

/// The body says both what to attest and what was signed, or neither.
pub(super) fn either(field: &str) -> Refused {
    let detail = format!("give either `{field}` or `signed`");
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Makes no sense", detail)
}

/// Drafts the document that a signature would cover. Changes nothing.
#[utoipa::path(post, path = "/cases/{case}/consent/draft", tag = "consent", params(("case" = String, Path)), request_body = DraftConsent, responses((status = 200, body = Drafted)))]
async fn draft_consent(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<DraftConsent>,
) -> Result<Json<Drafted>, Refused> {
    let terms = terms(asked.body.terms.clone())?;
    let draft = operations::draft_consent(&app.desk, &who.caller, asked.key(), &case, terms).await?;
    Ok(Json(drafted(draft)))
}

/// A draft as it crosses HTTP.
pub(super) fn drafted(draft: operations::Draft) -> Drafted {
    let operations::Draft { document, text, challenge, passkey } = draft;
    let passkey = passkey.map(|asked| PasskeyRequest { options: asked.options, keys: asked.keys });
    Drafted { document, text, challenge, passkey }
}

/// Withdraws a case's consent; the case stays open.
#[utoipa::path(post, path = "/cases/{case}/consent/withdraw", tag = "consent", params(("case" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn withdraw_consent(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::withdraw_consent(&app.desk, &who.caller, asked.key(), &case).await?))
}

/// Asks the customer for consent, renewal or another level. Grants nothing.
#[utoipa::path(post, path = "/cases/{case}/consent/ask", tag = "consent", params(("case" = String, Path)), request_body = AskConsent, responses((status = 200, body = Done)))]
async fn ask_consent(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<AskConsent>,
) -> Result<Json<Done>, Refused> {
    let AskConsent { level, categories } = asked.body;
    let (desk, caller) = (&app.desk, &who.caller);
    Ok(done(operations::ask_consent(desk, caller, asked.key(), &case, level, categories).await?))
}
