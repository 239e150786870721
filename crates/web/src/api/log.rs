//! The log as auditors' own tools read it: C2SP tlog-tiles, proofs and receipts. A log is its organisation's own, so these
//! routes take the same bearer token as all others: `<base>/api/v1/log/<tenant>` is the prefix that a client is given, and
//! `Authorization: Bearer …` the header.

use crate::app::App;
use crate::caller::SignedIn;
use crate::params::Params;
use crate::problem::Refused;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::{BadId, CaseId, CollectionId, TenantId};
use operations::ReceiptOf;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{ConsistencyProof, InclusionProof};

/// Tiles never change. They are one organisation's own, so no shared cache keeps them.
const FOREVER: &str = "private, max-age=31536000, immutable";
/// The checkpoint changes.
const AT_ONCE: &str = "private, no-cache";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_checkpoint))
        .routes(routes!(show_tile))
        .routes(routes!(prove_event))
        .routes(routes!(prove_growth))
        .routes(routes!(show_receipt))
}

/// The signed checkpoint of the organisation's log (C2SP tlog-tiles), with the cosignatures of witnesses: the newest that has
/// its quorum.
#[utoipa::path(get, path = "/log/{tenant}/checkpoint", tag = "audit", params(("tenant" = String, Path)), responses((status = 200, content_type = "text/plain", body = String)))]
async fn show_checkpoint(
    State(app): State<App>,
    who: SignedIn,
    Path(tenant): Path<String>,
) -> Result<Response, Refused> {
    let note = operations::log_checkpoint(&app.desk, &who.caller, &log(&tenant)?).await?;
    let headers =
        [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, AT_ONCE), (VARY, "authorization")];
    Ok((headers, note).into_response())
}

/// A tile of the organisation's log, or a bundle of its entries (C2SP tlog-tiles). An entry is an event's leaf: names and
/// texts stand beside it, and are not part of it.
#[utoipa::path(get, path = "/log/{tenant}/tile/{*tile}", tag = "audit", params(("tenant" = String, Path), ("tile" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
async fn show_tile(
    State(app): State<App>,
    who: SignedIn,
    Path((tenant, tile)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let tile = operations::log_tile(&app.desk, &who.caller, &log(&tenant)?, &tile).await?;
    let headers =
        [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, FOREVER), (VARY, "authorization")];
    Ok((headers, tile.bytes).into_response())
}

/// What cannot be an organisation's id names no log.
fn log(tenant: &str) -> Result<TenantId, Refused> {
    let why = |why: BadId| Refused::new(StatusCode::NOT_FOUND, "not_found", "Not found", why.to_string());
    tenant.parse().map_err(why)
}

/// Which proof of an event.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EventParams {
    /// The event, counted from 0.
    event: u64,
    /// The size of the tree [default: that of a signed checkpoint].
    size: Option<u64>,
}

/// Proves that the log holds an event (RFC 6962, 2.1.1).
#[utoipa::path(get, path = "/audit/proofs/inclusion", tag = "audit", params(EventParams), responses((status = 200, body = InclusionProof)))]
async fn prove_event(
    State(app): State<App>,
    who: SignedIn,
    Params(params): Params<EventParams>,
) -> Result<Json<InclusionProof>, Refused> {
    let EventParams { event, size } = params;
    let proven = operations::prove_event(&app.desk, &who.caller, event, size).await?;
    Ok(Json(InclusionProof {
        index: proven.index,
        size: proven.size,
        leaf_hash: BASE64_STANDARD.encode(proven.leaf_hash),
        hashes: encoded(&proven.hashes),
        checkpoint: proven.checkpoint,
    }))
}

/// Which proof of growth.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct GrowthParams {
    /// The size that the log had.
    from: u64,
    /// The size that continues it [default: that of a signed checkpoint].
    to: Option<u64>,
}

/// Proves that the log continues what it was (RFC 6962, 2.1.2).
#[utoipa::path(get, path = "/audit/proofs/consistency", tag = "audit", params(GrowthParams), responses((status = 200, body = ConsistencyProof)))]
async fn prove_growth(
    State(app): State<App>,
    who: SignedIn,
    Params(params): Params<GrowthParams>,
) -> Result<Json<ConsistencyProof>, Refused> {
    let proven = operations::prove_growth(&app.desk, &who.caller, params.from, params.to).await?;
    Ok(Json(ConsistencyProof {
        from: proven.from,
        to: proven.to,
        hashes: encoded(&proven.hashes),
        checkpoint: proven.checkpoint,
    }))
}

fn encoded(hashes: &[[u8; 32]]) -> Vec<String> {
    hashes.iter().map(|hash| BASE64_STANDARD.encode(hash)).collect()
}

/// What a receipt is asked of: one of these.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ReceiptParams {
    /// An event, counted from 0.
    event: Option<u64>,
    /// A case: its latest consent.
    #[param(value_type = Option<String>)]
    consent: Option<CaseId>,
    /// A collection: its deletion.
    #[param(value_type = Option<String>)]
    deletion: Option<CollectionId>,
}

/// A receipt (C2SP tlog-proof) of an event, a consent or a deletion, which `glasscase verify --receipt` checks offline.
#[utoipa::path(get, path = "/audit/receipt", tag = "audit", params(ReceiptParams), responses((status = 200, content_type = "text/plain", body = String)))]
async fn show_receipt(
    State(app): State<App>,
    who: SignedIn,
    Params(params): Params<ReceiptParams>,
) -> Result<Response, Refused> {
    let of = match params {
        ReceiptParams { event: Some(event), consent: None, deletion: None } => ReceiptOf::Event(event),
        ReceiptParams { event: None, consent: Some(case), deletion: None } => ReceiptOf::Consent(case),
        ReceiptParams { event: None, consent: None, deletion: Some(id) } => ReceiptOf::Deletion(id),
        _ => {
            let why = "name one of `event`, `consent` (a case) and `deletion` (a collection)";
            return Err(Refused::new(StatusCode::BAD_REQUEST, "bad_query", "The query makes no sense", why));
        }
    };
    let receipt = operations::receipt(&app.desk, &who.caller, &of).await?;
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"receipt.tlog-proof\""),
    ];
    Ok((headers, receipt).into_response())
}
