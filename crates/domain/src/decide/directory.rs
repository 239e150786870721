//! Settings, subscriptions, people, tokens, consent keys and runners.

use super::Decided;
use crate::event::{Event, StopCause};
use crate::ids::{KeyId, PersonId, RunnerId, SubscriptionId, TeamId, TokenId};
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::role::{Role, Roles};
use crate::settings::Settings;
use crate::tenant::{Person, Tenant};

impl Tenant {
    pub(super) fn create(&self, settings: &Settings) -> Decided {
        if self.created {
            return Err(Refusal::exists("tenant", &"with this id"));
        }
        self.check_settings(settings)?;
        Ok(vec![Event::TenantCreated { settings: settings.clone() }])
    }

    pub(super) fn change_settings(&self, settings: &Settings) -> Decided {
        self.check_settings(settings)?;
        if *settings == self.settings {
            return Ok(Vec::new());
        }
        Ok(vec![Event::SettingsChanged { settings: settings.clone() }])
    }

    pub(super) fn add_subscription(&self, subscription: &SubscriptionId) -> Decided {
        if self.subscriptions.contains(subscription) {
            return Err(Refusal::exists("subscription", subscription));
        }
        Ok(vec![Event::SubscriptionAdded { subscription: subscription.clone() }])
    }

    pub(super) fn add_person(&self, person: &PersonId, roles: &Roles, teams: &[TeamId]) -> Decided {
        if self.people.contains_key(person) {
            return Err(Refusal::exists("person", person));
        }
        if roles.is_empty() {
            return Err(Refusal::NoRole);
        }
        let (person, roles, teams) = (person.clone(), roles.clone(), teams.to_vec());
        Ok(vec![Event::PersonAdded { person, roles, teams }])
    }

    pub(super) fn change_person(
        &self,
        person: &PersonId,
        roles: Option<&Roles>,
        teams: Option<&[TeamId]>,
    ) -> Decided {
        let known = self.known_person(person)?;
        let roles = roles.unwrap_or(&known.roles);
        let teams = teams.unwrap_or(&known.teams);
        if roles.is_empty() {
            return Err(Refusal::NoRole);
        }
        self.keep_managers(person, roles)?;
        self.keep_an_approver(person, roles)?;
        if *roles == known.roles && teams == known.teams {
            return Ok(Vec::new());
        }
        let (person, roles, teams) = (person.clone(), roles.clone(), teams.to_vec());
        Ok(vec![Event::PersonChanged { person, roles, teams }])
    }

    pub(super) fn remove_person(&self, person: &PersonId) -> Decided {
        self.known_person(person)?;
        self.keep_managers(person, &Roles::new())?;
        self.keep_an_approver(person, &Roles::new())?;
        Ok(vec![Event::PersonRemoved { person: person.clone() }])
    }

    /// Refuses to leave the tenant without anybody who manages its people, if it has somebody: an owner of a customer's,
    /// an operator of the vendor's.
    fn keep_managers(&self, person: &PersonId, left_with: &Roles) -> Result<(), Refusal> {
        for role in [Role::Owner, Role::Operator] {
            let holds = |known: &Person| known.roles.contains(&role);
            let loses = self.people.get(person).is_some_and(holds) && !left_with.contains(&role);
            let another = self.people.iter().any(|(id, other)| id != person && holds(other));
            if loses && !another {
                return Err(Refusal::LastManager { role: role.to_string() });
            }
        }
        Ok(())
    }

    fn known_person(&self, person: &PersonId) -> Result<&Person, Refusal> {
        self.people.get(person).ok_or_else(|| Refusal::unknown("person", person))
    }

    pub(super) fn issue_token(
        &self,
        token: &TokenId,
        person: &PersonId,
        roles: &Roles,
        expires_at: Moment,
    ) -> Decided {
        let held = &self.known_person(person)?.roles;
        if self.tokens.contains_key(token) {
            return Err(Refusal::exists("token", token));
        }
        if roles.is_empty() {
            return Err(Refusal::NoRole);
        }
        if let Some(role) = roles.difference(held).next() {
            return Err(Refusal::RoleNotHeld { role: role.to_string() });
        }
        let (token, person, roles) = (token.clone(), person.clone(), roles.clone());
        Ok(vec![Event::TokenIssued { token, person, roles, expires_at }])
    }

    pub(super) fn revoke_token(&self, token: &TokenId) -> Decided {
        if !self.tokens.contains_key(token) {
            return Err(Refusal::unknown("token", token));
        }
        Ok(vec![Event::TokenRevoked { token: token.clone() }])
    }

    pub(super) fn invite_person(&self, person: &PersonId, expires_at: Moment) -> Decided {
        self.known_person(person)?;
        Ok(vec![Event::PersonInvited { person: person.clone(), expires_at }])
    }

    pub(super) fn enrol_sign_in_key(
        &self,
        key: &KeyId,
        person: &PersonId,
        algorithm: &str,
        public_key: &str,
    ) -> Decided {
        self.known_person(person)?;
        // One passkey never does both: a signature asked for under one name must not count under the other.
        if self.sign_in_keys.contains_key(key) || self.consent_keys.contains_key(key) {
            return Err(Refusal::exists("passkey", key));
        }
        let (key, person) = (key.clone(), person.clone());
        let (algorithm, public_key) = (algorithm.to_owned(), public_key.to_owned());
        Ok(vec![Event::SignInKeyEnrolled { key, person, algorithm, public_key }])
    }

    pub(super) fn revoke_sign_in_key(&self, key: &KeyId) -> Decided {
        if !self.sign_in_keys.contains_key(key) {
            return Err(Refusal::unknown("passkey", key));
        }
        Ok(vec![Event::SignInKeyRevoked { key: key.clone() }])
    }

    pub(super) fn enrol_consent_key(&self, key: &KeyId, algorithm: &str, public_key: &str) -> Decided {
        if self.consent_keys.contains_key(key) || self.sign_in_keys.contains_key(key) {
            return Err(Refusal::exists("consent key", key));
        }
        let (algorithm, public_key) = (algorithm.to_owned(), public_key.to_owned());
        Ok(vec![Event::ConsentKeyEnrolled { key: key.clone(), algorithm, public_key }])
    }

    pub(super) fn invite_runner(&self, runner: &RunnerId, expires_at: Moment) -> Decided {
        if self.runners.contains_key(runner) {
            return Err(Refusal::exists("runner", runner));
        }
        Ok(vec![Event::RunnerInvited { runner: runner.clone(), expires_at }])
    }

    pub(super) fn enrol_runner(&self, runner: &RunnerId, public_key: &str, now: Moment) -> Decided {
        match self.runners.get(runner) {
            None => Err(Refusal::unknown("runner", runner)),
            Some(invited) if invited.public_key.is_some() || now >= invited.invited_until => {
                Err(Refusal::InvitationOver)
            }
            Some(_) => {
                Ok(vec![Event::RunnerEnrolled { runner: runner.clone(), public_key: public_key.to_owned() }])
            }
        }
    }

    pub(super) fn remove_runner(&self, runner: &RunnerId) -> Decided {
        if !self.runners.contains_key(runner) {
            return Err(Refusal::unknown("runner", runner));
        }
        let held =
            self.runs.iter().filter(|(_, run)| run.claim.as_ref().is_some_and(|c| c.runner == *runner));
        let stops = held.map(|(run, _)| Event::RunStopped { run: run.clone(), cause: StopCause::Asked });
        let counting = self.dry_runs.iter().filter(|(_, dry_run)| dry_run.runner.as_ref() == Some(runner));
        let ends =
            counting.map(|(run, _)| Event::DryRunStopped { run: run.clone(), cause: StopCause::Asked });
        Ok(stops.chain(ends).chain([Event::RunnerRemoved { runner: runner.clone() }]).collect())
    }
}
