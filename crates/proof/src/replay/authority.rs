//! Whether whoever caused an event might: no event is by a kind of actor that cannot cause it, what only the customer may
//! do was done by one of their people, who held a role for it at that time (design.md, *Roles and rights*) and was named
//! for it where the organisation names who consents, and a runner speaks of its own runs.

use crate::breach::Breach;
use domain::{
    Action, Actor, DeleteCause, Event, Record, RunId, RunnerId, Side, Tenant, WithdrawCause, permits,
};

/// Checks the author of an event against the people and the runs in the log.
pub(super) fn check(tenant: &Tenant, record: &Record) -> Result<(), Breach> {
    if let Some(action) = reserved(record) {
        let may = match &record.by {
            Actor::Person(person) => {
                tenant.people().get(person).is_some_and(|person| permits(&person.roles, action))
            }
            _ => false,
        };
        if !may {
            return Err(Breach::Unauthorised { by: record.by.clone(), action });
        }
    }
    if tenant.check_author(&record.event, &record.by).is_err() {
        return Err(Breach::NotApprover { by: record.by.clone() });
    }
    if appoints_a_customers_person(tenant, record) || issues_anothers_token(tenant, record) {
        return Err(Breach::Unauthorised { by: record.by.clone(), action: Action::ManagePeople });
    }
    let Record { event, by, .. } = record;
    if event.can_be_caused_by(by) && is_of_its_own(tenant, record) {
        Ok(())
    } else {
        Err(Breach::CannotCause { by: by.clone() })
    }
}

/// What only the customer's people may do. A read under a person's name is the customer's own, which no consent binds.
const fn reserved(record: &Record) -> Option<Action> {
    match (&record.event, &record.by) {
        (Event::ConsentGiven { .. } | Event::AccessApproved { .. }, _) => Some(Action::Consent),
        (Event::Unlocked, _) => Some(Action::Unlock),
        (
            Event::SettingsChanged { .. }
            | Event::CrossTenantPartnerAdded { .. }
            | Event::CrossTenantPartnerChanged { .. }
            | Event::CrossTenantPartnerRemoved { .. },
            _,
        ) => Some(Action::ChangeSettings),
        (Event::ConsentKeyEnrolled { .. } | Event::ConsentKeyRevoked { .. }, _) => {
            Some(Action::ManageConsentKeys)
        }
        (event, Actor::Person(_)) => own_peoples(event),
        _ => None,
    }
}

/// What a person needs a role for, where others may cause the same.
const fn own_peoples(event: &Event) -> Option<Action> {
    match event {
        Event::BundleAttached { .. } => Some(Action::AttachBundle),
        Event::EvidenceRead { .. } => Some(Action::ReadEvidence),
        // Findings go with their evidence.
        Event::EvidenceDeleted { cause: DeleteCause::Asked, .. } | Event::PersonalDataErased { .. } => {
            Some(Action::DeleteEvidence)
        }
        Event::PersonAdded { .. }
        | Event::PersonChanged { .. }
        | Event::PersonRemoved { .. }
        | Event::PersonInvited { .. } => Some(Action::ManagePeople),
        Event::SubscriptionAdded { .. } | Event::RunnerInvited { .. } | Event::RunnerRemoved { .. } => {
            Some(Action::ManageRunners)
        }
        Event::DestinationAdded { .. }
        | Event::DestinationChanged { .. }
        | Event::DestinationRemoved { .. } => Some(Action::ManageDestinations),
        // Who opens a case asks for its consent, where they may not give it.
        Event::CaseOpened { .. } | Event::ConsentAsked { .. } => Some(Action::OpenCase),
        Event::CaseChanged { .. } => Some(Action::ChangeCase),
        Event::CaseSaid { .. } => Some(Action::SayInCase),
        Event::RunStopped { .. } => Some(Action::StopRun),
        Event::DryRunRequested { .. } | Event::DryRunStopped { .. } => Some(Action::DryRun),
        Event::Locked => Some(Action::Lock),
        Event::CaseClosed { .. } | Event::CaseReopened { .. } => Some(Action::CloseCase),
        Event::ConsentWithdrawn { cause: WithdrawCause::Asked, .. } | Event::AccessDenied { .. } => {
            Some(Action::Consent)
        }
        Event::ConsentWithdrawn { cause: WithdrawCause::PartnerRemoved, .. } => Some(Action::RemovePartner),
        _ => None,
    }
}

/// Whether a customer's people were changed by somebody else than they: the vendor names their first owner and nobody
/// more, and nobody comes by itself.
fn appoints_a_customers_person(tenant: &Tenant, record: &Record) -> bool {
    let is_first = tenant.people().is_empty() && matches!(record.by, Actor::Vendor(_));
    let roles = match &record.event {
        Event::PersonAdded { roles, .. } if !is_first => Some(roles),
        Event::PersonChanged { roles, .. } => Some(roles),
        Event::PersonRemoved { person } => tenant.people().get(person).map(|person| &person.roles),
        _ => None,
    };
    let is_customers = roles.is_some_and(|roles| roles.iter().any(|role| role.side() == Side::Customer));
    is_customers && !matches!(record.by, Actor::Person(_))
}

/// Whether somebody made or ended a token or passkey of somebody else's, and does not manage people. A passkey is made by
/// its own person alone.
fn issues_anothers_token(tenant: &Tenant, record: &Record) -> bool {
    let whose = match &record.event {
        Event::TokenIssued { person, .. } => person,
        Event::TokenRevoked { token } => match tenant.tokens().get(token) {
            Some(token) => &token.person,
            None => return false,
        },
        Event::SignInKeyEnrolled { person, .. } => {
            return !matches!(&record.by, Actor::Person(by) | Actor::Vendor(by) if by == person);
        }
        Event::SignInKeyRevoked { key } => match tenant.sign_in_keys().get(key) {
            Some(key) => &key.person,
            None => return false,
        },
        _ => return false,
    };
    match &record.by {
        Actor::Person(by) if by == whose => false,
        Actor::Person(by) => {
            !tenant.people().get(by).is_some_and(|by| permits(&by.roles, Action::ManagePeople))
        }
        // The vendor's people have tokens in the vendor's own log.
        _ => tenant
            .people()
            .get(whose)
            .is_some_and(|person| person.roles.iter().any(|role| role.side() == Side::Customer)),
    }
}

/// Whether a runner that is said to have caused an event is the one that the event is about.
fn is_of_its_own(tenant: &Tenant, record: &Record) -> bool {
    let Actor::Runner(by) = &record.by else { return true };
    match &record.event {
        Event::RunnerEnrolled { runner, .. }
        | Event::RunClaimed { runner, .. }
        | Event::DryRunClaimed { runner, .. } => runner == by,
        Event::DryRunCounted { run, .. } | Event::DryRunStopped { run, .. } => {
            let taken = tenant.dry_runs().get(run).and_then(|dry_run| dry_run.runner.as_ref());
            taken.is_none_or(|runner| runner == by)
        }
        Event::EvidenceStored { run, .. } | Event::RunStopped { run, .. } => holds(tenant, run, by),
        _ => true,
    }
}

/// Whether the runner took the run. A run that is not there, or that nobody took, is named elsewhere.
fn holds(tenant: &Tenant, run: &RunId, runner: &RunnerId) -> bool {
    let claim = tenant.run(run).and_then(|run| run.claim.as_ref());
    claim.is_none_or(|claim| claim.runner == *runner)
}
