//! API tokens.

use super::{Created, created, done, items};
use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::TokenId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Done, Items, NewToken, Token, TokenSecret};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_tokens, issue_token)).routes(routes!(revoke_token))
}

/// The tokens that the caller may see.
#[utoipa::path(get, path = "/tokens", tag = "people", responses((status = 200, body = Items<Token>)))]
async fn list_tokens(State(app): State<App>, who: SignedIn) -> Result<Json<Items<Token>>, Refused> {
    let tokens = operations::list_tokens(&app.desk, &who.caller).await?;
    Ok(items(tokens.into_iter().map(|(token, found)| {
        let domain::Token { person, roles, expires_at, .. } = found;
        Token { token, person, roles, expires_at }
    })))
}

/// Makes a token; its secret is shown once.
#[utoipa::path(post, path = "/tokens", tag = "people", request_body = NewToken, responses((status = 201, body = TokenSecret)))]
async fn issue_token(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NewToken>,
) -> Result<Created<TokenSecret>, Refused> {
    let NewToken { person, label, roles, days } = asked.body.clone();
    let new = operations::NewToken { person, label, roles, days };
    Ok(created(secret(operations::issue_token(&app.desk, &who.caller, asked.key(), new).await?)))
}

/// A token's secret as it crosses HTTP.
pub(super) fn secret(made: operations::TokenSecret) -> TokenSecret {
    let operations::TokenSecret { token, person, secret, expires_at } = made;
    TokenSecret { token, person, secret, expires_at }
}

/// Ends a token at once.
#[utoipa::path(delete, path = "/tokens/{token}", tag = "people", params(("token" = String, Path)), responses((status = 200, body = Done)))]
async fn revoke_token(
    State(app): State<App>,
    who: SignedIn,
    Id(token): Id<TokenId>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::revoke_token(&app.desk, &who.caller, &token).await?))
}
