//! The id in a path.

use crate::problem::Refused;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::BadId;
use std::str::FromStr;

/// The one id in the path. What cannot be an id names nothing, so it is answered like an id that nothing has.
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Send + Sync, T: FromStr<Err = BadId>> FromRequestParts<S> for Id<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let not_found = |why: String| Refused::new(StatusCode::NOT_FOUND, "not_found", "Not found", why);
        let segment = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = segment.map_err(|_| not_found("the id in the path is not UTF-8".to_owned()))?;
        text.parse().map(Self).map_err(|why: BadId| not_found(why.to_string()))
    }
}
