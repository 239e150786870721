//! The pages: what people see of the desk. Rendered here and whole without a script; scripts only make them live.
//!
//! What always holds:
//! - A page calls operations and shows what they answer; nothing is decided or looked up here.
//! - Every string is a message in French and English; what people wrote is escaped, or sanitised where it is Markdown.
//! - Whatever changes something is a form with its session's token, and done once.

#![expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]

mod access;
mod assets;
mod audit;
mod case;
mod cases;
mod consent;
mod diagnostics;
mod evidence;
mod form;
mod frame;
mod handover;
mod home;
mod language;
mod markdown;
mod me;
mod notices;
mod numbers;
mod patience;
mod people;
mod queue;
mod refusal;
mod requests;
mod runs;
mod session;
mod sign_in;
mod signing;
mod story;
mod systems;
mod tenants;
mod told;
mod turned;
mod upload;
mod welcome;
mod words;

pub(crate) use language::cookie as language_cookie;
pub(crate) use patience::Patience;
pub use patience::Peer;

use crate::app::App;
use crate::names;
use crate::problem;
use askama::Template;
use axum::Router;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
pub(crate) use session::Guest;
use turned::Turned;

/// What pages may load and where their forms may go: this site alone. No style or script stands inside a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Every page.
pub(crate) fn routes(app: &App) -> Router<App> {
    let pages = Router::new()
        .merge(session_routes(app))
        .merge(customer_routes())
        .merge(case_routes())
        .merge(vendor_routes())
        .merge(assets::routes())
        .method_not_allowed_fallback(begin);
    // What is turned away gets a page like any other, so the guard stands around that too.
    pages.layer(from_fn_with_state(app.clone(), turned::show)).layer(from_fn_with_state(app.clone(), guarded))
}

fn session_routes(app: &App) -> Router<App> {
    let entrances = Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-in/passkey", post(sign_in::sign_in_by_passkey))
        .route("/welcome", get(welcome::show).post(welcome::redeem))
        .route_layer(from_fn_with_state(app.clone(), patience::hold));
    entrances
        .route(names::SIGN, get(signing::begin).post(signing::show))
        .route(names::SIGNED, get(handover::land).post(handover::take_back))
        .route("/language", post(language::choose))
        .route("/sign-in/persona", post(sign_in::sign_in_as))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/me", get(me::show))
        .route("/me/passkeys", post(me::enrol_passkey))
        .route("/me/passkeys/{key}/revoke", post(me::revoke_passkey))
        .route("/me/tokens", post(me::make_token))
        .route("/me/tokens/{token}/end", post(me::end_token))
        .route("/me/sign-out-everywhere", post(me::sign_out_everywhere))
        .route("/people", get(people::list).post(people::add))
        .route("/people/{person}", post(people::change))
        .route("/people/{person}/invite", post(people::invite))
        .route("/people/{person}/remove", post(people::remove))
}

fn customer_routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/changes", get(home::changes))
        .route("/access", get(access::show))
        .route("/access/lock", post(home::lock))
        .route("/access/unlock", post(home::unlock))
        .route("/access/partner/remove", post(access::remove_partner))
        .route("/access/settings", post(access::change_settings))
        .route("/access/keys/passkey", post(access::make_passkey))
        .route("/access/keys", post(access::enrol_key))
        .route("/access/keys/{key}/revoke", post(access::revoke_key))
        .route("/audit", get(audit::list))
        .route("/audit/cases", get(audit::stories))
        .route("/audit/export", get(audit::export))
        .route("/notices", get(notices::show))
        .route("/notices/read", post(notices::read))
        .route("/notices/settings", post(notices::choose))
        .route("/notices/confirm", get(notices::ask).post(notices::confirm))
        .route("/notices/mail/again", post(notices::again))
        .route("/notices/webhook", post(notices::leave_webhook))
        .route("/notices/webhook/secret", post(notices::renew_webhook))
        .route("/notices/webhook/remove", post(notices::remove_webhook))
        .route("/systems", get(systems::show))
        .route("/systems/subscriptions", post(systems::add_subscription))
        .route("/systems/runners", post(systems::invite_runner))
        .route("/systems/runners/{runner}/remove", post(systems::remove_runner))
        .route("/systems/dry-runs", post(systems::dry_run))
}

fn case_routes() -> Router<App> {
    Router::new()
        .route("/cases", get(cases::list).post(cases::open))
        .route("/cases/new", get(cases::new))
        .route("/cases/{case}", get(case::show))
        .route("/cases/{case}/changes", get(case::changes))
        .route("/cases/{case}/messages", post(case::say))
        .route("/cases/{case}/files", post(case::attach))
        .route("/cases/{case}/assign", post(case::assign))
        .route("/cases/{case}/close", post(case::close))
        .route("/cases/{case}/reopen", post(case::reopen))
        .route("/cases/{case}/consent", get(consent::terms).post(consent::give))
        .route("/cases/{case}/consent/document", post(consent::document))
        .route("/cases/{case}/consent/count", post(consent::count))
        .route("/cases/{case}/consent/ask", post(consent::ask))
        .route("/cases/{case}/consent/withdraw", post(consent::withdraw))
        .route("/cases/{case}/requests", post(requests::ask))
        .route("/requests/{request}/document", post(requests::document))
        .route("/requests/{request}/approve", post(requests::approve))
        .route("/requests/{request}/deny", post(requests::deny))
        .route("/requests/{request}/endorse", post(requests::endorse))
        .route("/runs/{run}", get(runs::show))
        .route("/runs/{run}/stop", post(runs::stop))
        .route("/evidence/{collection}", get(evidence::show))
        .route("/evidence/{collection}/content", get(evidence::content))
        .route("/evidence/{collection}/delete", post(evidence::delete))
}

fn vendor_routes() -> Router<App> {
    Router::new()
        .route("/queue", get(queue::list))
        .route("/cases/{case}/diagnostics", get(diagnostics::list))
        .route("/cases/{case}/runs", post(diagnostics::run))
        .route("/numbers", get(numbers::show))
        .route("/tenants/{tenant}/invite", post(tenants::invite_owner))
        .route("/tenants", get(tenants::list).post(tenants::create))
}

/// Goes to the page on which a form stands, for whoever comes to the address that takes it: in another language, after a
/// sign-in in between, or by hand.
async fn begin(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    Redirect::to(beginning(uri.path())).into_response()
}

/// The place of the form that this address takes.
fn beginning(path: &str) -> &str {
    let is_on_front_page =
        ["/access/lock", "/access/unlock"].contains(&path) || path.starts_with("/requests/");
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    if is_on_front_page || parent.is_empty() { "/" } else { parent }
}

async fn guarded(State(app): State<App>, request: Request, next: Next) -> Response {
    guarded_by(&app, next.run(request).await)
}

/// The headers that keep a page to itself.
fn guarded_by(app: &App, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if app.site.https {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// What is answered where there is nothing: a page to those who look for pages.
pub(crate) async fn nothing_here(app: &App, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    if !wants_page(&parts.headers) || parts.uri.path().starts_with("/api/") {
        return problem::no_such_path(&parts.uri).into_response();
    }
    match Guest::from_request_parts(&mut parts, app).await {
        Ok(guest) => guarded_by(app, turned::page(guest.frame, Turned::not_found())),
        Err(refused) => refused.into_response(),
    }
}

/// Whether whoever asks looks for a page.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
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
    fn whoever_comes_to_a_forms_address_finds_the_form() {
        for (path, goes) in [
            ("/access/lock", "/"),
            ("/access/settings", "/access"),
            ("/cases/c1/consent/document", "/cases/c1/consent"),
            ("/people/p1/invite", "/people/p1"),
            ("/requests/r1/document", "/"),
            ("/sign-out", "/"),
        ] {
            assert_eq!(beginning(path), goes, "{path}");
        }
    }

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
