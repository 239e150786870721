//! Forms that a page of ours sends. Each carries the session's token, so no other site can send one in somebody's name,
//! and a key of its own, so that a form sent twice is done once.

use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::body::whole;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::HeaderMap;
use operations::RequestKey;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How large a form may be.
const FORM_BYTES_MAX: usize = 256 << 10;

/// A form of somebody who signed in. What they filled in is read as `T`, and where a form serves two ends as `U` too.
pub(crate) struct Form<T, U = Empty> {
    /// Who sent it.
    pub(crate) visitor: Visitor,
    /// What they filled in.
    pub(crate) filled: T,
    /// What else they filled in.
    pub(crate) also: U,
    key: Option<RequestKey>,
}

/// A form that anybody may send, such as that of sign-in.
pub(crate) struct Open<T>(pub(crate) T);

/// What every form carries.
#[derive(Default, Deserialize)]
pub(super) struct Carried {
    #[serde(default, rename = "_token")]
    pub(super) token: String,
    #[serde(default, rename = "_once")]
    pub(super) once: String,
}

/// A form that asks for nothing but what its address says.
#[derive(Deserialize)]
pub(crate) struct Empty {}

/// What somebody calls a key of theirs.
#[derive(Deserialize)]
pub(crate) struct Labelled {
    pub(crate) label: String,
}

impl<T, U> Form<T, U> {
    /// The key under which the request may be repeated.
    pub(crate) const fn key(&self) -> Option<&RequestKey> {
        self.key.as_ref()
    }
}

impl<T: DeserializeOwned, U: DeserializeOwned> FromRequest<App> for Form<T, U> {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let (method, path) = (parts.method.clone(), visitor.frame.path.clone());
        let is_own = is_own_site(&parts.headers);
        let bytes = whole(Request::from_parts(parts, body), FORM_BYTES_MAX).await?;
        let carried: Carried = read(&bytes)?;
        if !is_own || carried.token != visitor.frame.form_token() {
            return Err(Turned::foreign_form());
        }
        let key =
            (!carried.once.is_empty()).then(|| RequestKey::of(carried.once, method.as_str(), &path, &bytes));
        Ok(Self { visitor, filled: read(&bytes)?, also: read(&bytes)?, key })
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Open<T> {
    type Rejection = Turned;

    async fn from_request(request: Request, _: &App) -> Result<Self, Turned> {
        if !is_own_site(request.headers()) {
            return Err(Turned::foreign_form());
        }
        let bytes = whole(request, FORM_BYTES_MAX).await?;
        Ok(Self(read(&bytes)?))
    }
}

/// Whether a page of this site sent it, as far as the browser says (Fetch Metadata). Older browsers say nothing.
pub(super) fn is_own_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    matches!(site, None | Some("same-origin" | "none"))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Turned> {
    serde_html_form::from_bytes(bytes).map_err(|why| Turned::bad_form(&why.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_another_site_is_told_by_the_browser() {
        for (site, is_own) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false), ("", false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-site", site.parse().unwrap());
            assert_eq!(is_own_site(&headers), is_own, "{site}");
        }
        assert!(is_own_site(&HeaderMap::new()));
    }
}
