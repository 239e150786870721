//! Answers of this face, with the headers that all of them have.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use operations::CorrelationId;
use serde_json::Value;

/// The request's own id.
const REQUEST: HeaderName = HeaderName::from_static("x-ms-request-id");
/// The id of what the request brought about: `correlationId` of its entries in the log.
const CORRELATION: HeaderName = HeaderName::from_static("x-ms-correlation-request-id");
/// The id that the client gave the request.
const CLIENT: HeaderName = HeaderName::from_static("x-ms-client-request-id");
/// Whether the client wants it back.
const ECHO: HeaderName = HeaderName::from_static("x-ms-return-client-request-id");

/// A body as this face writes it.
pub(super) fn json(status: StatusCode, body: &Value) -> Response {
    let text = serde_json::to_vec(body).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response()
}

/// 200 with a body.
pub(super) fn ok(body: &Value) -> Response {
    json(StatusCode::OK, body)
}

/// A status without a body.
pub(super) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// The answer with the ids by which it can be asked about: its own, and that of the entries that it brought about.
pub(super) fn headed(
    mut answer: Response,
    asked: &HeaderMap,
    correlation: Option<CorrelationId>,
) -> Response {
    let headers = answer.headers_mut();
    for (name, id) in [(REQUEST, CorrelationId::draw().ok()), (CORRELATION, correlation)] {
        if let Some(id) = id.and_then(|id| HeaderValue::from_str(&id.to_string()).ok()) {
            headers.insert(name, id);
        }
    }
    let is_wanted = asked.get(ECHO).is_some_and(|echo| echo.as_bytes().eq_ignore_ascii_case(b"true"));
    if let (true, Some(id)) = (is_wanted, asked.get(CLIENT)) {
        headers.insert(CLIENT, id.clone());
    }
    answer
}
