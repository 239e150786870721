//! Opening, following, writing in, closing and reopening cases.

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::consents::{ConsentTerms, Drafting};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{
    Action, Actor, Case, CaseId, Command, Event, MessageId, Moment, NatureId, NewCase, ServiceId, Severity,
    Side, SubscriptionId, TenantId,
};
use serde::{Deserialize, Serialize};
use store::{CaseFilter, CaseRow, Page, RecordWrite};

/// The longest title in characters.
const TITLE_CHARS_MAX: usize = 200;

/// The longest message in characters.
const TEXT_CHARS_MAX: usize = 20_000;

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

/// Something was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The message.
    pub message: MessageId,
    /// When.
    pub at: Moment,
}

/// A message in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub message: MessageId,
    /// When it was said.
    pub at: Moment,
    /// Who said it.
    pub by: Actor,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// The words; none once erased.
    pub text: Option<String>,
}

/// A case with what the rules know of it now.
#[derive(Clone, Debug)]
pub struct FollowedCase {
    /// Whose case.
    pub tenant: TenantId,
    /// Its row.
    pub row: CaseRow,
    /// Its title; none once erased.
    pub title: Option<String>,
    /// Its state, with its consent.
    pub state: Case,
    /// When its consent lapses, if one is in force.
    pub until: Option<Moment>,
    /// The instant at which this holds.
    pub now: Moment,
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
    let tenant = tenant_to_open_for(desk, caller, &new)?;
    // Before anything is sealed for it: a name that is nobody's must not get a key.
    desk.tenant(&tenant).await?;
    let (title, text) =
        (checked("title", &new.title, 1, TITLE_CHARS_MAX)?, checked("text", &new.text, 0, TEXT_CHARS_MAX)?);
    let Some((service, nature)) = desk.problems().classify(&new.service, &new.nature) else {
        let why = format!("the service `{}` has no problems of the nature `{}`", new.service, new.nature);
        return Err(Refusal::invalid("nature", why));
    };
    let case = NewCase {
        case: mint::case()?,
        subscriptions: new.subscriptions,
        service: new.service,
        nature: new.nature,
        severity: new.severity,
        team: service.team.clone(),
    };
    let message = mint::message(&case.case)?;
    let mut parts = vec![desk.part(&tenant, "title", title)?];
    if !text.is_empty() {
        parts.push(desk.part(&tenant, "text", text)?);
    }
    let drafting = match new.consent {
        Some(terms) => Some(Drafting::new(&tenant, terms.or_default(nature))?),
        None => None,
    };
    let may_consent = caller.may(Action::Consent).is_ok() && desk.trust_clock().is_ok();
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
        let mut events = tenant.decide(&Command::OpenCase { case: case.clone(), consent }, now)?;
        if parts.len() > 1 {
            events.insert(1, Event::CaseSaid { case: case.case.clone(), message: message.clone() });
        }
        if let (Some(drafting), ConsentOutcome::Asked) = (&drafting, outcome) {
            events.push(drafting.asked(&case.case));
        }
        let answer = Opened { case: case.case.clone(), at: now, consent: outcome };
        Ok(Decided::new(events, answer).with_parts(parts.clone()))
    })
    .await
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

/// The text without white space around it, if its length is within bounds.
pub(crate) fn checked<'t>(field: &str, text: &'t str, min: usize, max: usize) -> Result<&'t str, Refusal> {
    let text = text.trim();
    let length = text.chars().count();
    if length < min {
        return Err(Refusal::invalid(field, "it is empty"));
    }
    if length > max {
        return Err(Refusal::invalid(field, format!("it has {length} characters, and {max} are the most")));
    }
    Ok(text)
}

/// Writes in a case.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's, [`Refusal::Rule`] if it is closed.
pub async fn say(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    text: &str,
) -> Result<Said, Refusal> {
    caller.may(Action::SayInCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let part = desk.part(&tenant, "text", checked("text", text, 1, TEXT_CHARS_MAX)?)?;
    let message = mint::message(case)?;
    let command = Command::Say { case: case.clone(), message: message.clone() };
    desk.commit(Place::of(tenant, caller, key), move |tenant, now| {
        let events = tenant.decide(&command, now)?;
        let answer = Said { message: message.clone(), at: now };
        Ok(Decided::new(events, answer).with_parts(vec![part.clone()]))
    })
    .await
}

/// Closes a case: its consent and its pending access requests end at once.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if it is closed already.
pub async fn close_case(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
) -> Result<Moment, Refusal> {
    caller.may(Action::CloseCase)?;
    let tenant = desk.place_of(caller, case).await?;
    desk.commit_command(Place::of(tenant, caller, key), Command::CloseCase { case: case.clone() }).await
}

/// Reopens a closed case. It needs a new consent.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if it is open.
pub async fn reopen_case(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
) -> Result<Moment, Refusal> {
    caller.may(Action::CloseCase)?;
    let tenant = desk.place_of(caller, case).await?;
    desk.commit_command(Place::of(tenant, caller, key), Command::ReopenCase { case: case.clone() }).await
}

/// The caller's organisation's cases, newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`] for the vendor's people, who have the queue.
pub async fn list_cases(
    desk: &Desk,
    caller: &Caller,
    filter: CaseFilter,
    page: Page<u64>,
) -> Result<Vec<FollowedCase>, Refusal> {
    caller.may(Action::FollowCase)?;
    if caller.side == Side::Vendor {
        return Err(Refusal::NotAllowed { action: Action::SeeAccess });
    }
    let rows = desk.store().cases(&caller.tenant, filter, page).await?;
    let mut followed = Vec::with_capacity(rows.len());
    for row in rows {
        followed.push(follow(desk, &caller.tenant, row).await?);
    }
    Ok(followed)
}

/// A case of the caller's organisation, or of their team.
///
/// # Errors
/// [`Refusal::NotFound`] for any other.
pub async fn show_case(desk: &Desk, caller: &Caller, case: &CaseId) -> Result<FollowedCase, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let row = desk.store().case(&tenant, case).await?.ok_or_else(|| Refusal::not_found("case", case))?;
    let mut found = follow(desk, &tenant, row).await?;
    if caller.side == Side::Vendor && vendor_may_read_text(desk, &tenant, case).await.is_err() {
        found.title = None;
    }
    Ok(found)
}

async fn follow(desk: &Desk, id: &TenantId, row: CaseRow) -> Result<FollowedCase, Refusal> {
    let (tenant, now) = desk.tenant_now(id).await?;
    let state = tenant.case(&row.case).cloned().ok_or_else(|| Refusal::not_found("case", &row.case))?;
    let title = part_of(desk, id, row.opened_sequence, "title").await?;
    let until = tenant.case_deadline(&row.case, now);
    Ok(FollowedCase { tenant: id.clone(), row, title, state, until, now })
}

/// The text of a part of one event; none if it was erased or never was.
pub(crate) async fn part_of(
    desk: &Desk,
    tenant: &TenantId,
    sequence: u64,
    field: &str,
) -> Result<Option<String>, Refusal> {
    let parts = desk.store().parts(tenant, sequence..sequence + 1).await?;
    let part = parts.iter().find(|part| part.field == field);
    part.map(|part| desk.open_part(tenant, field, &part.sealed)).transpose()
}

/// What was said in a case, oldest first.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's, [`Refusal::Rule`] while the vendor is locked out.
pub async fn messages(desk: &Desk, caller: &Caller, case: &CaseId) -> Result<Vec<Message>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    if caller.side == Side::Vendor {
        vendor_may_read_text(desk, &tenant, case).await?;
    }
    let mut messages = Vec::new();
    let mut from = 0;
    loop {
        let page = desk.store().events_of_case(&tenant, case, from, 500).await?;
        let Some(last) = page.last() else { return Ok(messages) };
        from = last.sequence + 1;
        for stored in page {
            if let Event::CaseSaid { message, .. } = stored.record.event {
                let text = part_of(desk, &tenant, stored.sequence, "text").await?;
                let name = name_of(desk, &tenant, &stored.record.by).await?;
                let (at, by) = (stored.record.at, stored.record.by);
                messages.push(Message { message, at, by, name, text });
            }
        }
    }
}

/// Case text may be read by the case's engineers while it is open, consent or not, unless locked (access.md, *A
/// decision*).
async fn vendor_may_read_text(desk: &Desk, tenant: &TenantId, case: &CaseId) -> Result<(), Refusal> {
    let (state, _) = desk.tenant_now(tenant).await?;
    let reason = match state.case(case) {
        None => return Err(Refusal::not_found("case", case)),
        Some(case) if !case.open => domain::Reason::Closed,
        Some(_) if state.is_locked() => domain::Reason::Locked,
        Some(_) => return Ok(()),
    };
    Err(domain::Refusal::Denied { reason, missing: domain::Categories::NONE }.into())
}

/// The name behind an actor, where it is on record.
pub(crate) async fn name_of(desk: &Desk, tenant: &TenantId, by: &Actor) -> Result<Option<String>, Refusal> {
    let (home, person) = match by {
        Actor::Person(person) => (tenant, person),
        Actor::Vendor(person) => (desk.support_tenant(), person),
        Actor::Runner(_) | Actor::System => return Ok(None),
    };
    Ok(desk.store().person(home, person).await?.map(|person| person.name))
}

/// Names kept beside the log for the directory.
pub(crate) fn keep_name(person: &domain::PersonId, name: &str, upn: &str) -> RecordWrite {
    RecordWrite::PutPerson { person: person.clone(), name: name.to_owned(), upn: upn.to_owned() }
}
