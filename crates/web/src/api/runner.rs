//! What runners call: enrolment, their event stream, and the deliveries of their runs.

mod dry_runs;

use super::{Created, created, done, items};
use crate::app::App;
use crate::body::{Asked, Nothing, whole};
use crate::caller::RunnerIn;
use crate::id::Id;
use crate::params::Params;
use crate::problem::Refused;
use crate::streams;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::{NewEvidence, RunId, StopCause};
use operations::{Delivery, Paper};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{
    Claimed, Done, Enrol, Enrolled, Finish, Finished, Items, PartReceipt, SignedDocument, SignedPack, Stopped,
};

/// The largest part of a collection, in bytes.
const PART_BYTES_MAX: usize = 4 << 20;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enrol_runner))
        .routes(routes!(attend))
        .routes(routes!(list_packs))
        .routes(routes!(claim_run))
        .routes(routes!(finish_run))
        .routes(routes!(stopped_run))
        .routes(routes!(halted_run))
        .routes(routes!(accept_part))
        .merge(dry_runs::routes())
}

/// Enrols a runner with its one-time code. Takes no token: the code is the proof.
#[utoipa::path(post, path = "/runner/enrol", tag = "runner", security(()), request_body = Enrol, responses((status = 201, body = Enrolled)))]
async fn enrol_runner(State(app): State<App>, asked: Asked<Enrol>) -> Result<Created<Enrolled>, Refused> {
    let Enrol { code, name, public_key } = &asked.body;
    let made = operations::enrol_runner(&app.desk, asked.key(), code, name, public_key).await?;
    let operations::Enrolled { runner, tenant, secret } = made;
    Ok(created(Enrolled { runner, tenant, secret }))
}

/// What the runner is told, as server-sent events: each a notice, and a beat every second.
#[utoipa::path(get, path = "/runner/stream", tag = "runner", responses((status = 200, content_type = "text/event-stream", body = wire::Notice)))]
async fn attend(State(app): State<App>, who: RunnerIn) -> Result<impl IntoResponse, Refused> {
    streams::notices(app, who).await
}

/// The packs of diagnostics that are offered here, as their publishers signed them.
#[utoipa::path(get, path = "/runner/packs", tag = "runner", responses((status = 200, body = Items<SignedPack>)))]
async fn list_packs(State(app): State<App>, _: RunnerIn) -> Json<Items<SignedPack>> {
    items(app.desk.diagnostics().packs().iter().map(|pack| {
        let operations::SignedPack { publisher, version, text } = pack.clone();
        SignedPack { publisher, version, text }
    }))
}

/// Takes a run. It is decided again in this moment.
#[utoipa::path(post, path = "/runner/runs/{run}/claim", tag = "runner", params(("run" = String, Path)), request_body = Nothing, responses((status = 200, body = Claimed)))]
async fn claim_run(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    asked: Asked<Nothing>,
) -> Result<Json<Claimed>, Refused> {
    let claimed = operations::claim_run(&app.desk, &who.caller, asked.key(), &run).await?;
    let operations::Claimed { order, inputs, covered, consent, approvals, others, .. } = claimed;
    Ok(Json(Claimed {
        run: order.run,
        tenant: who.caller.tenant,
        case: order.case,
        subscription: order.subscription,
        diagnostic: order.diagnostic,
        version: order.version,
        digest: order.digest,
        level: order.level,
        categories: order.categories,
        inputs,
        covered,
        consent: paper(consent),
        approvals: approvals.into_iter().map(paper).collect(),
        others: others.into_iter().map(paper).collect(),
        collection: claimed.collection,
        recipient: claimed.recipient,
        at: claimed.at,
    }))
}

fn paper(paper: Paper) -> SignedDocument {
    SignedDocument { document: paper.document, proof: paper.proof }
}

/// Where a part stands.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct PartParams {
    /// How many bytes of the collection stand before it.
    offset: u64,
}

/// Takes a part of the sealed collection. A part may be sent again; it is kept once.
#[utoipa::path(put, path = "/runner/runs/{run}/parts", tag = "runner", params(("run" = String, Path), PartParams), request_body(content = String, content_type = "application/octet-stream"), responses((status = 200, body = PartReceipt)))]
async fn accept_part(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    Params(params): Params<PartParams>,
    request: Request,
) -> Result<Json<PartReceipt>, Refused> {
    let part = whole(request, PART_BYTES_MAX).await?.to_vec();
    let received = operations::accept_part(&app.desk, &who.caller, &run, params.offset, part).await?;
    Ok(Json(PartReceipt { received }))
}

/// Completes a run: its collection is whole, and its record is signed.
#[utoipa::path(post, path = "/runner/runs/{run}/finish", tag = "runner", params(("run" = String, Path)), request_body = Finish, responses((status = 200, body = Finished)))]
async fn finish_run(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    asked: Asked<Finish>,
) -> Result<Json<Finished>, Refused> {
    let Finish { bytes, sha256, spans, findings, record, signature } = asked.body;
    let evidence = NewEvidence { bytes, sha256, spans, record, signature };
    let delivery = Delivery { evidence, findings };
    let delivered = operations::finish_run(&app.desk, &who.caller, &run, delivery).await?;
    Ok(Json(Finished { at: delivered.at, due_at: delivered.due_at }))
}

/// Ends a run without evidence: the runner refused it, lost the server, or failed.
#[utoipa::path(post, path = "/runner/runs/{run}/stopped", tag = "runner", params(("run" = String, Path)), request_body = Stopped, responses((status = 200, body = Done)))]
async fn stopped_run(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    asked: Asked<Stopped>,
) -> Result<Json<Done>, Refused> {
    let cause = cause(&asked.body)?;
    Ok(done(operations::stopped_run(&app.desk, &who.caller, asked.key(), &run, cause).await?))
}

/// Says that a run which the server ended was let go of; it measures how long stops take.
#[utoipa::path(post, path = "/runner/runs/{run}/halted", tag = "runner", params(("run" = String, Path)), request_body = Nothing, responses((status = 200, body = Done)))]
async fn halted_run(
    State(app): State<App>,
    who: RunnerIn,
    Id(run): Id<RunId>,
    _: Asked<Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::halted_run(&app.desk, &who.caller, &run).await?))
}

/// The longest code of a stop: a word, since it stands in the log in clear.
const CODE_BYTES_MAX: usize = 64;

fn cause(stopped: &Stopped) -> Result<StopCause, Refused> {
    let invalid =
        |detail: String| Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Makes no sense", detail);
    let code = stopped.code.clone();
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if code.len() > CODE_BYTES_MAX || !code.bytes().all(is_word) {
        return Err(invalid(format!("`code` is a word of at most {CODE_BYTES_MAX} letters, digits and `_`")));
    }
    match stopped.why.as_str() {
        "refused" => Ok(StopCause::Refused { code }),
        "lease_lost" => Ok(StopCause::LeaseLost),
        "failed" => Ok(StopCause::Failed { code }),
        why => Err(invalid(format!("`why`: `{why}` is not refused, lease_lost or failed"))),
    }
}
