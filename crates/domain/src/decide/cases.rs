//! Opening, changing, writing in, closing, reopening and assigning cases (access.md, rules 1, 4 and 7).

use super::Decided;
use crate::command::{NewCase, NewConsent};
use crate::event::{Event, Severity};
use crate::ids::{CaseId, MessageId, PersonId, SubscriptionId};
use crate::refusal::Refusal;
use crate::tenant::Tenant;

fn opened(new: &NewCase, subscriptions: Vec<SubscriptionId>) -> Event {
    Event::CaseOpened {
        case: new.case.clone(),
        subscriptions,
        service: new.service.clone(),
        nature: new.nature.clone(),
        severity: new.severity,
        team: new.team.clone(),
    }
}

impl Tenant {
    pub(super) fn open_case(&self, new: &NewCase, consent: Option<&NewConsent>) -> Decided {
        if self.case(&new.case).is_some() {
            return Err(Refusal::exists("case", &new.case));
        }
        if new.subscriptions.is_empty() {
            return Err(Refusal::NoSubscription);
        }
        if let Some(foreign) = new.subscriptions.iter().find(|s| !self.subscriptions.contains(s)) {
            return Err(Refusal::unknown("subscription", foreign));
        }
        let mut events = vec![opened(new, new.subscriptions.clone())];
        if let Some(consent) = consent {
            events.push(self.given(&new.case, consent, 1)?);
        }
        Ok(events)
    }

    pub(super) fn open_question(&self, new: &NewCase) -> Decided {
        if self.case(&new.case).is_some() {
            return Err(Refusal::exists("case", &new.case));
        }
        Ok(vec![opened(new, Vec::new())])
    }

    /// Of a closed case too: whom to ask about it may change.
    pub(super) fn change_case(&self, case: &CaseId, severity: Option<Severity>) -> Decided {
        let severity = severity.unwrap_or(self.known_case(case)?.severity);
        Ok(vec![Event::CaseChanged { case: case.clone(), severity }])
    }

    pub(super) fn say(&self, case: &CaseId, message: &MessageId) -> Decided {
        self.open_one(case)?;
        Ok(vec![Event::CaseSaid { case: case.clone(), message: message.clone() }])
    }

    pub(super) fn close(&self, case: &CaseId) -> Decided {
        self.open_one(case)?;
        Ok(vec![Event::CaseClosed { case: case.clone() }])
    }

    pub(super) fn reopen(&self, case: &CaseId) -> Decided {
        if self.known_case(case)?.open {
            return Err(Refusal::CaseIsOpen);
        }
        Ok(vec![Event::CaseReopened { case: case.clone() }])
    }

    pub(super) fn assign(&self, case: &CaseId, engineer: &PersonId) -> Decided {
        if self.open_one(case)?.engineer.as_ref() == Some(engineer) {
            return Err(Refusal::AssignedAlready);
        }
        Ok(vec![Event::CaseAssigned { case: case.clone(), engineer: engineer.clone() }])
    }
}
