//! The two names of a desk whose consents are signed on pages of another name. They are one server, told apart by the host
//! that a request names; each serves its own pages alone.
//!
//! What always holds: under the name of the consent pages nobody is signed in, whatever cookie a browser sends, and
//! nothing is changed.

use crate::app::App;
use crate::pages::{language_cookie, nothing_here, wants_page};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

/// Where a passkey signs or is made, under the name of the consent pages.
pub(crate) const SIGN: &str = "/sign";
/// Where whoever comes back from there lands, under the desk's.
pub(crate) const SIGNED: &str = "/signed";

/// Lets a request through to the pages of the name that it came to.
pub(crate) async fn keep_apart(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_of_two = [SIGN, SIGNED].contains(&path);
    let Some(names) = app.desk.two_names() else {
        return if is_of_two { nothing_here(&app, request).await } else { next.run(request).await };
    };
    if host(&request).as_deref() != Some(authority(names.consents)) {
        return if path == SIGN { nothing_here(&app, request).await } else { next.run(request).await };
    }
    let is_here = [SIGN, "/language", "/healthz"].contains(&path) || path.starts_with("/assets/");
    let is_lost = request.method() == Method::GET && wants_page(request.headers());
    forget_session(&mut request);
    match (is_here, is_lost) {
        (true, _) => next.run(request).await,
        // Whoever looks for the desk here finds it.
        (false, true) => Redirect::to(names.desk).into_response(),
        (false, false) => nothing_here(&app, request).await,
    }
}

/// Takes away what could say who it is: but for the language, a cookie counts under the desk's name alone.
fn forget_session(request: &mut Request) {
    let kept = language_cookie(request.headers()).and_then(|kept| HeaderValue::try_from(kept).ok());
    let headers = request.headers_mut();
    headers.remove(header::AUTHORIZATION);
    match kept {
        Some(kept) => headers.insert(header::COOKIE, kept),
        None => headers.remove(header::COOKIE),
    };
}

/// The host that a request names, with its port unless that is its scheme's own, in lower case.
fn host(request: &Request) -> Option<String> {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = request.uri().authority().map(axum::http::uri::Authority::as_str).or(named)?;
    let host = host.to_ascii_lowercase();
    let bare = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80"));
    Some(bare.map_or_else(|| host.clone(), str::to_owned))
}

/// The host of an origin, with its port unless that is its scheme's own.
fn authority(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, authority)| authority)
}
