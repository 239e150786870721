//! Who calls, found from the bearer token (RFC 6750) before anything else is read.

use crate::app::App;
use crate::problem::Refused;
use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, USER_AGENT};
use axum::http::request::Parts;
use operations::{Caller, Refusal, RunnerCaller};

/// A person.
pub(crate) struct SignedIn {
    /// Who it is.
    pub(crate) caller: Caller,
    /// What they showed, for streams that ask again.
    pub(crate) secret: String,
}

/// A runner.
pub(crate) struct RunnerIn {
    /// Which it is.
    pub(crate) caller: RunnerCaller,
    /// What it showed, for streams that ask again.
    pub(crate) secret: String,
    /// What it calls itself.
    pub(crate) program: String,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let secret = bearer(parts)?;
        let caller = app.desk.authenticate(&secret).await?;
        Ok(Self { caller, secret })
    }
}

impl FromRequestParts<App> for RunnerIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let secret = bearer(parts)?;
        let caller = app.desk.authenticate_runner(&secret).await?;
        let program = parts.headers.get(USER_AGENT).and_then(|program| program.to_str().ok());
        Ok(Self { caller, secret, program: program.unwrap_or_default().to_owned() })
    }
}

/// The token of `Authorization: Bearer TOKEN`; the scheme's case does not matter.
fn bearer(parts: &Parts) -> Result<String, Refusal> {
    let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, token) = header.and_then(|value| value.split_once(' ')).ok_or(Refusal::SignIn)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim().to_owned()) } else { Err(Refusal::SignIn) }
}
