//! Cases and their messages.

mod shown;

use super::{Created, created, done, language};
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::page::{cut, read_ahead};
use crate::params::Params;
use crate::problem::Refused;
use crate::streams;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use domain::CaseId;
use operations::{CaseFilter, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Assign, Case, CasePage, ConsentTerms, Done, Engineer, NewCase, Opened, Said, Say};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_cases, open_case))
        .routes(routes!(show_case))
        .routes(routes!(say_in_case))
        .routes(routes!(close_case))
        .routes(routes!(reopen_case))
        .routes(routes!(list_engineers))
        .routes(routes!(assign_case))
        .routes(routes!(follow_case))
}

/// Which page of the cases.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CaseParams {
    /// Only open ones, or only closed ones.
    open: Option<bool>,
    /// The page behind this: `next` of the page before.
    after: Option<u64>,
    /// How many, 1 to 200.
    limit: Option<u32>,
}

/// The organisation's cases, newest first.
#[utoipa::path(get, path = "/cases", tag = "cases", params(CaseParams), responses((status = 200, body = CasePage)))]
async fn list_cases(
    State(app): State<App>,
    who: SignedIn,
    Params(params): Params<CaseParams>,
) -> Result<Json<CasePage>, Refused> {
    let (page, items) = read_ahead(params.after, params.limit)?;
    let filter = CaseFilter { open: params.open };
    let read = operations::list_cases(&app.desk, &who.caller, filter, page).await?;
    let (cases, is_more) = cut(read, items);
    let next = cases.last().filter(|_| is_more).map(|case| case.row.opened_sequence.to_string());
    Ok(Json(CasePage { items: cases.into_iter().map(shown::case).collect(), next }))
}

/// Opens a case. With terms, and by somebody who may consent, this gives consent; else the consent is asked for.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = NewCase, responses((status = 201, body = Opened)))]
async fn open_case(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NewCase>,
) -> Result<Created<Opened>, Refused> {
    let new = new_case(asked.body.clone())?;
    let opened = operations::open_case(&app.desk, &who.caller, asked.key(), new).await?;
    let consent = shown::outcome(opened.consent);
    Ok(created(Opened { case: opened.case, at: opened.at, consent }))
}

fn new_case(new: NewCase) -> Result<operations::OpenCase, Refused> {
    let NewCase { subscriptions, service, nature, severity, title, text, consent, tenant } = new;
    let consent = consent.map(terms).transpose()?;
    Ok(operations::OpenCase { subscriptions, service, nature, severity, title, text, consent, tenant })
}

/// What a consent is to cover.
pub(super) fn terms(terms: ConsentTerms) -> Result<operations::ConsentTerms, Refused> {
    let ConsentTerms { level, categories, language: name } = terms;
    Ok(operations::ConsentTerms { level, categories, language: language(name.as_deref())? })
}

/// One case, with what was said in it. While the vendor may not read it, its text is left out for them.
#[utoipa::path(get, path = "/cases/{case}", tag = "cases", params(("case" = String, Path)), responses((status = 200, body = Case)))]
async fn show_case(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
) -> Result<Json<Case>, Refused> {
    let found = operations::show_case(&app.desk, &who.caller, &case).await?;
    let messages = match operations::messages(&app.desk, &who.caller, &case).await {
        Err(Refusal::Rule { rule: domain::Refusal::Denied { .. } }) => Vec::new(),
        messages => messages?,
    };
    let messages = messages.into_iter().map(shown::message).collect();
    Ok(Json(Case { messages, ..shown::case(found) }))
}

/// Writes in a case.
#[utoipa::path(post, path = "/cases/{case}/messages", tag = "cases", params(("case" = String, Path)), request_body = Say, responses((status = 201, body = Said)))]
async fn say_in_case(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<Say>,
) -> Result<Created<Said>, Refused> {
    let said = operations::say(&app.desk, &who.caller, asked.key(), &case, &asked.body.text).await?;
    Ok(created(Said { message: said.message, at: said.at }))
}

/// Closes a case: its consent and its pending access requests end at once.
#[utoipa::path(post, path = "/cases/{case}/close", tag = "cases", params(("case" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn close_case(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::close_case(&app.desk, &who.caller, asked.key(), &case).await?))
}

/// Reopens a closed case. It needs a new consent.
#[utoipa::path(post, path = "/cases/{case}/reopen", tag = "cases", params(("case" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn reopen_case(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::reopen_case(&app.desk, &who.caller, asked.key(), &case).await?))
}

/// The engineers of the case's team, who can work it; for the vendor's people.
#[utoipa::path(get, path = "/cases/{case}/engineers", tag = "cases", params(("case" = String, Path)), responses((status = 200, body = Vec<Engineer>)))]
async fn list_engineers(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
) -> Result<Json<Vec<Engineer>>, Refused> {
    let engineers = operations::list_engineers(&app.desk, &who.caller, &case).await?.into_iter();
    let shown = |one: operations::Engineer| Engineer { person: one.person, name: one.name };
    Ok(Json(engineers.map(shown).collect()))
}

/// Takes a case, or hands it over to another engineer of its team. Opens nothing.
#[utoipa::path(post, path = "/cases/{case}/assign", tag = "cases", params(("case" = String, Path)), request_body = Assign, responses((status = 200, body = Done)))]
async fn assign_case(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<Assign>,
) -> Result<Json<Done>, Refused> {
    let to = asked.body.engineer.as_ref();
    Ok(done(operations::assign_case(&app.desk, &who.caller, asked.key(), &case, to).await?))
}

/// The case's events as they happen, as server-sent events: those behind `Last-Event-ID`, or all. Each has its sequence
/// as id and an entry of the log as data.
#[utoipa::path(get, path = "/cases/{case}/stream", tag = "cases", params(("case" = String, Path), ("last-event-id" = Option<u64>, Header)), responses((status = 200, content_type = "text/event-stream", body = String)))]
async fn follow_case(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refused> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    streams::timeline(app, who, case, last).await
}
