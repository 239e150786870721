//! Support bundles that the customer attaches.

use super::{Created, created};
use crate::app::App;
use crate::body::whole;
use crate::caller::SignedIn;
use crate::id::Id;
use crate::params::Params;
use crate::problem::Refused;
use axum::extract::{Request, State};
use domain::CaseId;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Attached, BUNDLE_BYTES_MAX};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(attach_bundle))
}

/// What is attached.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct BundleParams {
    /// SHA-256 of the body, lower-case hex. The same bytes are attached once.
    sha256: String,
}

/// Attaches a support bundle to a case: pieces of text as of evidence, screened before they left, one JSON text a line,
/// packed with gzip. It is listed, read and deleted as evidence.
#[utoipa::path(put, path = "/cases/{case}/bundles", tag = "evidence", params(("case" = String, Path), BundleParams), request_body(content = String, content_type = "application/octet-stream"), responses((status = 201, body = Attached)))]
async fn attach_bundle(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    Params(params): Params<BundleParams>,
    request: Request,
) -> Result<Created<Attached>, Refused> {
    let packed = whole(request, BUNDLE_BYTES_MAX).await?;
    let packed = Arc::from(&*packed);
    let attached = operations::attach_bundle(&app.desk, &who.caller, &case, &params.sha256, packed).await?;
    let operations::Attached { collection, at, due_at } = attached;
    Ok(created(Attached { collection, at, due_at }))
}
