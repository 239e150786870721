//! Long-running operations. What they make exists once they are accepted, so an operation only reports; it is called by the
//! id of what it made, and nothing is kept for it.

use super::answer::{empty, ok};
use super::error::Fault;
use super::path::At;
use super::request::{Asked, root};
use super::{communications, tickets};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use operations::{Scope, find_operated};
use serde_json::json;

const ASYNC_OPERATION: HeaderName = HeaderName::from_static("azure-asyncoperation");

/// 202, with the links under which a client asks how it stands.
pub(super) fn accepted(asked: &Asked, scope: &Scope, id: &str) -> Response {
    let mut response = empty(StatusCode::ACCEPTED);
    let link =
        |kind: &str| format!("{}{}/{kind}/{id}?api-version={}", asked.base, root(scope), asked.version);
    let links = [(ASYNC_OPERATION, link("operationsStatus")), (header::LOCATION, link("operationResults"))];
    for (name, link) in links {
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(name, link);
        }
    }
    // Without it, or with 0, clients wait for half a minute.
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// `GET P/operationsStatus/{id}`
pub(super) async fn status(asked: &Asked, at: At, id: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let operated = find_operated(&asked.desk, &asked.caller, &scope, id).await?;
    // No `properties`: clients would take a status in them for the operation's.
    Ok(ok(&json!({
        "id": format!("{}/operationsStatus/{id}", root(&scope)),
        "name": id,
        "status": "Succeeded",
        "startTime": operated.at,
        "endTime": operated.at,
    })))
}

/// `GET P/operationResults/{id}`
pub(super) async fn result(asked: &Asked, at: At, id: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at.clone()).await?;
    let operated = find_operated(&asked.desk, &asked.caller, &scope, id).await?;
    match operated.communication {
        None => tickets::show(asked, at, &operated.ticket).await,
        Some(name) => communications::show(asked, at, &operated.ticket, &name).await,
    }
}
