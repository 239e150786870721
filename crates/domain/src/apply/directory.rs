//! Subscriptions, people, tokens, keys and runners.

use crate::event::Event;
use crate::tenant::{ConsentKey, Person, Runner, SignInKey, Tenant, Token};

impl Tenant {
    /// Events of subscriptions, people, tokens, keys and runners. Says whether it was one.
    pub(super) fn apply_to_directory(&mut self, event: &Event) -> bool {
        match event {
            Event::SubscriptionAdded { subscription } => {
                self.subscriptions.insert(subscription.clone());
            }
            Event::PersonAdded { person, roles, teams } | Event::PersonChanged { person, roles, teams } => {
                let person_now = Person { roles: roles.clone(), teams: teams.clone() };
                self.people.insert(person.clone(), person_now);
            }
            Event::PersonRemoved { person } => {
                self.people.remove(person);
                self.tokens.retain(|_, token| token.person != *person);
                self.sign_in_keys.retain(|_, key| key.person != *person);
            }
            // An invitation's code is a record, as destinations are: no rule asks for them.
            Event::PersonInvited { .. }
            | Event::DestinationAdded { .. }
            | Event::DestinationChanged { .. }
            | Event::DestinationRemoved { .. } => {}
            Event::SignInKeyEnrolled { key, person, algorithm, public_key } => {
                let enrolled = SignInKey {
                    person: person.clone(),
                    algorithm: algorithm.clone(),
                    public_key: public_key.clone(),
                };
                self.sign_in_keys.insert(key.clone(), enrolled);
            }
            Event::SignInKeyRevoked { key } => {
                self.sign_in_keys.remove(key);
            }
            Event::TokenIssued { token, person, roles, expires_at } => {
                let issued = Token { person: person.clone(), roles: roles.clone(), expires_at: *expires_at };
                self.tokens.insert(token.clone(), issued);
            }
            Event::TokenRevoked { token } => {
                self.tokens.remove(token);
            }
            Event::ConsentKeyEnrolled { key, algorithm, public_key } => {
                let enrolled = ConsentKey {
                    algorithm: algorithm.clone(),
                    public_key: public_key.clone(),
                    revoked: false,
                };
                self.consent_keys.insert(key.clone(), enrolled);
            }
            Event::ConsentKeyRevoked { key } => {
                if let Some(key) = self.consent_keys.get_mut(key) {
                    key.revoked = true;
                }
            }
            Event::RunnerInvited { runner, expires_at } => {
                self.runners.insert(runner.clone(), Runner { invited_until: *expires_at, public_key: None });
            }
            Event::RunnerEnrolled { runner, public_key } => {
                if let Some(runner) = self.runners.get_mut(runner) {
                    runner.public_key = Some(public_key.clone());
                }
            }
            Event::RunnerRemoved { runner } => {
                self.runners.remove(runner);
            }
            Event::CrossTenantPartnerAdded { partner, settings }
            | Event::CrossTenantPartnerChanged { partner, settings, .. } => {
                self.partners.insert(partner.clone(), (**settings).clone());
            }
            Event::CrossTenantPartnerRemoved { partner, .. } => {
                self.partners.remove(partner);
            }
            _ => return false,
        }
        true
    }
}
