//! Reading the log, and exporting it.

use crate::app::App;
use crate::caller::SignedIn;
use crate::id::Id;
use crate::page::limit_of;
use crate::params::Params;
use crate::problem::Refused;
use crate::streams::{self, Pieces};
use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::CaseId;
use operations::{Caller, Entry, Export, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{AuditEntry, AuditPage, LogKey};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_audit))
        .routes(routes!(read_case_events))
        .routes(routes!(show_log_key))
        .routes(routes!(export_log))
        .routes(routes!(read_ocsf))
}

/// How many events a page has, unless it is asked for another number.
const EVENTS: u32 = 100;

/// Which part of the log.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AuditParams {
    /// The first event, counted from 0.
    #[serde(default)]
    from: u64,
    /// How many, 1 to 200.
    limit: Option<u32>,
}

/// The organisation's log, oldest first.
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditParams), responses((status = 200, body = AuditPage)))]
async fn read_audit(
    State(app): State<App>,
    who: SignedIn,
    Params(params): Params<AuditParams>,
) -> Result<Json<AuditPage>, Refused> {
    let limit = limit_of(params.limit, EVENTS)?;
    let entries = operations::read_audit(&app.desk, &who.caller, params.from, limit + 1).await?;
    Ok(Json(page(entries, limit)))
}

/// The organisation's log as OCSF events, one JSON text a line, oldest first. Go on from the last
/// `metadata.sequence` plus one; no line says that there is no more yet.
#[utoipa::path(get, path = "/audit/ocsf", tag = "audit", params(AuditParams), responses((status = 200, content_type = "application/x-ndjson", body = String)))]
async fn read_ocsf(
    State(app): State<App>,
    who: SignedIn,
    Params(params): Params<AuditParams>,
) -> Result<Response, Refused> {
    let limit = limit_of(params.limit, EVENTS)?;
    let events = operations::read_ocsf(&app.desk, &who.caller, params.from, limit).await?;
    let lines: Vec<_> = events.iter().map(ToString::to_string).chain([String::new()]).collect();
    let lines = if events.is_empty() { String::new() } else { lines.join("\n") };
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], lines).into_response())
}

/// The events of a case, oldest first.
#[utoipa::path(get, path = "/cases/{case}/events", tag = "audit", params(("case" = String, Path), AuditParams), responses((status = 200, body = AuditPage)))]
async fn read_case_events(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    Params(params): Params<AuditParams>,
) -> Result<Json<AuditPage>, Refused> {
    let limit = limit_of(params.limit, EVENTS)?;
    let (desk, caller) = (&app.desk, &who.caller);
    let entries = operations::read_case_events(desk, caller, &case, params.from, limit + 1).await?;
    Ok(Json(page(entries, limit)))
}

fn page(mut entries: Vec<Entry>, limit: u32) -> AuditPage {
    let next = entries.get(limit as usize).map(|entry| entry.record.sequence);
    entries.truncate(limit as usize);
    AuditPage { items: entries.into_iter().map(shown).collect(), next }
}

/// An entry of the log as it crosses HTTP.
pub(crate) fn shown(entry: Entry) -> AuditEntry {
    let Entry { record, name, .. } = entry;
    AuditEntry {
        sequence: record.sequence,
        at: record.at,
        recorded_at: record.recorded_at,
        by: record.by,
        by_name: name,
        event: serde_json::to_value(&record.event).unwrap_or_default(),
    }
}

/// The key with which checkpoints of the organisation's log are checked.
#[utoipa::path(get, path = "/audit/key", tag = "audit", responses((status = 200, body = LogKey)))]
async fn show_log_key(State(app): State<App>, who: SignedIn) -> Result<Json<LogKey>, Refused> {
    let key = operations::log_key(&app.desk, &who.caller.tenant)?.to_string();
    Ok(Json(LogKey { key, rotations: operations::log_rotations(&app.desk).to_vec() }))
}

/// The whole log as a file that `glasscase verify` checks offline.
#[utoipa::path(get, path = "/audit/export", tag = "audit", responses((status = 200, content_type = "application/vnd.glasscase.export", body = String)))]
async fn export_log(State(app): State<App>, who: SignedIn) -> Result<Response, Refused> {
    exported(&app, &who.caller).await
}

/// The whole log of the caller's organisation, to be kept as a file.
pub(crate) async fn exported(app: &App, caller: &Caller) -> Result<Response, Refused> {
    let body = streams::body(operations::export(&app.desk, caller).await?).await?;
    let headers = [
        (CONTENT_TYPE, "application/vnd.glasscase.export"),
        (CONTENT_DISPOSITION, "attachment; filename=\"export.glasscase\""),
    ];
    Ok((headers, body).into_response())
}

impl Pieces for Export {
    async fn piece(&mut self) -> Result<Option<Bytes>, Refusal> {
        Ok(self.next().await?.map(Into::into))
    }
}
