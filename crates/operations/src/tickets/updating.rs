//! Changing a case in one step: how urgent it is, its details, its consent, and whether it is open. All of it, or nothing.

use super::resolve::resolve;
use super::scope::Scope;
use crate::caller::Caller;
use crate::commit::{Decided, Place};
use crate::consents::{Drafting, check_documents};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{
    Action, CaseId, Categories, Command, Event, Level, Moment, NatureId, Severity, Tenant, TenantId,
};
use std::borrow::Cow;

/// What is wanted of a case's consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentChange {
    /// The advanced level: given, or given again.
    Advanced,
    /// The standard level, where a consent is in force.
    Standard,
    /// None any more.
    Withdraw,
}

/// A change of a case. What is none stays as it is.
#[derive(Clone, Debug, Default)]
pub struct TicketUpdate {
    /// How urgent it is.
    pub severity: Option<Severity>,
    /// The details, whole.
    pub details: Option<String>,
    /// Whether it is open.
    pub open: Option<bool>,
    /// Its consent. While the case is closed, or being closed, only ends count.
    pub consent: Option<ConsentChange>,
}

/// Changes a case in one step. Consent that the caller may not give, or that has to be signed, is recorded as asked for.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`], [`Refusal::Invalid`] naming the field; then nothing was changed.
pub async fn update_ticket(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
    update: TicketUpdate,
) -> Result<Moment, Refusal> {
    caller.may(Action::ChangeCase)?;
    caller.may(Action::CloseCase)?;
    let case = resolve(desk, caller, scope, name).await?.case;
    let state = desk.tenant(&scope.tenant).await?;
    let nature = state.case(&case).map(|case| case.nature.clone());
    let parts = match &update.details {
        Some(details) => vec![desk.part(&scope.tenant, "details", details)?],
        None => Vec::new(),
    };
    let offered = offered(desk, nature.as_ref());
    let change = Change {
        tenant: scope.tenant.clone(),
        case,
        update,
        drafting: Drafting::offered(&scope.tenant, offered)?,
        offered,
        may_consent: caller.may(Action::Consent).is_ok(),
        may_approve: caller.may_approve().is_ok(),
        is_trusted: desk.trust_clock().is_ok(),
    };
    let place = Place::of(scope.tenant.clone(), caller, None);
    desk.commit(place, move |tenant, now| {
        let mut steps = Steps { state: Cow::Borrowed(tenant), events: Vec::new(), now };
        change.take(&mut steps)?;
        Ok(Decided::new(steps.events, now).with_parts(parts.clone()))
    })
    .await
}

/// What a consent offers by default for problems of this nature.
fn offered(desk: &Desk, nature: Option<&NatureId>) -> Categories {
    let nature = nature.and_then(|nature| desk.problems().nature(nature));
    nature.map(domain::Nature::default_categories).unwrap_or_default()
}

/// Commands decided one after the other, each on the state that those before left.
struct Steps<'t> {
    state: Cow<'t, Tenant>,
    events: Vec<Event>,
    now: Moment,
}

impl Steps<'_> {
    fn take(&mut self, command: &Command) -> Result<(), Refusal> {
        let events = self.state.decide(command, self.now)?;
        self.append(events);
        Ok(())
    }

    fn append(&mut self, events: Vec<Event>) {
        for event in &events {
            self.state.to_mut().apply(self.now, event);
        }
        self.events.extend(events);
    }
}

struct Change {
    tenant: TenantId,
    case: CaseId,
    update: TicketUpdate,
    drafting: Drafting,
    offered: Categories,
    /// Whether the caller may withdraw.
    may_consent: bool,
    /// Whether the caller may consent.
    may_approve: bool,
    is_trusted: bool,
}

impl Change {
    fn take(&self, steps: &mut Steps<'_>) -> Result<(), Refusal> {
        let (case, wanted) = (self.case.clone(), &self.update);
        let is_open = self.is_open(steps)?;
        if wanted.open == Some(true) && !is_open {
            steps.take(&Command::ReopenCase { case: case.clone() })?;
        }
        if wanted.severity.is_some() || wanted.details.is_some() {
            steps.take(&Command::ChangeCase { case: case.clone(), severity: wanted.severity })?;
        }
        match (wanted.open, wanted.consent) {
            (Some(false), _) if is_open => steps.take(&Command::CloseCase { case }),
            (Some(false), _) | (_, None) => Ok(()),
            (_, Some(consent)) => self.consent(steps, consent),
        }
    }

    fn is_open(&self, steps: &Steps<'_>) -> Result<bool, Refusal> {
        let found = steps.state.case(&self.case).ok_or_else(|| Refusal::not_found("case", &self.case))?;
        Ok(found.open)
    }

    fn consent(&self, steps: &mut Steps<'_>, wanted: ConsentChange) -> Result<(), Refusal> {
        let in_force = steps.state.case_deadline(&self.case, steps.now).is_some();
        let consent = steps.state.case(&self.case).and_then(|case| case.consent.in_force());
        let consent = consent.filter(|_| in_force).map(|consent| (consent.level, consent.categories));
        match (wanted, consent) {
            (ConsentChange::Advanced, _) if !self.is_open(steps)? => {
                let why = "the case is closed; reopen it in the same update to consent to it";
                Err(Refusal::invalid("advancedDiagnosticConsent", why))
            }
            (ConsentChange::Advanced, consent) => {
                let categories = consent.map_or(self.offered, |(_, categories)| categories);
                self.give_or_ask(steps, Level::Advanced, categories)
            }
            (ConsentChange::Standard | ConsentChange::Withdraw, None) => Ok(()),
            (_, Some(_)) if !self.may_consent => Err(Refusal::NotAllowed { action: Action::Consent }),
            (ConsentChange::Withdraw, Some(_)) => {
                steps.take(&Command::WithdrawConsent { case: self.case.clone() })
            }
            // Less needs a signature as well, and somebody who may consent. What can be done without is to end what was
            // more, and to ask.
            (ConsentChange::Standard, Some((level, categories)))
                if steps.state.signs_consents() || !self.may_approve =>
            {
                if level == Level::Standard {
                    return Ok(());
                }
                steps.take(&Command::WithdrawConsent { case: self.case.clone() })?;
                self.give_or_ask(steps, Level::Standard, categories)
            }
            (ConsentChange::Standard, Some((_, categories))) => {
                self.give_or_ask(steps, Level::Standard, categories)
            }
        }
    }

    fn give_or_ask(
        &self,
        steps: &mut Steps<'_>,
        level: Level,
        categories: Categories,
    ) -> Result<(), Refusal> {
        let (case, drafting) = (self.case.clone(), self.drafting.covering(level, categories));
        if self.may_approve && !steps.state.signs_consents() {
            if !self.is_trusted {
                return Err(Refusal::ClockUntrusted);
            }
            let consent = drafting.attested_next(&steps.state, &case, steps.now)?;
            let events = steps.state.decide(&Command::GiveConsent { case, consent }, steps.now)?;
            check_documents(&self.tenant, &steps.state, &events, steps.now)?;
            steps.append(events);
            return Ok(());
        }
        steps.take(&Command::AskConsent { case, level, categories })
    }
}
