//! Support bundles that the customer attaches, part by part.

use super::{Created, created, done};
use crate::app::App;
use crate::body::{Asked, Nothing, whole};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::params::Params;
use crate::problem::Refused;
use axum::Json;
use axum::extract::{Request, State};
use domain::{CaseId, CollectionId};
use operations::BUNDLE_BYTES_MAX;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Attached, BundleBegun, Done, FinishBundle, PartReceipt};

/// The largest part of a bundle, in bytes.
const PART_BYTES_MAX: usize = 4 << 20;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin_bundle))
        .routes(routes!(accept_bundle_part))
        .routes(routes!(finish_bundle))
        .routes(routes!(abandon_bundle))
}

/// Begins to attach a support bundle to a case. What is sent is sealed (age) to the recipient in the answer; inside are
/// pieces of text as of evidence, screened before they left, one JSON text a line, packed with gzip.
#[utoipa::path(post, path = "/cases/{case}/bundles", tag = "evidence", params(("case" = String, Path)), request_body = Nothing, responses((status = 201, body = BundleBegun)))]
async fn begin_bundle(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    asked: Asked<Nothing>,
) -> Result<Created<BundleBegun>, Refused> {
    let begun = operations::begin_bundle(&app.desk, &who.caller, asked.key(), &case).await?;
    let operations::BundleBegun { collection, recipient } = begun;
    Ok(created(BundleBegun { collection, recipient, bytes_max: BUNDLE_BYTES_MAX }))
}

/// Where a part stands.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct PartParams {
    /// How many bytes of the sealed bundle stand before it.
    offset: u64,
}

/// Takes a part of a sealed bundle. A part may be sent again; it is kept once.
#[utoipa::path(put, path = "/bundles/{collection}/parts", tag = "evidence", params(("collection" = String, Path), PartParams), request_body(content = String, content_type = "application/octet-stream"), responses((status = 200, body = PartReceipt)))]
async fn accept_bundle_part(
    State(app): State<App>,
    who: SignedIn,
    Id(collection): Id<CollectionId>,
    Params(params): Params<PartParams>,
    request: Request,
) -> Result<Json<PartReceipt>, Refused> {
    let part = whole(request, PART_BYTES_MAX).await?.to_vec();
    let (desk, caller) = (&app.desk, &who.caller);
    let received = operations::accept_bundle_part(desk, caller, &collection, params.offset, part).await?;
    Ok(Json(PartReceipt { received }))
}

/// Finishes a bundle: from here on it is listed, read and deleted as evidence. May be repeated. While a large one is being
/// checked the answer is 503 with the code `checking`: ask again.
#[utoipa::path(post, path = "/bundles/{collection}/finish", tag = "evidence", params(("collection" = String, Path)), request_body = FinishBundle, responses((status = 201, body = Attached)))]
async fn finish_bundle(
    State(app): State<App>,
    who: SignedIn,
    Id(collection): Id<CollectionId>,
    asked: Asked<FinishBundle>,
) -> Result<Created<Attached>, Refused> {
    let FinishBundle { bytes, sha256 } = &asked.body;
    let attached = operations::finish_bundle(&app.desk, &who.caller, &collection, *bytes, sha256).await?;
    let operations::Attached { collection, at, due_at } = attached;
    Ok(created(Attached { collection, at, due_at }))
}

/// Destroys what came of a bundle that will not be finished.
#[utoipa::path(delete, path = "/bundles/{collection}", tag = "evidence", params(("collection" = String, Path)), responses((status = 200, body = Done)))]
async fn abandon_bundle(
    State(app): State<App>,
    who: SignedIn,
    Id(collection): Id<CollectionId>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::abandon_bundle(&app.desk, &who.caller, &collection).await?))
}
