//! Evidence: what runs collected, and what the customer attached.

use super::{done, items, word};
use crate::app::App;
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use crate::streams::{self, Pieces};
use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::{CaseId, CollectionId};
use operations::{Piece, Reading, Refusal, ShownEvidence};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Done, Evidence, EvidencePiece, Items};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_evidence))
        .routes(routes!(show_evidence, delete_evidence))
        .routes(routes!(read_evidence))
}

/// What was collected in a case and attached to it, newest first.
#[utoipa::path(get, path = "/cases/{case}/evidence", tag = "evidence", params(("case" = String, Path)), responses((status = 200, body = Items<Evidence>)))]
async fn list_evidence(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
) -> Result<Json<Items<Evidence>>, Refused> {
    Ok(items(operations::list_evidence(&app.desk, &who.caller, &case).await?.into_iter().map(shown)))
}

/// One collection, without its content.
#[utoipa::path(get, path = "/evidence/{collection}", tag = "evidence", params(("collection" = String, Path)), responses((status = 200, body = Evidence)))]
async fn show_evidence(
    State(app): State<App>,
    who: SignedIn,
    Id(collection): Id<CollectionId>,
) -> Result<Json<Evidence>, Refused> {
    Ok(Json(shown(operations::show_evidence(&app.desk, &who.caller, &collection).await?)))
}

/// Destroys a collection before it is due: its key first, then its bytes.
#[utoipa::path(delete, path = "/evidence/{collection}", tag = "evidence", params(("collection" = String, Path)), responses((status = 200, body = Done)))]
async fn delete_evidence(
    State(app): State<App>,
    who: SignedIn,
    Id(collection): Id<CollectionId>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::delete_evidence(&app.desk, &who.caller, &collection).await?))
}

/// The content: pieces of text with their labelled spans, one JSON text a line. What the reader's access does not cover
/// is masked, and the read is in the log before its first byte goes out.
#[utoipa::path(get, path = "/evidence/{collection}/content", tag = "evidence", params(("collection" = String, Path)), responses((status = 200, content_type = "application/x-ndjson", body = EvidencePiece)))]
async fn read_evidence(
    State(app): State<App>,
    who: SignedIn,
    Id(collection): Id<CollectionId>,
) -> Result<Response, Refused> {
    let reading = operations::read_evidence(&app.desk, &who.caller, &collection).await?;
    let body = streams::body(reading).await?;
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], body).into_response())
}

impl Pieces for Reading {
    async fn piece(&mut self) -> Result<Option<Bytes>, Refusal> {
        Ok(self.next().await?.map(|pieces| lines(&pieces)))
    }
}

fn lines(pieces: &[Piece]) -> Bytes {
    let mut lines = Vec::new();
    for piece in pieces {
        // Writing into memory does not fail, and a piece is plain text and numbers.
        let _ = serde_json::to_writer(&mut lines, piece);
        lines.push(b'\n');
    }
    lines.into()
}

fn shown(found: ShownEvidence) -> Evidence {
    let ShownEvidence { row, diagnostic } = found;
    Evidence {
        collection: row.collection,
        run: row.run,
        case: row.case,
        diagnostic,
        stored_at: row.stored_at,
        due_at: operations::hour_start(row.due_hour),
        bytes: row.bytes,
        spans: row.spans,
        deleted_at: row.deleted_at,
        deleted_because: row.delete_cause.as_ref().map(word),
    }
}
