//! The one-time codes with which people get their first token: the vendor's first operator, and a customer's first owner.

use crate::caller::{Caller, holder_of};
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::directory::{TokenSecret, manage_people};
use crate::mint;
use crate::refusal::Refusal;
use domain::{Action, Actor, Command, Moment, PersonId, Refusal as Rule, Role, Span, Tenant, TenantId};
use serde::{Deserialize, Serialize};
use store::{CredentialKind, RecordWrite};

/// How long a person's invitation can be used.
const INVITATION_LIFE: Span = Span::from_days(7);

/// How long the token works that it is exchanged for: long enough to make another.
const FIRST_TOKEN_LIFE: Span = Span::from_days(30);

/// A one-time code for somebody's first token. Whoever redeems it first has it: a second attempt is refused, so its
/// person learns of a code that went astray.
#[derive(Clone, Serialize, Deserialize)]
pub struct PersonInvitation {
    /// Whose token it will be.
    pub person: PersonId,
    /// The code, shown once.
    pub code: String,
    /// When it expires.
    pub expires_at: Moment,
}

/// An invitation whose code was drawn, before its instant is known.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DrawnInvitation {
    pub(crate) person: PersonId,
    pub(crate) code: String,
}

impl DrawnInvitation {
    pub(crate) fn new(tenant: &TenantId, person: PersonId) -> Result<Self, Refusal> {
        Ok(Self { person, code: mint::secret(tenant)?.text })
    }

    /// The invitation as it stands from `now` on, and what is kept of it.
    pub(crate) fn begin(&self, now: Moment) -> (PersonInvitation, Vec<RecordWrite>) {
        let expires_at = now.plus(INVITATION_LIFE);
        let (person, code) = (self.person.clone(), self.code.clone());
        // The code was made by `mint`, so it is well-formed; one that is not is simply not kept.
        let keep = mint::read_secret(&code).map(|(_, hash)| RecordWrite::PutCredential {
            hash,
            kind: CredentialKind::PersonInvitation,
            subject: person.to_string(),
            expires_at,
        });
        (PersonInvitation { person, code, expires_at }, keep.into_iter().collect())
    }
}

/// Exchanges an invitation for its person's first token.
///
/// # Errors
/// [`Refusal::SignIn`] if the code is unknown, [`Refusal::Rule`] if it was used or is over.
pub async fn redeem_invitation(
    desk: &Desk,
    key: Option<&RequestKey>,
    code: &str,
) -> Result<TokenSecret, Refusal> {
    let (tenant, hash) = mint::read_secret(code).ok_or(Refusal::SignIn)?;
    let found = desk.store().credential(&tenant, &hash).await?.ok_or(Refusal::SignIn)?;
    let unused = match found.kind {
        CredentialKind::PersonInvitation => true,
        CredentialKind::SpentInvitation => false,
        CredentialKind::Token
        | CredentialKind::Session
        | CredentialKind::Runner
        | CredentialKind::RunnerInvitation => return Err(Refusal::SignIn),
    };
    let person: PersonId = found.subject.parse().map_err(|_| Refusal::SignIn)?;
    let (token, secret) = (mint::token_of(&hash)?, mint::secret(&tenant)?);
    let label = desk.part(&tenant, "label", "first token")?;
    let is_vendor = tenant == *desk.support_tenant();
    let by = if is_vendor { Actor::Vendor(person.clone()) } else { Actor::Person(person.clone()) };
    let place = Place::without_key(tenant, by).repeatable(holder_of(&hash), key);
    let redeemed = desk.commit(place, move |tenant, now| {
        if !unused || now >= found.expires_at || tenant.tokens().contains_key(&token) {
            return Err(Rule::InvitationOver.into());
        }
        let roles = tenant.people().get(&person).ok_or(Rule::InvitationOver)?.roles.clone();
        let expires_at = now.plus(FIRST_TOKEN_LIFE);
        let (id, person) = (token.clone(), person.clone());
        let command = Command::IssueToken { token: id.clone(), person: person.clone(), roles, expires_at };
        let put =
            |hash, kind, subject, expires_at| RecordWrite::PutCredential { hash, kind, subject, expires_at };
        let records = vec![
            put(secret.hash, CredentialKind::Token, id.to_string(), expires_at),
            put(hash, CredentialKind::SpentInvitation, person.to_string(), found.expires_at),
        ];
        let answer = TokenSecret { token: id, person, secret: secret.text.clone(), expires_at };
        let decided = Decided::new(tenant.decide(&command, now)?, answer);
        Ok(decided.with_parts(vec![label.clone()]).with_records(records))
    });
    redeemed.await
}

/// Invites the vendor's first operator again. For somebody who stands at the machine.
///
/// # Errors
/// [`Refusal::NotFound`] if there is no operator, or if the database fails.
pub async fn invite_operator(desk: &Desk) -> Result<PersonInvitation, Refusal> {
    let id = desk.support_tenant().clone();
    let state = desk.tenant(&id).await?;
    let operator = first_operator(&state).ok_or_else(|| Refusal::not_found("operator", &id))?;
    invite(desk, Place::without_key(id, Actor::System), operator.clone()).await
}

/// Invites somebody of the caller's organisation: to their first token, or to another one if they lost what they signed
/// in with. An invitation that they have not used is void from then on.
///
/// # Errors
/// [`Refusal::NotAllowed`], or [`Refusal::NotFound`].
pub async fn invite_person(
    desk: &Desk,
    caller: &Caller,
    person: &PersonId,
) -> Result<PersonInvitation, Refusal> {
    manage_people(caller)?;
    let state = desk.tenant(&caller.tenant).await?;
    if !state.people().contains_key(person) {
        return Err(Refusal::not_found("person", person));
    }
    invite(desk, Place::of(caller.tenant.clone(), caller, None), person.clone()).await
}

/// Invites an owner of a customer's again, when none of theirs can sign in any more. The customer's log says who did it.
///
/// # Errors
/// [`Refusal::NotAllowed`], or [`Refusal::NotFound`] if the customer has no owner.
pub async fn invite_owner(
    desk: &Desk,
    caller: &Caller,
    tenant: &TenantId,
) -> Result<PersonInvitation, Refusal> {
    caller.may(Action::ManageTenants)?;
    let state = desk.tenant(tenant).await?;
    let mut people = state.people().iter();
    let owner = people.find(|(_, person)| person.roles.contains(&Role::Owner)).map(|(id, _)| id.clone());
    let owner = owner.ok_or_else(|| Refusal::not_found("owner", tenant))?;
    invite(desk, Place::of(tenant.clone(), caller, None), owner).await
}

async fn invite(desk: &Desk, place: Place, person: PersonId) -> Result<PersonInvitation, Refusal> {
    let subject = person.to_string();
    let drawn = DrawnInvitation::new(&place.tenant, person)?;
    let forget = RecordWrite::RemoveCredential { kind: CredentialKind::PersonInvitation, subject };
    desk.commit(place, move |tenant, now| {
        let (invitation, keep) = drawn.begin(now);
        let records = [vec![forget.clone()], keep].concat();
        let PersonInvitation { person, expires_at, .. } = invitation.clone();
        let events = tenant.decide(&Command::InvitePerson { person, expires_at }, now)?;
        Ok(Decided::new(events, invitation).with_records(records))
    })
    .await
}

fn first_operator(state: &Tenant) -> Option<&PersonId> {
    let mut people = state.people().iter();
    people.find(|(_, person)| person.roles.contains(&Role::Operator)).map(|(id, _)| id)
}

/// Whether some operator can sign in.
pub(crate) fn has_operator(state: &Tenant, now: Moment) -> bool {
    state.tokens().values().any(|token| now < token.expires_at && token.roles.contains(&Role::Operator))
}
