//! Absolute links to this server, as clients of other surfaces follow them.

use crate::app::App;
use axum::http::{HeaderMap, header};

/// The address that clients reach this server under, without a slash at its end: the public one where the operator named
/// it, else the one that the request came to.
pub(crate) fn base_url(app: &App, headers: &HeaderMap) -> String {
    if let Some(url) = &app.site.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if app.site.https { "https" } else { "http" };
    format!("{scheme}://{host}")
}
