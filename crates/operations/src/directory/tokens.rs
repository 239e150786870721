//! The API tokens of a tenant's people.

use super::{manage_people, own};
use crate::caller::Caller;
use crate::commit::{Decided, RequestKey};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::mint;
use crate::personal::checked;
use crate::refusal::Refusal;
use domain::{Command, Moment, PersonId, Roles, Span, Token, TokenId};
use serde::{Deserialize, Serialize};
use store::{CredentialKind, RecordWrite};

/// The longest life of a token in days.
const TOKEN_DAYS_MAX: u16 = 365;

/// How long a session in a browser lasts.
pub const SESSION_LIFE: Span = Span::from_hours(12);

/// A token to make.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// Whose it is; the caller's own when none.
    pub person: Option<PersonId>,
    /// What it is for.
    pub label: String,
    /// What it may do at most; all that its person may when none.
    pub roles: Option<Roles>,
    /// Days until it expires.
    pub days: u16,
}

/// A secret, shown once.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenSecret {
    /// The token's id.
    pub token: TokenId,
    /// Whose it is.
    pub person: PersonId,
    /// What to send as bearer token.
    pub secret: String,
    /// When it expires.
    pub expires_at: Moment,
}

/// What forgets the secret of a token, or of a session.
pub(super) fn forget_token(token: &TokenId) -> [RecordWrite; 2] {
    let forget = |kind| RecordWrite::RemoveCredential { kind, subject: token.to_string() };
    [CredentialKind::Token, CredentialKind::Session].map(forget)
}

/// The tokens that the caller may see: everybody's for those who manage people, else the caller's own.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn list_tokens(desk: &Desk, caller: &Caller) -> Result<Vec<(TokenId, Token)>, Refusal> {
    let sees_all = manage_people(caller).is_ok();
    let state = desk.tenant(&caller.tenant).await?;
    let visible = state.tokens().iter().filter(|(_, token)| sees_all || token.person == caller.person);
    Ok(visible.map(|(id, token)| (id.clone(), token.clone())).collect())
}

/// Makes a token: anybody for themselves with no more than their token has, managers of people for everybody.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::Invalid`] naming the field, [`Refusal::Rule`] for a role that the person lacks.
pub async fn issue_token(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: NewToken,
) -> Result<TokenSecret, Refusal> {
    if !(1..=TOKEN_DAYS_MAX).contains(&new.days) {
        return Err(Refusal::fault(
            "days",
            Fault::OutOfBounds { value: new.days.into(), min: 1, max: TOKEN_DAYS_MAX.into() },
        ));
    }
    let life = Span::from_days(u32::from(new.days));
    issue(desk, caller, key, new, CredentialKind::Token, life).await
}

/// Begins a session in a browser, of somebody who showed a token: it can do what that token can, and ends by itself.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn begin_session(desk: &Desk, caller: &Caller) -> Result<TokenSecret, Refusal> {
    issue(desk, caller, None, session(), CredentialKind::Token, SESSION_LIFE).await
}

/// Begins a session in a browser, of somebody who proved to be there in person: it can do what they may at any time, with
/// roles that they get meanwhile.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn begin_own_session(desk: &Desk, caller: &Caller) -> Result<TokenSecret, Refusal> {
    issue(desk, caller, None, session(), CredentialKind::Session, SESSION_LIFE).await
}

fn session() -> NewToken {
    NewToken { person: None, label: "browser session".to_owned(), roles: None, days: 1 }
}

async fn issue(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: NewToken,
    kind: CredentialKind,
    life: Span,
) -> Result<TokenSecret, Refusal> {
    let person = new.person.unwrap_or_else(|| caller.person.clone());
    if person != caller.person {
        manage_people(caller)?;
    }
    let part = desk.part(&caller.tenant, "label", checked("label", &new.label, 1, 100)?)?;
    let (token, secret) = (mint::token()?, mint::secret(&caller.tenant)?);
    // A token never makes one that can do more: not for its own person, whatever else that person may do.
    let own_bound = (person == caller.person).then(|| caller.roles.clone());
    desk.commit(own(caller, key), move |tenant, now| {
        let held = tenant.people().get(&person).map(|person| person.roles.clone()).unwrap_or_default();
        let bound = own_bound.clone().unwrap_or(held);
        let roles = new.roles.clone().unwrap_or_else(|| bound.clone());
        if let Some(role) = roles.difference(&bound).next() {
            return Err(domain::Refusal::RoleNotHeld { role: role.to_string() }.into());
        }
        let expires_at = now.plus(life);
        let command = Command::IssueToken { token: token.clone(), person: person.clone(), roles, expires_at };
        let record =
            RecordWrite::PutCredential { hash: secret.hash, kind, subject: token.to_string(), expires_at };
        let (token, person, secret) = (token.clone(), person.clone(), secret.text.clone());
        let answer = TokenSecret { token, person, secret, expires_at };
        let decided = Decided::new(tenant.decide(&command, now)?, answer);
        Ok(decided.with_parts(vec![part.clone()]).with_records(vec![record]))
    })
    .await
}

/// Ends a token: one's own, or anybody's for those who manage people.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn revoke_token(desk: &Desk, caller: &Caller, token: &TokenId) -> Result<Moment, Refusal> {
    let sees_all = manage_people(caller).is_ok();
    let (token, person) = (token.clone(), caller.person.clone());
    desk.commit(own(caller, None), move |tenant, now| {
        let visible = tenant.tokens().get(&token).is_some_and(|found| sees_all || found.person == person);
        if !visible {
            return Err(Refusal::not_found("token", &token));
        }
        let events = tenant.decide(&Command::RevokeToken { token: token.clone() }, now)?;
        Ok(Decided::new(events, now).with_records(forget_token(&token).to_vec()))
    })
    .await
}
