//! The page that a first link opens: it exchanges the one-time code for a session in this browser, or for a token.
//!
//! The code stands behind `#`, so it reaches no server log and no proxy; only a button sends it. The page therefore
//! needs its script; without one, the command line does the same.

use super::form::Open;
use super::frame::Frame;
use super::render;
use super::session::{Guest, enter};
use super::turned::Turned;
use crate::app::App;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use operations::TokenSecret;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage {
    page: Frame,
    /// The token, for those who want one instead of a session.
    made: Option<TokenSecret>,
}

/// `GET /welcome`
pub(super) async fn show(guest: Guest) -> Response {
    render(&WelcomePage { page: guest.frame, made: None })
}

/// A one-time code, and what it is exchanged for.
#[derive(Deserialize)]
pub(super) struct Redeemed {
    code: String,
    #[serde(default)]
    token: bool,
}

/// `POST /welcome`
pub(super) async fn redeem(
    State(app): State<App>,
    guest: Guest,
    Open(redeemed): Open<Redeemed>,
) -> Result<Response, Turned> {
    let made = operations::redeem_invitation(&app.desk, None, redeemed.code.trim()).await?;
    if redeemed.token {
        return Ok(render(&WelcomePage { page: guest.frame, made: Some(made) }));
    }
    let caller = app.desk.authenticate(&made.secret).await?;
    let session = operations::begin_own_session(&app.desk, &caller).await?;
    // The session is all that this browser needs: what the link gave ends here.
    operations::revoke_token(&app.desk, &caller, &made.token).await?;
    Ok(enter(&app, session, "/"))
}
