//! The JSON body of a request, and the idempotency key that goes with it.

use crate::app::App;
use crate::problem::Refused;
use axum::body::BodyDataStream;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use operations::RequestKey;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The header that makes a POST safe to repeat (draft-ietf-httpapi-idempotency-key-header).
pub(crate) const KEY_HEADER: &str = "idempotency-key";
/// How much of a body that is too long is read before its client is left without an answer.
const DROPPED_BYTES_MAX: usize = 32 << 20;
/// How long a client may stop in the middle of a body; less than the time in which an answer begins.
const PIECE: Duration = Duration::from_secs(30);
/// The longest key in bytes.
const KEY_BYTES_MAX: usize = 200;

/// What a POST or a PUT asks for.
pub(crate) struct Asked<T> {
    /// The body.
    pub(crate) body: T,
    key: Option<RequestKey>,
}

impl<T> Asked<T> {
    /// The key under which it may be repeated, if the client sent one.
    pub(crate) const fn key(&self) -> Option<&RequestKey> {
        self.key.as_ref()
    }
}

/// The body of a request whose path says all: `{}`, or nothing.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

impl<T: DeserializeOwned> FromRequest<App> for Asked<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &App) -> Result<Self, Refused> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let headers = request.headers().clone();
        let bytes = whole(request, wire::BODY_BYTES_MAX).await?;
        let key = key_of(&headers)?.map(|key| {
            let path = uri.path_and_query().map_or("", |path| path.as_str());
            RequestKey::of(key, method.as_str(), path, &bytes)
        });
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { is_json(&headers).map(|()| &*bytes)? };
        is_object(text)?;
        Ok(Self { body: serde_json::from_slice(text).map_err(|why| bad_body(&why))?, key })
    }
}

/// The whole body, of at most `bytes_max`. Of a longer one the rest is read too, for a while: a client that still sends
/// would not hear why it is refused.
pub(crate) async fn whole(request: Request, bytes_max: usize) -> Result<Bytes, Refused> {
    let mut body = request.into_body().into_data_stream();
    let (mut kept, mut dropped) = (BytesMut::new(), 0_usize);
    while let Some(piece) = next(&mut body, PIECE).await? {
        let piece = piece.map_err(|why| {
            Refused::new(StatusCode::BAD_REQUEST, "bad_body", "The body cannot be read", why.to_string())
        })?;
        if dropped == 0 && kept.len() + piece.len() <= bytes_max {
            kept.extend_from_slice(&piece);
            continue;
        }
        dropped += piece.len();
        if dropped > DROPPED_BYTES_MAX {
            break;
        }
    }
    if dropped == 0 {
        return Ok(kept.freeze());
    }
    let detail = format!("the body is larger than the {bytes_max} bytes that this path takes");
    Err(Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "Too large", detail))
}

/// The next piece, unless the client stops sending midway.
async fn next(
    body: &mut BodyDataStream,
    patience: Duration,
) -> Result<Option<Result<Bytes, axum::Error>>, Refused> {
    tokio::time::timeout(patience, body.next()).await.map_err(|_| {
        let detail = format!("nothing came for {} s, and the body is not complete", patience.as_secs());
        Refused::new(StatusCode::REQUEST_TIMEOUT, "half_a_body", "Half a body", detail)
    })
}

fn key_of(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let Some(value) = headers.get(KEY_HEADER) else { return Ok(None) };
    let key = value.to_str().ok().map(|key| key.trim().trim_matches('"'));
    match key.filter(|key| (1..=KEY_BYTES_MAX).contains(&key.len())) {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "bad_key",
            "The idempotency key makes no sense",
            format!("`Idempotency-Key` is 1 to {KEY_BYTES_MAX} visible ASCII characters"),
        )),
    }
}

fn is_json(headers: &HeaderMap) -> Result<(), Refused> {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let detail = format!("the body is `{essence}`, and this path takes `application/json`");
    Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", "Not JSON", detail))
}

/// A list would be read as the values of the object's fields, in an order that nobody wrote down.
fn is_object(text: &[u8]) -> Result<(), Refused> {
    if text.trim_ascii_start().first() == Some(&b'[') {
        let detail = "the body is a list, and this path takes an object";
        return Err(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "bad_body",
            "The body makes no sense",
            detail,
        ));
    }
    Ok(())
}

/// Text that is no JSON, or JSON that is not what the path takes; with its place.
fn bad_body(why: &serde_json::Error) -> Refused {
    let status = if why.is_data() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
    Refused::new(status, "bad_body", "The body makes no sense", why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::response::IntoResponse as _;
    use futures::stream;

    #[tokio::test]
    async fn a_client_that_stops_midway_is_told_so() {
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{"))]);
        let mut half = Body::from_stream(first.chain(stream::pending())).into_data_stream();
        let patience = Duration::from_millis(20);
        assert_eq!(next(&mut half, patience).await.unwrap().unwrap().unwrap(), "{");
        let refused = next(&mut half, patience).await.unwrap_err();
        assert_eq!(refused.into_response().status(), StatusCode::REQUEST_TIMEOUT);
    }
}
