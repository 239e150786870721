//! People, tokens, subscriptions, consent keys and runners of a tenant.

use crate::caller::Caller;
use crate::cases::{checked, keep_name};
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use consent::PublicKey;
use domain::{
    Action, Command, ConsentKey, KeyId, Moment, PersonId, Roles, Runner, RunnerId, Side, Span,
    SubscriptionId, TeamId, Token, TokenId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{CredentialKind, PersonRow, RecordWrite};

/// How long a runner's one-time code can be used.
const INVITATION_LIFE: Span = Span::from_hours(24);

/// The longest life of a token in days.
const TOKEN_DAYS_MAX: u16 = 365;

/// Somebody to add.
#[derive(Clone, Debug)]
pub struct AddPerson {
    /// Their name.
    pub name: String,
    /// Their user principal name or mail address.
    pub upn: String,
    /// What they may do.
    pub roles: Roles,
    /// The teams whose cases they work; of the vendor's people only.
    pub teams: Vec<TeamId>,
}

/// Somebody of the tenant's, with what is kept of their name.
#[derive(Clone, Debug)]
pub struct ShownPerson {
    /// Their id.
    pub person: PersonId,
    /// What the rules know of them.
    pub state: domain::Person,
    /// Their name, unless forgotten.
    pub row: Option<PersonRow>,
}

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

/// A one-time code for a runner.
#[derive(Clone, Serialize, Deserialize)]
pub struct Invitation {
    /// The runner that will enrol with it.
    pub runner: RunnerId,
    /// The code, shown once.
    pub code: String,
    /// When it expires.
    pub expires_at: Moment,
}

fn manage_people(caller: &Caller) -> Result<(), Refusal> {
    match caller.side {
        Side::Customer => caller.may(Action::ManagePeople),
        Side::Vendor => caller.may(Action::ManageVendorPeople),
    }
}

fn own(caller: &Caller, key: Option<&RequestKey>) -> Place {
    Place::of(caller.tenant.clone(), caller, key)
}

/// The people of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_people(desk: &Desk, caller: &Caller) -> Result<Vec<ShownPerson>, Refusal> {
    manage_people(caller)?;
    let state = desk.tenant(&caller.tenant).await?;
    let rows = desk.store().people(&caller.tenant).await?;
    let mut names: BTreeMap<_, _> = rows.into_iter().map(|row| (row.person.clone(), row)).collect();
    let people = state.people().iter();
    Ok(people
        .map(|(id, person)| ShownPerson { person: id.clone(), state: person.clone(), row: names.remove(id) })
        .collect())
}

/// Adds somebody to the caller's organisation.
///
/// # Errors
/// [`Refusal::Invalid`] naming the field, [`Refusal::Rule`] without a role.
pub async fn add_person(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: AddPerson,
) -> Result<PersonId, Refusal> {
    manage_people(caller)?;
    let (name, upn) = (checked("name", &new.name, 1, 200)?, checked("upn", &new.upn, 1, 320)?);
    if let Some(role) = new.roles.iter().find(|role| role.side() != caller.side) {
        return Err(Refusal::invalid("roles", format!("{role} is a role of the other side")));
    }
    if caller.side == Side::Customer && !new.teams.is_empty() {
        return Err(Refusal::invalid("teams", "only the vendor's people have teams"));
    }
    let person = mint::person()?;
    let parts = vec![desk.part(&caller.tenant, "name", name)?, desk.part(&caller.tenant, "upn", upn)?];
    let record = keep_name(&person, name, upn);
    let command = Command::AddPerson { person: person.clone(), roles: new.roles, teams: new.teams };
    desk.commit(own(caller, key), move |tenant, now| {
        let decided = Decided::new(tenant.decide(&command, now)?, person.clone());
        Ok(decided.with_parts(parts.clone()).with_records(vec![record.clone()]))
    })
    .await
}

/// Removes somebody, with their tokens.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] for the last owner.
pub async fn remove_person(desk: &Desk, caller: &Caller, person: &PersonId) -> Result<Moment, Refusal> {
    manage_people(caller)?;
    let person = person.clone();
    desk.commit(own(caller, None), move |tenant, now| {
        let events = tenant.decide(&Command::RemovePerson { person: person.clone() }, now)?;
        let tokens = tenant.tokens().iter().filter(|(_, token)| token.person == person);
        let mut records: Vec<_> = tokens.map(|(id, _)| forget_token(id)).collect();
        for kind in [CredentialKind::PersonInvitation, CredentialKind::SpentInvitation] {
            records.push(RecordWrite::RemoveCredential { kind, subject: person.to_string() });
        }
        records.push(RecordWrite::RemovePerson { person: person.clone() });
        Ok(Decided::new(events, now).with_records(records))
    })
    .await
}

fn forget_token(token: &TokenId) -> RecordWrite {
    RecordWrite::RemoveCredential { kind: CredentialKind::Token, subject: token.to_string() }
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
    let person = new.person.unwrap_or_else(|| caller.person.clone());
    if person != caller.person {
        manage_people(caller)?;
    }
    if !(1..=TOKEN_DAYS_MAX).contains(&new.days) {
        return Err(Refusal::invalid("days", format!("{} is not 1 to {TOKEN_DAYS_MAX}", new.days)));
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
        let expires_at = now.plus(Span::from_days(u32::from(new.days)));
        let command = Command::IssueToken { token: token.clone(), person: person.clone(), roles, expires_at };
        let record = RecordWrite::PutCredential {
            hash: secret.hash,
            kind: CredentialKind::Token,
            subject: token.to_string(),
            expires_at,
        };
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
        Ok(Decided::new(events, now).with_records(vec![forget_token(&token)]))
    })
    .await
}

/// The subscriptions of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_subscriptions(desk: &Desk, caller: &Caller) -> Result<Vec<SubscriptionId>, Refusal> {
    caller.may(Action::SeeAccess)?;
    Ok(desk.tenant(&caller.tenant).await?.subscriptions().iter().cloned().collect())
}

/// Names a subscription as the organisation's.
///
/// # Errors
/// [`Refusal::Rule`] if it is named already.
pub async fn add_subscription(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    subscription: SubscriptionId,
) -> Result<Moment, Refusal> {
    caller.may(Action::ManageRunners)?;
    desk.commit_command(own(caller, key), Command::AddSubscription { subscription }).await
}

/// The consent keys of the caller's organisation, revoked ones included.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_consent_keys(desk: &Desk, caller: &Caller) -> Result<Vec<(KeyId, ConsentKey)>, Refusal> {
    caller.may(Action::SeeAccess)?;
    let state = desk.tenant(&caller.tenant).await?;
    Ok(state.consent_keys().iter().map(|(id, key)| (id.clone(), key.clone())).collect())
}

/// Enrols a consent key. From here on the organisation's consents are signed.
///
/// # Errors
/// [`Refusal::Invalid`] if it is no key that this program can check, [`Refusal::Rule`] if it is enrolled.
pub async fn enrol_consent_key(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    algorithm: &str,
    public_key: &str,
    label: &str,
) -> Result<KeyId, Refusal> {
    caller.may(Action::ManageConsentKeys)?;
    let parsed =
        PublicKey::parse(algorithm, public_key).map_err(|why| Refusal::invalid("public_key", why))?;
    let part = desk.part(&caller.tenant, "label", checked("label", label, 1, 100)?)?;
    let id = parsed.id();
    let command = Command::EnrolConsentKey {
        key: id.clone(),
        algorithm: algorithm.to_owned(),
        public_key: public_key.to_owned(),
    };
    desk.commit(own(caller, key), move |tenant, now| {
        let decided = Decided::new(tenant.decide(&command, now)?, id.clone());
        Ok(decided.with_parts(vec![part.clone()]))
    })
    .await
}

/// Revokes a consent key; the consents that it signed end.
///
/// # Errors
/// [`Refusal::Rule`] if it is not enrolled or was revoked.
pub async fn revoke_consent_key(desk: &Desk, caller: &Caller, key: &KeyId) -> Result<Moment, Refusal> {
    caller.may(Action::ManageConsentKeys)?;
    desk.commit_command(own(caller, None), Command::RevokeConsentKey { key: key.clone() }).await
}

/// The runners of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_runners(desk: &Desk, caller: &Caller) -> Result<Vec<(RunnerId, Runner)>, Refusal> {
    caller.may(Action::SeeAccess)?;
    let state = desk.tenant(&caller.tenant).await?;
    Ok(state.runners().iter().map(|(id, runner)| (id.clone(), runner.clone())).collect())
}

/// Makes a one-time code with which a runner enrols.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn invite_runner(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
) -> Result<Invitation, Refusal> {
    caller.may(Action::ManageRunners)?;
    let (runner, code) = (mint::runner()?, mint::secret(&caller.tenant)?);
    desk.commit(own(caller, key), move |tenant, now| {
        let expires_at = now.plus(INVITATION_LIFE);
        let command = Command::InviteRunner { runner: runner.clone(), expires_at };
        let record = RecordWrite::PutCredential {
            hash: code.hash,
            kind: CredentialKind::RunnerInvitation,
            subject: runner.to_string(),
            expires_at,
        };
        let answer = Invitation { runner: runner.clone(), code: code.text.clone(), expires_at };
        Ok(Decided::new(tenant.decide(&command, now)?, answer).with_records(vec![record]))
    })
    .await
}

/// Removes a runner; the runs that it holds stop.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn remove_runner(desk: &Desk, caller: &Caller, runner: &RunnerId) -> Result<Moment, Refusal> {
    caller.may(Action::ManageRunners)?;
    let runner = runner.clone();
    desk.commit(own(caller, None), move |tenant, now| {
        let events = tenant.decide(&Command::RemoveRunner { runner: runner.clone() }, now)?;
        let forget = |kind| RecordWrite::RemoveCredential { kind, subject: runner.to_string() };
        let kinds =
            [CredentialKind::Runner, CredentialKind::RunnerInvitation, CredentialKind::SpentInvitation];
        let records = kinds.map(forget).to_vec();
        Ok(Decided::new(events, now).with_records(records))
    })
    .await
}

/// The name of the caller.
///
/// # Errors
/// If the database fails.
pub async fn own_name(desk: &Desk, caller: &Caller) -> Result<Option<String>, Refusal> {
    Ok(desk.store().person(&caller.tenant, &caller.person).await?.map(|person| person.name))
}
