//! Signing in and out.

mod personas;

use super::form::{Empty, Form, Open};
use super::frame::Frame;
use super::session::{Guest, enter, leave};
use super::turned::Turned;
use super::{local, render};
use crate::app::App;
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::{Caller, Refusal, SignInAnswer, SignInRequest};
use personas::Persona;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Frame,
    next: String,
    /// Whether a token was given that is none.
    is_refused: bool,
    /// In a demo, the people whom one can be.
    personas: Vec<Persona>,
    /// What a browser is asked for; none where the desk has no name that passkeys can be bound to.
    passkey: Option<SignInRequest>,
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    next: String,
    /// Whether somebody who is signed in wants to be somebody else.
    #[serde(default)]
    again: bool,
}

/// `GET /sign-in`
pub(super) async fn show(State(app): State<App>, guest: Guest, Params(wanted): Params<Wanted>) -> Response {
    if guest.frame.who.is_some() && !wanted.again {
        return Redirect::to(local(&wanted.next)).into_response();
    }
    form(&app, guest.frame, wanted.next, false).await
}

async fn form(app: &App, page: Frame, next: String, is_refused: bool) -> Response {
    let personas = personas::of(app).await;
    let passkey = operations::offer_sign_in(&app.desk).ok();
    render(&SignInPage { page, next, is_refused, personas, passkey })
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
            return Ok(refused(&app, guest.frame, shown.next).await);
        }
        caller => caller?,
    };
    begin(&app, &caller, &shown.next).await
}

async fn begin(app: &App, caller: &Caller, next: &str) -> Result<Response, Turned> {
    Ok(enter(app, operations::begin_session(&app.desk, caller).await?, next))
}

/// What a passkey answered.
#[derive(Deserialize)]
pub(super) struct Answered {
    challenge: String,
    user_handle: String,
    credential: String,
    assertion: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in/passkey`
pub(super) async fn sign_in_by_passkey(
    State(app): State<App>,
    guest: Guest,
    Open(answered): Open<Answered>,
) -> Result<Response, Turned> {
    let Answered { challenge, user_handle, credential, assertion, next } = answered;
    let answer = SignInAnswer { challenge, user_handle, credential, assertion };
    match operations::sign_in(&app.desk, &answer).await {
        Ok(session) => Ok(enter(&app, session, &next)),
        Err(Refusal::SignIn) => Ok(refused(&app, guest.frame, next).await),
        Err(refusal) => Err(refusal.into()),
    }
}

/// The form again, for somebody who was not let in.
async fn refused(app: &App, page: Frame, next: String) -> Response {
    let mut page = form(app, page, next, true).await;
    *page.status_mut() = StatusCode::UNAUTHORIZED;
    page
}

/// Somebody of the demo's.
#[derive(Deserialize)]
pub(super) struct Chosen {
    persona: String,
}

/// `POST /sign-in/persona`: in a demo, signs in as one of its people. Elsewhere there are none.
pub(super) async fn sign_in_as(
    State(app): State<App>,
    Open(chosen): Open<Chosen>,
) -> Result<Response, Turned> {
    let found = personas::of(&app).await.into_iter().find(|persona| persona.name == chosen.persona);
    let persona = found.ok_or_else(Turned::not_found)?;
    let caller = app.desk.authenticate(&persona.token).await?;
    begin(&app, &caller, "/").await
}

/// `POST /sign-out`
pub(super) async fn sign_out(State(app): State<App>, form: Form<Empty>) -> Result<Response, Turned> {
    let caller = &form.visitor.caller;
    operations::revoke_token(&app.desk, caller, &caller.token).await?;
    Ok(leave(&app))
}
