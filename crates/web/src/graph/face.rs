//! What stands around the whole face: the ids of a request, and Graph's form for whatever was refused.

use super::{MEDIA, ROOT};
use crate::app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use operations::CorrelationId;
use serde_json::json;
use wire::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
/// The longest id of a client's that is given back.
const CLIENT_ID_BYTES_MAX: usize = 128;
/// How the instant of an error is written: without its zone, as Graph does.
const DATE: &str = "2026-01-15T09:30:00";

/// Answers requests to this face in Graph's way, and leaves all others as they are.
pub(crate) async fn face(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path != ROOT && !path.strip_prefix(ROOT).is_some_and(|rest| rest.starts_with('/')) {
        return next.run(request).await;
    }
    let Ok(id) = CorrelationId::draw() else { return next.run(request).await };
    let own = id.to_string();
    let clients = client_id(request.headers()).unwrap_or_else(|| own.clone());
    // What the request brings about is found in the log by the id that its answer tells.
    let response = id.within(next.run(request)).await;
    let date: String = app.desk.now().to_string().chars().take(DATE.len()).collect();
    let mut response = told(response, &date, &own, &clients);
    for (name, value) in [(REQUEST_ID, own), (CLIENT_REQUEST_ID, clients)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The client's own id of its request, if it can be given back.
fn client_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(CLIENT_REQUEST_ID)?.to_str().ok()?;
    let fits = (1..=CLIENT_ID_BYTES_MAX).contains(&id.len());
    fits.then(|| id.to_owned())
}

/// A refusal in Graph's form; anything else as it is.
fn told(response: Response, date: &str, own: &str, clients: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let Some(problem) = parts.extensions.remove::<Problem>() else {
        return Response::from_parts(parts, body);
    };
    parts.status = status(parts.status);
    let error = json!({ "error": {
        "code": code(parts.status, &problem),
        "message": problem.detail,
        "innerError": {
            "date": date,
            "request-id": own,
            "client-request-id": clients,
        },
    }});
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
    Response::from_parts(parts, error.to_string().into())
}

/// What makes no sense is a 400 here, whatever it is elsewhere: clients know no other.
fn status(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => StatusCode::BAD_REQUEST,
        status => status,
    }
}

fn code(status: StatusCode, problem: &Problem) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "InvalidAuthenticationToken",
        StatusCode::FORBIDDEN => "Authorization_RequestDenied",
        StatusCode::NOT_FOUND if problem.code == "no_such_path" => "ResourceNotFound",
        StatusCode::NOT_FOUND => "Request_ResourceNotFound",
        StatusCode::METHOD_NOT_ALLOWED => "MethodNotAllowed",
        StatusCode::CONFLICT => "Conflict",
        StatusCode::PAYLOAD_TOO_LARGE => "RequestEntityTooLarge",
        StatusCode::TOO_MANY_REQUESTS => "TooManyRequests",
        StatusCode::SERVICE_UNAVAILABLE => "ServiceUnavailable",
        status if status.is_server_error() => "InternalServerError",
        _ => "BadRequest",
    }
}
