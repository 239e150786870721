//! Opening cases.

use super::TEXT_CHARS_MAX;
use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::consents::{ConsentTerms, Drafting};
use crate::desk::Desk;
use crate::mint;
use crate::personal::checked;
use crate::refusal::Refusal;
use domain::{
    Action, CaseId, Command, Event, Moment, Nature, NatureId, NewCase, ProblemCatalogue, Service, ServiceId,
    Severity, Side, SubscriptionId, TenantId,
};
use serde::{Deserialize, Serialize};
use store::RecordWrite;

/// The longest title in characters.
const TITLE_CHARS_MAX: usize = 200;

/// A case to open.
#[derive(Clone, Debug)]
pub struct OpenCase {
    /// The subscriptions that help may look at.
    pub subscriptions: Vec<SubscriptionId>,
    /// Which service it is about.
    pub service: ServiceId,
    /// What kind of problem it is.
    pub nature: NatureId,
    /// How urgent it is.
    pub severity: Severity,
    /// The problem in a line.
    pub title: String,
    /// The problem in the person's own words; may be empty.
    pub text: String,
    /// The consent to give with it, or none.
    pub consent: Option<ConsentTerms>,
    /// On whose behalf the vendor opens it.
    pub tenant: Option<TenantId>,
}

/// What became of the consent that a new case asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsentOutcome {
    /// It is in force.
    Given,
    /// It waits for somebody who may consent, or for a signature.
    Asked,
    /// None was offered.
    None,
}

/// A case was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The new case.
    pub case: CaseId,
    /// When.
    pub at: Moment,
    /// What became of its consent.
    pub consent: ConsentOutcome,
}

/// Opens a case, with consent if the caller may consent and the organisation does not sign; otherwise the consent is
/// recorded as asked for. The vendor opens cases on a customer's behalf, always without consent.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::Invalid`] naming the field, or the rule that stands against it.
pub async fn open_case(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: OpenCase,
) -> Result<Opened, Refusal> {
    if new.subscriptions.is_empty() {
        return Err(domain::Refusal::NoSubscription.into());
    }
    open_with(desk, caller, key, new, Extras::default()).await
}

/// What another face keeps with a case.
#[derive(Default)]
pub(crate) struct Extras {
    /// The id that was kept for it.
    pub(crate) case: Option<CaseId>,
    /// What its client says beyond title and text.
    pub(crate) details: Option<String>,
    /// Its names.
    pub(crate) records: Vec<RecordWrite>,
}

/// Opens a case, as [`open_case`] does, with what another face keeps with it.
pub(crate) async fn open_with(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: OpenCase,
    extras: Extras,
) -> Result<Opened, Refusal> {
    let tenant = tenant_to_open_for(desk, caller, &new)?;
    // Before anything is sealed for it: a name that is nobody's must not get a key.
    let state = desk.tenant(&tenant).await?;
    let (title, text) =
        (checked("title", &new.title, 1, TITLE_CHARS_MAX)?, checked("text", &new.text, 0, TEXT_CHARS_MAX)?);
    let (service, nature) = classify(desk.problems(), &new.service, &new.nature)?;
    let case = NewCase {
        case: extras.case.map_or_else(mint::case, Ok)?,
        subscriptions: new.subscriptions,
        service: new.service,
        nature: new.nature,
        severity: new.severity,
        team: service.team.clone(),
    };
    let message = mint::message(&case.case)?;
    let mut parts = vec![desk.part(&tenant, "title", title)?];
    if let Some(details) = &extras.details {
        parts.push(desk.part(&tenant, "details", details)?);
    }
    let (says, records) = (!text.is_empty(), extras.records);
    if says {
        parts.push(desk.part(&tenant, "text", text)?);
    }
    let drafting = match new.consent {
        Some(terms) => Some(Drafting::new(&tenant, terms.fixed(nature, &state)?)?),
        None => None,
    };
    let may_consent = caller.may_approve().is_ok() && desk.trust_clock().is_ok();
    let place = Place::of(tenant, caller, key);
    desk.commit(place, move |tenant, now| {
        let gives = may_consent && !tenant.signs_consents();
        let consent = match &drafting {
            Some(drafting) if gives => Some(drafting.attested_first(tenant, &case, now)),
            _ => None,
        };
        let outcome = match (&drafting, gives) {
            (None, _) => ConsentOutcome::None,
            (Some(_), true) => ConsentOutcome::Given,
            (Some(_), false) => ConsentOutcome::Asked,
        };
        let command = if case.subscriptions.is_empty() {
            Command::OpenQuestion { case: case.clone() }
        } else {
            Command::OpenCase { case: case.clone(), consent }
        };
        let mut events = tenant.decide(&command, now)?;
        if says {
            events.insert(1, Event::CaseSaid { case: case.case.clone(), message: message.clone() });
        }
        if let (Some(drafting), ConsentOutcome::Asked) = (&drafting, outcome) {
            events.push(drafting.asked(&case.case));
        }
        let answer = Opened { case: case.case.clone(), at: now, consent: outcome };
        Ok(Decided::new(events, answer).with_parts(parts.clone()).with_records(records.clone()))
    })
    .await
}

/// The service and the nature of its problems, or what there is instead.
fn classify<'p>(
    problems: &'p ProblemCatalogue,
    service: &ServiceId,
    nature: &NatureId,
) -> Result<(&'p Service, &'p Nature), Refusal> {
    if let Some(found) = problems.classify(service, nature) {
        return Ok(found);
    }
    let Some(known) = problems.service(service) else {
        let there_are = problems.services.iter().map(|one| &one.id);
        let why = format!("there is no service `{service}`; there are {}", listed(there_are));
        return Err(Refusal::invalid("service", why));
    };
    let there_are = listed(&known.natures);
    let why = format!("the service `{service}` has no problems of the nature `{nature}`; it has {there_are}");
    Err(Refusal::invalid("nature", why))
}

fn listed<T: ToString>(ids: impl IntoIterator<Item = T>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// The vendor names the customer; a customer opens for itself only.
fn tenant_to_open_for(desk: &Desk, caller: &Caller, new: &OpenCase) -> Result<TenantId, Refusal> {
    match (caller.side, &new.tenant) {
        (Side::Customer, None) => caller.may(Action::OpenCase).map(|()| caller.tenant.clone()),
        (Side::Customer, Some(_)) => {
            Err(Refusal::invalid("tenant", "a case is opened for your own organisation"))
        }
        (Side::Vendor, Some(tenant)) => {
            caller.may(Action::OpenCaseForCustomer)?;
            if tenant == desk.support_tenant() {
                return Err(Refusal::not_found("tenant", tenant));
            }
            if new.consent.is_some() {
                return Err(Refusal::invalid("consent", "only the customer consents; open the case without"));
            }
            Ok(tenant.clone())
        }
        (Side::Vendor, None) => {
            caller.may(Action::OpenCaseForCustomer)?;
            Err(Refusal::invalid("tenant", "name the customer for whom you open the case"))
        }
    }
}
