//! Whether whoever caused an event might: what only the customer may do was done by one of their people, who held a role
//! for it at that time (design.md, *Roles and rights*).

use crate::breach::Breach;
use domain::{Action, Actor, Event, Record, Tenant, permits};

/// Checks the author of an event against the people in the log.
pub(super) fn check(tenant: &Tenant, record: &Record) -> Result<(), Breach> {
    let Some(action) = reserved(record) else { return Ok(()) };
    let may = match &record.by {
        Actor::Person(person) => {
            tenant.people().get(person).is_some_and(|person| permits(&person.roles, action))
        }
        _ => false,
    };
    if may { Ok(()) } else { Err(Breach::Unauthorised { by: record.by.clone(), action }) }
}

/// What only the customer's people may do. A read under a person's name is the customer's own, which no consent binds.
const fn reserved(record: &Record) -> Option<Action> {
    match (&record.event, &record.by) {
        (Event::ConsentGiven { .. } | Event::AccessApproved { .. }, _) => Some(Action::Consent),
        (Event::Unlocked, _) => Some(Action::Unlock),
        (Event::SettingsChanged { .. }, _) => Some(Action::ChangeSettings),
        (Event::ConsentKeyEnrolled { .. } | Event::ConsentKeyRevoked { .. }, _) => {
            Some(Action::ManageConsentKeys)
        }
        (Event::EvidenceRead { .. }, Actor::Person(_)) => Some(Action::ReadEvidence),
        _ => None,
    }
}
