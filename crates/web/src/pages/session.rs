//! A browser's session: a token of its person's, made at sign-in, in a cookie that scripts cannot read.

use super::frame::{Frame, Who};
use super::language::preferred;
use super::local;
use super::turned::Turned;
use crate::app::App;
use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, HeaderMap, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use domain::{Action, Side};
use operations::{Caller, Refusal, TokenSecret};

/// Somebody who signed in.
#[derive(Clone)]
pub(crate) struct Visitor {
    /// Who it is.
    pub(crate) caller: Caller,
    /// The session's token, for streams that ask again.
    pub(crate) secret: String,
    /// What every page has at hand.
    pub(crate) frame: Frame,
}

/// Anybody: signed in or not.
pub(crate) struct Guest {
    /// What every page has at hand.
    pub(crate) frame: Frame,
}

impl Visitor {
    /// Refuses what the person may not do.
    pub(crate) fn may(&self, action: Action) -> Result<(), Turned> {
        Ok(self.caller.may(action)?)
    }

    pub(crate) const fn is_vendor(&self) -> bool {
        matches!(self.caller.side, Side::Vendor)
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Turned> {
        let found = find(&parts.headers, app).await?;
        let (caller, secret) = found.ok_or_else(|| Turned::to_sign_in(place(parts)))?;
        let name = operations::own_name(&app.desk, &caller).await?;
        let who = Who {
            name: name.unwrap_or_else(|| caller.person.to_string()),
            roles: caller.roles.clone(),
            side: caller.side,
            approves: caller.approves,
            form_token: form_token(&secret),
        };
        let frame = Frame { who: Some(who), ..frame(parts, app) };
        Ok(Self { caller, secret, frame })
    }
}

impl FromRequestParts<App> for Guest {
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Turned> {
        match Visitor::from_request_parts(parts, app).await {
            Ok(Visitor { frame, .. }) => Ok(Self { frame }),
            Err(_) => Ok(Self { frame: frame(parts, app) }),
        }
    }
}

/// Who shows the session cookie; nobody if there is none, or its time is over.
async fn find(headers: &HeaderMap, app: &App) -> Result<Option<(Caller, String)>, Turned> {
    let Some(secret) = value(headers, app.site.session_cookie()) else { return Ok(None) };
    match app.desk.authenticate(&secret).await {
        Ok(caller) => Ok(Some((caller, secret))),
        Err(Refusal::SignIn) => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

fn frame(parts: &Parts, app: &App) -> Frame {
    Frame {
        language: preferred(&parts.headers),
        path: place(parts),
        vendor: app.desk.installation().support_name.clone(),
        now: app.desk.now(),
        demo: app.site.personas.is_some(),
        who: None,
    }
}

fn place(parts: &Parts) -> String {
    parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// The value of a cookie that the browser sent.
pub(super) fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}

/// Keeps somebody signed in, and goes on to `place`.
pub(super) fn enter(app: &App, session: TokenSecret, place: &str) -> Response {
    let life = Duration::microseconds(operations::SESSION_LIFE.micros());
    ([(SET_COOKIE, cookie(app, session.secret, life))], Redirect::to(local(place))).into_response()
}

/// Takes the session out of the browser.
pub(super) fn leave(app: &App) -> Response {
    ([(SET_COOKIE, cookie(app, String::new(), Duration::ZERO))], Redirect::to("/sign-in")).into_response()
}

fn cookie(app: &App, value: String, life: Duration) -> String {
    let cookie = Cookie::build((app.site.session_cookie(), value)).path("/").http_only(true);
    cookie.secure(app.site.https).same_site(SameSite::Lax).max_age(life).build().to_string()
}

/// What a form of this session's sends back: a site that makes the browser send a form cannot know it.
pub(super) fn form_token(secret: &str) -> String {
    let hashed = digest(&SHA256, &[b"glasscase/form/v1\0", secret.as_bytes()].concat());
    hex::encode(hashed.as_ref())
}
