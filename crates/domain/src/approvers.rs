//! Who of an organisation's people may open access to it: those whom its settings name, or everybody whose role allows it
//! where they name nobody.
//!
//! A name counts while its person is one of the organisation's and has the role. The last one that counts is not taken
//! away: a setting names some that count, and its person stays and keeps the role until the setting says otherwise. So
//! naming people never locks everybody out, and never lets everybody in without somebody having said so. What was agreed
//! before stays agreed. To narrow access (withdraw, deny, lock, close) nobody needs to be named.

use crate::actor::Actor;
use crate::event::Event;
use crate::ids::PersonId;
use crate::permission::{Action, permits};
use crate::refusal::Refusal;
use crate::role::Roles;
use crate::settings::Settings;
use crate::tenant::Tenant;

impl Tenant {
    /// Whether the settings leave it to this person to consent and to approve requests, if their role does.
    pub fn leaves_approval_to(&self, person: &PersonId) -> bool {
        let named = &self.settings.approvers;
        named.is_empty() || named.contains(person)
    }

    /// Refuses whom the settings leave out.
    ///
    /// # Errors
    /// [`Refusal::NotApprover`].
    pub fn check_approver(&self, person: &PersonId) -> Result<(), Refusal> {
        if self.leaves_approval_to(person) { Ok(()) } else { Err(Refusal::NotApprover) }
    }

    /// Refuses an event that opens access if the settings leave out whoever causes it.
    ///
    /// # Errors
    /// [`Refusal::NotApprover`].
    pub fn check_author(&self, event: &Event, by: &Actor) -> Result<(), Refusal> {
        match (event, by) {
            (Event::ConsentGiven { .. } | Event::AccessApproved { .. }, Actor::Person(person)) => {
                self.check_approver(person)
            }
            _ => Ok(()),
        }
    }

    /// Refuses settings that cannot be, here and now.
    ///
    /// # Errors
    /// [`Refusal::Setting`] for one that can be nowhere, [`Refusal::UnfitApprover`] for the first who is newly named and
    /// could not consent, [`Refusal::LastApprover`] if nobody who is named could.
    pub fn check_settings(&self, settings: &Settings) -> Result<(), Refusal> {
        settings.check().map_err(|setting| Refusal::Setting { setting })?;
        let (before, named) = (&self.settings.approvers, &settings.approvers);
        // Whoever was named before and lost the role stays named, and counts again with the role.
        if let Some(person) = named.difference(before).find(|person| !self.could_consent(person)) {
            return Err(Refusal::UnfitApprover { person: person.clone() });
        }
        let none_counts = !named.is_empty() && !named.iter().any(|person| self.could_consent(person));
        if named != before && none_counts { Err(Refusal::LastApprover) } else { Ok(()) }
    }

    /// Whether this is the only one of those whom the settings name who can consent.
    pub fn is_last_approver(&self, person: &PersonId) -> bool {
        let mut counting = self.settings.approvers.iter().filter(|named| self.could_consent(named));
        counting.next() == Some(person) && counting.next().is_none()
    }

    /// Refuses to leave nobody of those whom the settings name.
    pub(crate) fn keep_an_approver(&self, person: &PersonId, left_with: &Roles) -> Result<(), Refusal> {
        let loses = !permits(left_with, Action::Consent);
        if loses && self.is_last_approver(person) { Err(Refusal::LastApprover) } else { Ok(()) }
    }

    fn could_consent(&self, person: &PersonId) -> bool {
        self.people.get(person).is_some_and(|person| permits(&person.roles, Action::Consent))
    }
}
