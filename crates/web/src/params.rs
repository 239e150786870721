//! The query of a request.

use crate::problem::Refused;
use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// The query, read into a form that refuses parameters it does not know.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let Query(read) = Query::<T>::try_from_uri(&parts.uri).map_err(|why| {
            Refused::new(StatusCode::BAD_REQUEST, "bad_query", "The query makes no sense", why.body_text())
        })?;
        Ok(Self(read))
    }
}
