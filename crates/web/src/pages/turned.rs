//! What a page answers when it does not do what was asked: the way to the sign-in, or a page that says what happened,
//! why, and what to do.

use super::frame::Frame;
use super::refusal::Told;
use super::session::Guest;
use super::{local, render};
use crate::app::App;
use crate::problem::Refused;
use askama::Template;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::BadId;
use operations::{Fault, Refusal};
use wire::Problem;

/// A page that was not made.
#[derive(Debug)]
pub(crate) enum Turned {
    /// Somebody has to sign in first, and wanted to be here.
    ToSignIn(String),
    /// The desk refused.
    Refused(Refused),
}

impl Turned {
    pub(super) const fn to_sign_in(from: String) -> Self {
        Self::ToSignIn(from)
    }

    /// A form that did not come from a page of this session.
    pub(super) fn foreign_form() -> Self {
        Self::new(StatusCode::FORBIDDEN, "foreign_form", "")
    }

    /// A form that lacks something, or has something that makes no sense. Who reads forms says so in English, of which
    /// pages understand what is missing alone; the rest is damage that no page of ours does.
    pub(super) fn bad_form(why: &str) -> Self {
        let missing = why.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        match missing {
            Some(field) => Self::fault(field, Fault::Missing),
            None => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_form", why),
        }
    }

    /// Something in a form that makes no sense.
    pub(super) fn fault(field: &str, fault: Fault) -> Self {
        Refusal::fault(field, fault).into()
    }

    /// Too many attempts to sign in.
    pub(super) fn too_often() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_often", "")
    }

    /// A page that is not there.
    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no_such_page", "")
    }

    fn new(status: StatusCode, code: &str, detail: &str) -> Self {
        Self::Refused(Refused::new(status, code, "", detail))
    }
}

impl From<Refusal> for Turned {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<BadId> for Turned {
    fn from(why: BadId) -> Self {
        // `a consent key id` is of the field `consent_key`.
        let what = why.what.trim_start_matches("an ").trim_start_matches("a ").trim_end_matches(" id");
        Self::fault(&what.replace(' ', "_"), Fault::NoId { text: why.text })
    }
}

impl From<Refused> for Turned {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl IntoResponse for Turned {
    fn into_response(self) -> Response {
        match self {
            Self::ToSignIn(from) if from == "/" => Redirect::to("/sign-in").into_response(),
            Self::ToSignIn(from) => {
                // The place is one of ours, and a query's value once it is encoded.
                let next = serde_html_form::to_string([("next", local(&from))]).unwrap_or_default();
                Redirect::to(&format!("/sign-in?{next}")).into_response()
            }
            Self::Refused(refused) => refused.into_response(),
        }
    }
}

#[derive(Template)]
#[template(path = "turned.html")]
struct TurnedPage {
    page: Frame,
    title: String,
    what: String,
    detail: String,
    missing: String,
}

/// Makes the page for a refusal, in the language of the request.
pub(super) async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // Who asked is found a second time only where there is a page to make for them.
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    let Ok(Guest { frame }) = Guest::from_request_parts(&mut asked, &app).await else { return response };
    of_problem(frame, &problem, response.extensions().get())
}

/// The page for what was not done.
pub(super) fn page(frame: Frame, turned: Turned) -> Response {
    let response = turned.into_response();
    match response.extensions().get::<Problem>() {
        Some(problem) => of_problem(frame, problem, response.extensions().get()),
        None => response,
    }
}

fn of_problem(frame: Frame, problem: &Problem, refusal: Option<&Refusal>) -> Response {
    let mut page = render(&page_of(frame, problem, refusal));
    *page.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    page
}

/// Whether the desk's own words, which are English, name something that the page's do not, and that a person can use.
fn tells_more(problem: &Problem) -> bool {
    const ALL_SAID: [&str; 21] = [
        "bad_body",
        "bad_form",
        "bad_key",
        "bad_query",
        "bad_request",
        "half_a_body",
        "no_such_method",
        "no_such_path",
        "not_found",
        "not_json",
        "too_large",
        "too_slow",
        "busy",
        "checking",
        "clock_untrusted",
        "destroyed",
        "handover",
        "invitation_over",
        "key_reused",
        "run_stopped",
        "sign_in",
    ];
    problem.status < 500 && !ALL_SAID.contains(&problem.code.as_str())
}

fn page_of(page: Frame, problem: &Problem, refusal: Option<&Refusal>) -> TurnedPage {
    let key = format!("refusal-{}", problem.code.replace('_', "-"));
    let words = super::words::Words::of(page.language);
    let (what, is_whole) = match refusal.map(|refusal| Told::of(&page, refusal)) {
        Some(Told::Translated(what)) => (what, true),
        _ if words.has(&key) => (words.say(&key, &[]), false),
        // What has no words of its own is told as the desk tells it.
        _ => (problem.detail.clone(), false),
    };
    TurnedPage {
        title: page.say(match problem.status {
            401 | 403 => "turned-not-allowed",
            404 => "turned-not-found",
            409 | 410 => "turned-not-as-things-are",
            500.. => "turned-failed",
            _ => "turned-makes-no-sense",
        }),
        missing: problem.missing.map(|missing| page.categories(&missing)).unwrap_or_default(),
        detail: if !is_whole && tells_more(problem) { problem.detail.clone() } else { String::new() },
        what,
        page,
    }
}
