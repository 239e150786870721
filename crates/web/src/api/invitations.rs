//! Redeeming the one-time code of a first link.

use super::tokens::secret;
use super::{Created, created};
use crate::app::App;
use crate::body::Asked;
use crate::problem::Refused;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{RedeemInvitation, TokenSecret};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(redeem_invitation))
}

/// Exchanges a one-time code for its person's first token. Takes no token: the code is the proof.
#[utoipa::path(post, path = "/invitations/redeem", tag = "people", security(()), request_body = RedeemInvitation, responses((status = 201, body = TokenSecret)))]
async fn redeem_invitation(
    State(app): State<App>,
    asked: Asked<RedeemInvitation>,
) -> Result<Created<TokenSecret>, Refused> {
    let made = operations::redeem_invitation(&app.desk, asked.key(), asked.body.code.trim()).await?;
    Ok(created(secret(made)))
}
