//! Access requests: more categories for a while.

use super::consents::{drafted, either, signed};
use super::{Created, created, done, items, language, word};
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::{CaseId, RequestId};
use operations::Approving;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{
    AccessRequest, ApprovalDraft, Approve, Approved, Done, DraftApproval, Items, RequestAccess, Requested,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_requests, request_access))
        .routes(routes!(draft_approval))
        .routes(routes!(approve_request))
        .routes(routes!(deny_request))
        .routes(routes!(endorse_request))
}

/// The access requests of a case, newest first.
#[utoipa::path(get, path = "/cases/{case}/requests", tag = "access requests", params(("case" = String, Path)), responses((status = 200, body = Items<AccessRequest>)))]
async fn list_requests(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
) -> Result<Json<Items<AccessRequest>>, Refused> {
    let requests = operations::list_requests(&app.desk, &who.caller, &case).await?;
    Ok(items(requests.into_iter().map(|found| AccessRequest {
        request: found.row.request,
        case: found.row.case,
        categories: found.row.categories,
        seconds: found.row.seconds,
        state: word(&found.row.state),
        reason: found.reason,
        asked_at: found.row.asked_at,
        until: found.row.until,
    })))
}

/// Asks the customer for more categories on a case.
#[utoipa::path(post, path = "/cases/{case}/requests", tag = "access requests", params(("case" = String, Path)), request_body = RequestAccess, responses((status = 201, body = Requested)))]
async fn request_access(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<RequestAccess>,
) -> Result<Created<Requested>, Refused> {
    let RequestAccess { categories, seconds, reason } = &asked.body;
    let (desk, caller) = (&app.desk, &who.caller);
    let made =
        operations::request_access(desk, caller, asked.key(), &case, *categories, *seconds, reason).await?;
    let operations::Requested { request, at, expires_at, awaits_lead } = made;
    Ok(created(Requested { request, at, expires_at, awaits_lead }))
}

/// Drafts the document of an approval. Changes nothing.
#[utoipa::path(post, path = "/requests/{request}/draft", tag = "access requests", params(("request" = String, Path)), request_body = DraftApproval, responses((status = 200, body = ApprovalDraft)))]
async fn draft_approval(
    State(app): State<App>,
    who: SignedIn,
    Id(request): Id<RequestId>,
    asked: Asked<DraftApproval>,
) -> Result<Json<ApprovalDraft>, Refused> {
    let (desk, caller) = (&app.desk, &who.caller);
    let (categories, language) = (asked.body.categories, language(asked.body.language.as_deref())?);
    let draft = operations::draft_approval(desk, caller, asked.key(), &request, categories, language).await?;
    Ok(Json(drafted(draft)))
}

/// Approves a request, in full or in part.
#[utoipa::path(post, path = "/requests/{request}/approve", tag = "access requests", params(("request" = String, Path)), request_body = Approve, responses((status = 200, body = Approved)))]
async fn approve_request(
    State(app): State<App>,
    who: SignedIn,
    Id(request): Id<RequestId>,
    asked: Asked<Approve>,
) -> Result<Json<Approved>, Refused> {
    let approving = match asked.body.clone() {
        Approve { categories, signed: None } => Approving::Categories(categories),
        Approve { categories: None, signed: Some(given) } => Approving::Signed(signed(given)),
        Approve { .. } => return Err(either("categories")),
    };
    let approved =
        operations::approve_request(&app.desk, &who.caller, asked.key(), &request, approving).await?;
    let operations::Approved { categories, at, until } = approved;
    Ok(Json(Approved { categories, at, until }))
}

/// Denies a request.
#[utoipa::path(post, path = "/requests/{request}/deny", tag = "access requests", params(("request" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn deny_request(
    State(app): State<App>,
    who: SignedIn,
    Id(request): Id<RequestId>,
    asked: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::deny_request(&app.desk, &who.caller, asked.key(), &request).await?))
}

/// Endorses a request, as a lead of the vendor's: the customer is asked from here on.
#[utoipa::path(post, path = "/requests/{request}/endorse", tag = "access requests", params(("request" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn endorse_request(
    State(app): State<App>,
    who: SignedIn,
    Id(request): Id<RequestId>,
    asked: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::endorse_request(&app.desk, &who.caller, asked.key(), &request).await?))
}
