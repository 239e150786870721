//! Signing in and out.

use super::form::{Empty, Form, Open};
use super::frame::Frame;
use super::session::{Guest, begun, ended};
use super::turned::Turned;
use super::{local, render};
use crate::app::App;
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use operations::Refusal;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Frame,
    next: String,
    /// Whether a token was given that is none.
    is_refused: bool,
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`
pub(super) async fn show(guest: Guest, Params(wanted): Params<Wanted>) -> Response {
    if guest.frame.who.is_some() {
        return Redirect::to(local(&wanted.next)).into_response();
    }
    render(&SignInPage { page: guest.frame, next: wanted.next, is_refused: false })
}

/// A token to sign in with.
#[derive(Deserialize)]
pub(super) struct Shown {
    token: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`: exchanges a token for a session, which ends by itself and can be ended apart from the token.
pub(super) async fn sign_in(
    State(app): State<App>,
    guest: Guest,
    Open(shown): Open<Shown>,
) -> Result<Response, Turned> {
    let caller = match app.desk.authenticate(shown.token.trim()).await {
        Err(Refusal::SignIn) => {
            let page = SignInPage { page: guest.frame, next: shown.next, is_refused: true };
            return Ok((StatusCode::UNAUTHORIZED, render(&page)).into_response());
        }
        caller => caller?,
    };
    let session = operations::begin_session(&app.desk, &caller).await?;
    Ok(([(SET_COOKIE, begun(&app, session.secret))], Redirect::to(local(&shown.next))).into_response())
}

/// `POST /sign-out`
pub(super) async fn sign_out(State(app): State<App>, form: Form<Empty>) -> Result<Response, Turned> {
    let caller = &form.visitor.caller;
    operations::revoke_token(&app.desk, caller, &caller.token).await?;
    Ok(([(SET_COOKIE, ended(&app))], Redirect::to("/sign-in")).into_response())
}
