//! Who asks: found from a bearer token, bound to one tenant.

use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{
    Action, Actor, Moment, PersonId, Role, Roles, RunnerId, Side, TeamId, Tenant, TenantId, TokenId, permits,
};
use std::collections::HashMap;
use std::sync::Mutex;
use store::CredentialKind;

/// A person, as authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Their own organisation: the customer's, or the vendor's.
    pub tenant: TenantId,
    /// The person.
    pub person: PersonId,
    /// The token that they showed.
    pub token: TokenId,
    /// What they may do: their roles, as far as the token has them.
    pub roles: Roles,
    /// The teams whose cases they work; of the vendor's people only.
    pub teams: Vec<TeamId>,
    /// Which side of a case they stand on.
    pub side: Side,
    /// Whether their organisation's settings leave it to them to consent, if their role does.
    pub approves: bool,
}

impl Caller {
    /// Refuses what the caller's roles do not allow.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] naming the action and the roles that may do it.
    pub fn may(&self, action: Action) -> Result<(), Refusal> {
        if permits(&self.roles, action) { Ok(()) } else { Err(Refusal::NotAllowed { action }) }
    }

    /// Refuses who may not consent or approve requests: their role does not allow it, or the settings name others.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or [`Refusal::Rule`] where others are named.
    pub fn may_approve(&self) -> Result<(), Refusal> {
        self.may(Action::Consent)?;
        if self.approves { Ok(()) } else { Err(domain::Refusal::NotApprover.into()) }
    }

    /// The caller as the cause of an event.
    pub fn actor(&self) -> Actor {
        match self.side {
            Side::Customer => Actor::Person(self.person.clone()),
            Side::Vendor => Actor::Vendor(self.person.clone()),
        }
    }

    /// Whose idempotency keys these are.
    pub(crate) fn principal(&self) -> String {
        format!("{}/{}", self.tenant, self.person)
    }
}

/// Whose idempotency keys those of an invitation's holder are: the code's hash, since the code is all they have.
pub(crate) fn holder_of(invitation: &[u8; 32]) -> String {
    format!("invitation/{}", hex::encode(invitation))
}

/// A runner, as authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunnerCaller {
    /// Whose data it stands beside.
    pub tenant: TenantId,
    /// The runner.
    pub runner: RunnerId,
}

impl RunnerCaller {
    /// Whose idempotency keys these are.
    pub(crate) fn principal(&self) -> String {
        format!("{}/{}", self.tenant, self.runner)
    }
}

/// Whom a secret stands for. Whether they are still let in is asked of the folded tenant each time.
#[derive(Clone, Debug)]
enum Subject {
    Token(TokenId),
    /// Somebody's own session: what they may do is not bounded by what they might when it began.
    Session(TokenId),
    Runner(RunnerId),
}

/// Secrets seen lately, by hash, so that most requests need no query. Bounded: it is emptied when full.
#[derive(Debug, Default)]
pub(crate) struct SeenSecrets(Mutex<HashMap<[u8; 32], Subject>>);

/// How many secrets are remembered.
const SEEN_MAX: usize = 10_000;

impl SeenSecrets {
    fn get(&self, hash: &[u8; 32]) -> Option<Subject> {
        self.0.lock().ok()?.get(hash).cloned()
    }

    fn put(&self, hash: [u8; 32], subject: &Subject) {
        if let Ok(mut seen) = self.0.lock() {
            if seen.len() >= SEEN_MAX {
                seen.clear();
            }
            seen.insert(hash, subject.clone());
        }
    }
}

impl Desk {
    /// The person who shows this bearer token.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] if the token is unknown, revoked or over, or its person was removed.
    pub async fn authenticate(&self, secret: &str) -> Result<Caller, Refusal> {
        let (tenant, subject) = self.subject(secret).await?;
        let state = self.tenant(&tenant).await.map_err(|_| Refusal::SignIn)?;
        self.caller_of(&state, tenant, subject, self.now()).ok_or(Refusal::SignIn)
    }

    fn caller_of(&self, state: &Tenant, tenant: TenantId, shown: Subject, now: Moment) -> Option<Caller> {
        let (id, is_own_session) = match shown {
            Subject::Token(id) => (id, false),
            Subject::Session(id) => (id, true),
            Subject::Runner(_) => return None,
        };
        let token = state.tokens().get(&id).filter(|token| now < token.expires_at)?;
        let person = state.people().get(&token.person)?;
        let is_held = |role: &&Role| is_own_session || token.roles.contains(role);
        let roles = person.roles.iter().filter(is_held).copied().collect();
        Some(self.caller_with(state, tenant, &token.person, id, roles))
    }

    /// Somebody who proved to be this person in another way than by a token, with all that they may do.
    pub(crate) fn caller_as(&self, state: &Tenant, tenant: TenantId, id: &PersonId) -> Option<Caller> {
        let roles = state.people().get(id)?.roles.clone();
        let token = mint::token().ok()?;
        Some(self.caller_with(state, tenant, id, token, roles))
    }

    fn caller_with(
        &self,
        state: &Tenant,
        tenant: TenantId,
        id: &PersonId,
        token: TokenId,
        mut roles: Roles,
    ) -> Caller {
        let side = if tenant == *self.support_tenant() { Side::Vendor } else { Side::Customer };
        // A role of the other side, should one be on record, is worth nothing here.
        roles.retain(|role| role.side() == side);
        let teams = state.people().get(id).map(|person| person.teams.clone()).unwrap_or_default();
        let approves = state.leaves_approval_to(id);
        Caller { tenant, person: id.clone(), token, roles, teams, side, approves }
    }

    /// The runner that shows this bearer token.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] if the token is unknown or the runner was removed.
    pub async fn authenticate_runner(&self, secret: &str) -> Result<RunnerCaller, Refusal> {
        let (tenant, subject) = self.subject(secret).await?;
        let Subject::Runner(runner) = subject else { return Err(Refusal::SignIn) };
        let state = self.tenant(&tenant).await.map_err(|_| Refusal::SignIn)?;
        let is_enrolled = state.runners().get(&runner).is_some_and(|runner| runner.public_key.is_some());
        if is_enrolled { Ok(RunnerCaller { tenant, runner }) } else { Err(Refusal::SignIn) }
    }

    async fn subject(&self, secret: &str) -> Result<(TenantId, Subject), Refusal> {
        let (tenant, hash) = mint::read_secret(secret).ok_or(Refusal::SignIn)?;
        if let Some(subject) = self.seen_secrets().get(&hash) {
            return Ok((tenant, subject));
        }
        let found = self.store().credential(&tenant, &hash).await?.ok_or(Refusal::SignIn)?;
        let subject = match found.kind {
            CredentialKind::Token => found.subject.parse().map(Subject::Token),
            CredentialKind::Session => found.subject.parse().map(Subject::Session),
            CredentialKind::Runner => found.subject.parse().map(Subject::Runner),
            CredentialKind::RunnerInvitation
            | CredentialKind::PersonInvitation
            | CredentialKind::SpentInvitation => return Err(Refusal::SignIn),
        };
        let subject = subject.map_err(|_| Refusal::SignIn)?;
        self.seen_secrets().put(hash, &subject);
        Ok((tenant, subject))
    }
}
