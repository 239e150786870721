//! The pages: what people see of the desk. Rendered here and whole without a script; scripts only make them live.
//!
//! What always holds:
//! - A page calls operations and shows what they answer; nothing is decided or looked up here.
//! - Every string is a message in French and English; what people wrote is escaped, or sanitised where it is Markdown.
//! - Whatever changes something is a form with its session's token, and done once.

mod assets;
mod form;
mod frame;
mod home;
mod language;
mod session;
mod sign_in;
mod turned;
mod words;

use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};

/// What pages may load and where their forms may go: this site alone. No style or script stands inside a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Every page.
pub(crate) fn routes(app: &App) -> Router<App> {
    let pages = Router::new()
        .route("/", get(home::show))
        .route("/access/lock", post(home::lock))
        .route("/access/unlock", post(home::unlock))
        .route("/language", post(language::choose))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .merge(assets::routes());
    pages.layer(from_fn(guarded)).layer(from_fn_with_state(app.clone(), turned::show))
}

async fn guarded(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// The page that a template makes.
fn render(template: &impl Template) -> Response {
    match template.render() {
        Ok(page) => Html(page).into_response(),
        Err(why) => {
            tracing::error!(error = %why, "a page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A place of this site to go back to; its front page for any other.
fn local(place: &str) -> &str {
    let is_local = place.starts_with('/') && !place.starts_with("//") && !place.contains(['\\', '\r', '\n']);
    if is_local { place } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for (place, goes) in [
            ("/cases/c1?x=1", "/cases/c1?x=1"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("", "/"),
            ("/a\r\nSet-Cookie: x=y", "/"),
        ] {
            assert_eq!(local(place), goes, "{place:?}");
        }
    }
}
