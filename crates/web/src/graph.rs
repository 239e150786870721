//! The face of Microsoft Graph v1.0 under `/v1.0`, as far as audit tools and directories use it here (wire.md, sections 1,
//! 4 and 5): the log as directory audits, and the cross-tenant access settings.
//!
//! What always holds:
//! - Every answer has Graph's headers, and every refusal its error body, whoever refused.
//! - Bad input is answered with a 4xx that says what is wrong; nothing a client sends makes a 5xx.

mod audits;
mod entry;
mod face;
mod filter;
mod partners;
mod policy;
mod query;
mod settings;
mod skip_token;

pub(crate) use face::face;

use crate::app::App;
use crate::problem::{self, Refused};
use axum::Router;
use axum::extract::Request;
use axum::http::{Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::Value;

/// Where the face begins.
const ROOT: &str = "/v1.0";
/// The path of the audit log.
const AUDITS: &str = "/auditLogs/directoryAudits";
/// The path of the cross-tenant access settings.
const POLICY: &str = "/policies/crossTenantAccessPolicy";

/// Every route.
pub(crate) fn routes() -> Router<App> {
    let routes = Router::new()
        .route(AUDITS, get(audits::list))
        .route(&format!("{AUDITS}/{{id}}"), get(audits::show))
        .route(POLICY, get(policy::show))
        .route(&format!("{POLICY}/default"), get(policy::show_default))
        .route(&format!("{POLICY}/partners"), get(partners::list).post(partners::add))
        .route(
            &format!("{POLICY}/partners/{{partner}}"),
            get(partners::show).patch(partners::change).delete(partners::remove),
        )
        .route(
            &format!("{POLICY}/partners/{{partner}}/serviceProviderConstraints"),
            get(partners::show_constraints),
        );
    Router::new()
        .nest(ROOT, routes.fallback(no_such_path).method_not_allowed_fallback(problem::no_such_method))
}

async fn no_such_path(uri: Uri) -> Refused {
    problem::no_such_path(&uri)
}

/// A JSON body with the type that Graph's clients ask of it.
fn json(body: &Value) -> Response {
    ([(header::CONTENT_TYPE, MEDIA)], body.to_string()).into_response()
}

/// The type of every body but that of a count.
const MEDIA: &str = "application/json; charset=utf-8";

/// The body of a request, an object.
async fn object(request: Request) -> Result<serde_json::Map<String, Value>, Refused> {
    let bytes = crate::body::whole(request, wire::BODY_BYTES_MAX).await?;
    let body =
        serde_json::from_slice(&bytes).map_err(|why| bad(format!("the body is no JSON object: {why}")))?;
    match body {
        Value::Object(members) => Ok(members),
        _ => Err(bad("the body is no JSON object")),
    }
}

/// What makes no sense in a request.
fn bad(why: impl Into<String>) -> Refused {
    Refused::new(axum::http::StatusCode::BAD_REQUEST, "bad_request", "Makes no sense", why)
}
