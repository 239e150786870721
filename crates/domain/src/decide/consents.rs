//! Asking for, giving and ending consent; the partner and the lock (access.md, rules 1, 5, 6, 9, 10 and 13).

use super::Decided;
use crate::case::Case;
use crate::category::{Categories, Category};
use crate::command::NewConsent;
use crate::event::{Event, Proof, WithdrawCause};
use crate::ids::{CaseId, KeyId};
use crate::level::Level;
use crate::refusal::Refusal;
use crate::tenant::Tenant;

impl Tenant {
    pub(super) fn ask_consent(&self, case: &CaseId, level: Level, categories: Categories) -> Decided {
        self.must_name_a_subscription(case)?;
        self.check_offered(categories)?;
        let categories = categories.with(Category::SupportData);
        Ok(vec![Event::ConsentAsked { case: case.clone(), level, categories }])
    }

    pub(super) fn consent(&self, case: &CaseId, consent: &NewConsent) -> Decided {
        let next = self.must_name_a_subscription(case)?.consents + 1;
        Ok(vec![self.given(case, consent, next)?])
    }

    /// An open case that names something to look into.
    fn must_name_a_subscription(&self, case: &CaseId) -> Result<&Case, Refusal> {
        let found = self.open_one(case)?;
        if found.subscriptions.is_empty() { Err(Refusal::NothingToConsentTo) } else { Ok(found) }
    }

    /// The event of a consent that is the case's `next`.
    pub(super) fn given(&self, case: &CaseId, consent: &NewConsent, next: u64) -> Result<Event, Refusal> {
        if consent.number != next {
            return Err(Refusal::ConsentNumber { given: consent.number, next });
        }
        self.check_offered(consent.categories)?;
        self.check_proof(&consent.proof)?;
        Ok(Event::ConsentGiven {
            case: case.clone(),
            level: consent.level,
            categories: consent.categories.with(Category::SupportData),
            consent: next,
            document: consent.document.clone(),
            proof: consent.proof.clone(),
        })
    }

    /// Whether the settings let these categories be opened at all.
    ///
    /// # Errors
    /// [`Refusal::NeverOffered`] naming those that they withhold.
    pub fn check_offered(&self, categories: Categories) -> Result<(), Refusal> {
        let categories = categories.intersection(self.settings.never_offered);
        if categories.is_empty() { Ok(()) } else { Err(Refusal::NeverOffered { categories }) }
    }

    /// Whether such a proof is enough: a tenant with consent keys takes signatures by one of them only. The
    /// signature itself is checked where cryptography is at hand.
    pub(crate) fn check_proof(&self, proof: &Proof) -> Result<(), Refusal> {
        match proof {
            Proof::Server if self.signs_consents() => Err(Refusal::SignatureRequired),
            Proof::Server => Ok(()),
            Proof::Key { key, .. } => match self.consent_keys.get(key) {
                Some(enrolled) if !enrolled.revoked => Ok(()),
                _ => Err(Refusal::UnknownKey { id: key.to_string() }),
            },
        }
    }

    pub(super) fn withdraw(&self, case: &CaseId) -> Decided {
        if self.open_one(case)?.consent.in_force().is_none() {
            return Err(Refusal::NoConsentInForce);
        }
        Ok(vec![Event::ConsentWithdrawn { case: case.clone(), cause: WithdrawCause::Asked }])
    }

    pub(super) fn remove_partner(&self) -> Decided {
        if self.advanced.is_empty() {
            return Err(Refusal::NoPartner);
        }
        let cause = WithdrawCause::PartnerRemoved;
        Ok(self.withdrawn_where(cause, |_, level, _| level == Level::Advanced))
    }

    pub(super) fn revoke_consent_key(&self, key: &KeyId) -> Decided {
        match self.consent_keys.get(key) {
            Some(enrolled) if !enrolled.revoked => {}
            _ => return Err(Refusal::unknown("consent key", key)),
        }
        let signed =
            |_: &CaseId, _: Level, proof: &Proof| matches!(proof, Proof::Key { key: by, .. } if by == key);
        let mut events = vec![Event::ConsentKeyRevoked { key: key.clone() }];
        events.extend(self.withdrawn_where(WithdrawCause::KeyRevoked, signed));
        Ok(events)
    }

    /// The withdrawals of the consents in force for which `ends` holds, in byte order of the case.
    fn withdrawn_where(
        &self,
        cause: WithdrawCause,
        ends: impl Fn(&CaseId, Level, &Proof) -> bool,
    ) -> Vec<Event> {
        let in_force =
            self.consented.iter().filter_map(|case| Some((case, self.case(case)?.consent.in_force()?)));
        in_force
            .filter(|(case, consent)| ends(case, consent.level, &consent.proof))
            .map(|(case, _)| Event::ConsentWithdrawn { case: case.clone(), cause })
            .collect()
    }

    pub(super) fn lock(&self) -> Decided {
        if self.locked { Err(Refusal::Locked) } else { Ok(vec![Event::Locked]) }
    }

    pub(super) fn unlock(&self) -> Decided {
        if self.locked { Ok(vec![Event::Unlocked]) } else { Err(Refusal::NotLocked) }
    }
}
