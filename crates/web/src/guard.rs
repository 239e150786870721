//! What stands around every route: bounds on time and size, and headers that keep answers where they belong.

use crate::app::App;
use crate::problem::Refused;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;

/// How long a request may take until its answer begins. Streams may go on behind that.
const ANSWER: Duration = Duration::from_mins(1);

pub(crate) fn around(router: Router<App>) -> Router<App> {
    router
        // A body is read by `body::whole` alone, which holds it to its path's limit; nothing else reads one.
        .layer(DefaultBodyLimit::max(0))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(watched))
}

async fn watched(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    // The pattern and not the path: ids in logs help nobody but those who steal logs.
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let mut response =
        tokio::time::timeout(ANSWER, next.run(request)).await.unwrap_or_else(|_| too_slow().into_response());
    let (status, ms) = (response.status().as_u16(), began.elapsed().as_millis());
    tracing::debug!(%method, path = path.as_deref().unwrap_or("none"), status, ms, "answered");
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'"));
    response
}

fn too_slow() -> Refused {
    let detail = format!("no answer within {} s; ask again under the same idempotency key", ANSWER.as_secs());
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, "too_slow", "Too slow", detail)
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request ended in a panic");
    let detail = "something failed inside the server; its operator finds it in the log";
    Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", "Something failed", detail).into_response()
}
