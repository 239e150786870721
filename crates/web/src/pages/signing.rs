//! The pages under the name of their own on which passkeys sign, or are made (see `names`). They know nobody: a one-time
//! code brings along whose errand it is, and what the passkey did goes back to the desk behind `#`.

use super::form::Open;
use super::frame::Frame;
use super::handover::LandingPage;
use super::render;
use super::session::Guest;
use super::turned::Turned;
use crate::app::App;
use crate::names::{SIGN, SIGNED};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use operations::{PasskeyRequest, ShownErrand, Task};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "signing.html")]
struct SigningPage {
    page: Frame,
    code: String,
    /// The name of whoever was sent.
    person: String,
    task: Task,
    /// The desk's origin.
    desk: String,
}

impl SigningPage {
    /// Where whoever did it goes.
    fn back(&self) -> String {
        format!("{}{SIGNED}", self.desk)
    }

    /// Where whoever refuses goes.
    fn refusing(&self) -> String {
        match &self.task {
            Task::Sign(case, _) => format!("{}/cases/{case}", self.desk),
            Task::Make(_) => format!("{}/access", self.desk),
        }
    }

    /// The consent key of each passkey, by its credential, as a script reads it.
    fn keys(passkey: &PasskeyRequest) -> String {
        serde_json::to_string(&passkey.keys).unwrap_or_default()
    }
}

/// `GET /sign`: takes the code from behind `#`.
pub(super) async fn begin(guest: Guest) -> Response {
    render(&LandingPage { page: guest.frame, action: SIGN, carried: &["code"] })
}

/// A code of the desk's.
#[derive(Deserialize)]
pub(super) struct Brought {
    code: String,
}

/// `POST /sign`: what the code says is to be done.
pub(super) async fn show(
    State(app): State<App>,
    guest: Guest,
    Open(Brought { code }): Open<Brought>,
) -> Result<Response, Turned> {
    let names = app.desk.two_names().ok_or_else(Turned::not_found)?;
    let ShownErrand { person, language, task } = operations::open_handover(&app.desk, &code).await?;
    let page = Frame { language, ..guest.frame };
    Ok(render(&SigningPage { page, code, person, task, desk: names.desk.to_owned() }))
}
