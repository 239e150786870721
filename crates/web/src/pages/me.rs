//! What is one's own: roles, sessions and tokens.

use super::form::{Empty, Form, Labelled};
use super::frame::Frame;
use super::render;
use super::session::{Visitor, leave};
use super::turned::Turned;
use crate::app::App;
use crate::id::Id;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::{KeyId, Moment, TokenId};
use operations::{Caller, MadePasskey, NewToken, TokenSecret};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    page: Frame,
    tokens: Vec<Own>,
    /// A token that was just made: it is shown once.
    made: Option<TokenSecret>,
    /// The passkeys with which one signs in.
    passkeys: Vec<Passkey>,
    /// What a browser is asked for; none where the desk has no name that passkeys can be bound to.
    passkey: Option<String>,
}

/// A passkey of one's own.
struct Passkey {
    id: KeyId,
    algorithm: String,
}

/// A session or token of one's own.
struct Own {
    id: TokenId,
    expires_at: Moment,
    /// Whether it is the session that shows the page.
    is_this: bool,
}

/// `GET /me`
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    page(&app, visitor, None).await
}

async fn page(app: &App, visitor: Visitor, made: Option<TokenSecret>) -> Result<Response, Turned> {
    let (desk, caller, page) = (&app.desk, &visitor.caller, visitor.frame);
    let tokens = own(app, caller).await?;
    let offered = operations::offer_sign_in_key(desk, caller, page.language).await;
    let passkey = offered.ok().map(|creation| creation.options.to_string());
    let passkeys = operations::list_sign_in_keys(desk, caller).await?.into_iter();
    let passkeys = passkeys.map(|(id, key)| Passkey { id, algorithm: key.algorithm }).collect();
    Ok(render(&MePage { page, tokens, made, passkeys, passkey }))
}

/// `POST /me/passkeys`
pub(super) async fn enrol_passkey(
    State(app): State<App>,
    form: Form<MadePasskey, Labelled>,
) -> Result<Redirect, Turned> {
    let (caller, label) = (&form.visitor.caller, &form.also.label);
    operations::enrol_sign_in_key(&app.desk, caller, form.key(), &form.filled, label).await?;
    Ok(Redirect::to("/me"))
}

/// `POST /me/passkeys/{key}/revoke`
pub(super) async fn revoke_passkey(
    State(app): State<App>,
    Id(key): Id<KeyId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::revoke_sign_in_key(&app.desk, &form.visitor.caller, &key).await?;
    Ok(Redirect::to("/me"))
}

/// The tokens of the caller's own that still work, the latest to end first.
async fn own(app: &App, caller: &Caller) -> Result<Vec<Own>, Turned> {
    let now = app.desk.now();
    let tokens = operations::list_tokens(&app.desk, caller).await?.into_iter();
    let tokens = tokens.filter(|(_, token)| token.person == caller.person && now < token.expires_at);
    let mut own: Vec<_> = tokens
        .map(|(id, token)| Own { is_this: id == caller.token, expires_at: token.expires_at, id })
        .collect();
    own.sort_by_key(|own| std::cmp::Reverse(own.expires_at));
    Ok(own)
}

/// A token for programs.
#[derive(Deserialize)]
pub(super) struct Wanted {
    label: String,
    days: u16,
}

/// `POST /me/tokens`
pub(super) async fn make_token(State(app): State<App>, form: Form<Wanted>) -> Result<Response, Turned> {
    let Wanted { label, days } = &form.filled;
    let new = NewToken { person: None, label: label.clone(), roles: None, days: *days };
    let made = operations::issue_token(&app.desk, &form.visitor.caller, form.key(), new).await?;
    page(&app, form.visitor, Some(made)).await
}

/// `POST /me/tokens/{token}/end`
pub(super) async fn end_token(
    State(app): State<App>,
    Id(token): Id<TokenId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::revoke_token(&app.desk, &form.visitor.caller, &token).await?;
    Ok(Redirect::to("/me"))
}

/// `POST /me/sign-out-everywhere`: ends every session and token of one's own.
pub(super) async fn sign_out_everywhere(
    State(app): State<App>,
    form: Form<Empty>,
) -> Result<Response, Turned> {
    let caller = &form.visitor.caller;
    let mut tokens = own(&app, caller).await?;
    // The one that asks goes last, since it has to ask for the others.
    tokens.sort_by_key(|token| token.is_this);
    for token in tokens {
        operations::revoke_token(&app.desk, caller, &token.id).await?;
    }
    Ok(leave(&app))
}
