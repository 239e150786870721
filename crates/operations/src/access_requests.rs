//! Asking for more categories for a while, and answering.

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::consents::{Draft, Signed, check_documents, document_of};
use crate::desk::Desk;
use crate::mint;
use crate::passkey_request::PasskeyRequest;
use crate::personal::{checked, part_of};
use crate::refusal::Refusal;
use consent::{Agreement as _, ApprovalDocument, ConsentDocument, Document as _, Language, Shown};
use domain::{
    AccessRequest, Action, CaseId, Categories, Command, Event, Moment, Proof, REQUEST_LIFE, RequestId,
    RequestState, Side, Tenant, TenantId,
};
use serde::{Deserialize, Serialize};
use store::RequestRow;

/// The longest reason in characters.
const REASON_CHARS_MAX: usize = 2_000;

/// A request was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// The request.
    pub request: RequestId,
    /// When.
    pub at: Moment,
    /// When it is gone unless answered.
    pub expires_at: Moment,
    /// Whether a lead has to endorse it first.
    pub awaits_lead: bool,
}

/// A request was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// What was approved.
    pub categories: Categories,
    /// When.
    pub at: Moment,
    /// When it ends.
    pub until: Moment,
}

/// What an approval is given with.
#[derive(Clone, Debug)]
pub enum Approving {
    /// These categories, or all, attested by the server.
    Categories(Option<Categories>),
    /// A signed document.
    Signed(Signed),
}

/// A request with its reason.
#[derive(Clone, Debug)]
pub struct ShownRequest {
    /// Its row.
    pub row: RequestRow,
    /// Why it was asked; none once erased.
    pub reason: Option<String>,
}

/// Asks the customer for more categories on a case.
///
/// # Errors
/// [`Refusal::NotFound`] for a case of another team, [`Refusal::Invalid`], [`Refusal::Rule`] if the case is closed.
pub async fn request_access(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    categories: Categories,
    seconds: u32,
    reason: &str,
) -> Result<Requested, Refusal> {
    caller.may(Action::RequestAccess)?;
    let tenant = desk.place_of(caller, case).await?;
    let part = desk.part(&tenant, "reason", checked("reason", reason, 1, REASON_CHARS_MAX)?)?;
    let request = mint::request(case)?;
    let command =
        Command::RequestAccess { request: request.clone(), case: case.clone(), categories, seconds };
    desk.commit(Place::of(tenant, caller, key), move |tenant, now| {
        let events = tenant.decide(&command, now)?;
        let answer = Requested {
            request: request.clone(),
            at: now,
            expires_at: now.plus(REQUEST_LIFE),
            awaits_lead: tenant.settings().lead_approval,
        };
        Ok(Decided::new(events, answer).with_parts(vec![part.clone()]))
    })
    .await
}

/// The access requests of a case, newest first.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's.
pub async fn list_requests(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
) -> Result<Vec<ShownRequest>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let mut shown = Vec::new();
    for row in desk.store().requests_of_case(&tenant, case).await?.into_iter().rev() {
        let reason = part_of(desk, &tenant, row.asked_sequence, "reason").await?;
        shown.push(ShownRequest { row, reason });
    }
    Ok(shown)
}

/// The tenant of an access request of the caller's.
async fn place_of_request(desk: &Desk, caller: &Caller, request: &RequestId) -> Result<TenantId, Refusal> {
    let not_found = || Refusal::not_found("access request", request);
    let case = mint::case_of(request.as_str()).ok_or_else(not_found)?;
    desk.place_of(caller, &case).await.map_err(|why| match why {
        Refusal::NotFound { .. } => not_found(),
        why => why,
    })
}

/// Endorses a request, as a lead: the customer is asked from here on.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if it waits for no lead.
pub async fn endorse_request(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    request: &RequestId,
) -> Result<Moment, Refusal> {
    caller.may(Action::EndorseRequest)?;
    let tenant = place_of_request(desk, caller, request).await?;
    let command = Command::EndorseRequest { request: request.clone() };
    desk.commit_command(Place::of(tenant, caller, key), command).await
}

/// Denies a request: the customer any, a lead only those that wait for one.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if it waits for nobody.
pub async fn deny_request(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    request: &RequestId,
) -> Result<Moment, Refusal> {
    let is_vendor = caller.side == Side::Vendor;
    caller.may(if is_vendor { Action::EndorseRequest } else { Action::Consent })?;
    let tenant = place_of_request(desk, caller, request).await?;
    let command = Command::DenyRequest { request: request.clone() };
    desk.commit(Place::of(tenant, caller, key), move |tenant, now| {
        let events = tenant.decide(&command, now)?;
        if is_vendor && !waits_for_lead(tenant, &command) {
            return Err(domain::Refusal::RequestNotWaiting.into());
        }
        Ok(Decided::new(events, now))
    })
    .await
}

fn waits_for_lead(tenant: &Tenant, command: &Command) -> bool {
    let Command::DenyRequest { request } = command else { return false };
    tenant.request(request).is_some_and(|request| request.state == RequestState::AwaitingLead)
}

/// Drafts the document of an approval, for a person to see and a key to sign. Changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if it cannot be approved.
pub async fn draft_approval(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    request: &RequestId,
    categories: Option<Categories>,
    language: Language,
) -> Result<Draft, Refusal> {
    caller.may_approve()?;
    let id = place_of_request(desk, caller, request).await?;
    let (tenant, now) = desk.tenant_now(&id).await?;
    let asked = known(&tenant, request)?;
    check_waits(asked, now)?;
    let nonce = mint::nonce()?;
    let document = document(&id, &tenant, request, asked, categories, language, nonce, now)?;
    let draft = Draft {
        text: document.render(language),
        challenge: document.challenge().to_string(),
        document: document.canonical(),
        passkey: PasskeyRequest::of(desk, &tenant, &document.challenge()),
    };
    desk.keep_answer(Place::of(id, caller, key), draft).await
}

/// Refuses what the customer cannot answer any more, or not yet.
fn check_waits(asked: &AccessRequest, now: Moment) -> Result<(), domain::Refusal> {
    match asked.state {
        RequestState::Pending if now < asked.expires_at() => Ok(()),
        RequestState::AwaitingLead if now < asked.expires_at() => Err(domain::Refusal::AwaitsLead),
        _ => Err(domain::Refusal::RequestNotWaiting),
    }
}

fn known<'t>(tenant: &'t Tenant, request: &RequestId) -> Result<&'t AccessRequest, Refusal> {
    tenant.request(request).ok_or_else(|| Refusal::not_found("access request", request))
}

#[expect(clippy::too_many_arguments, reason = "each is a field of the document")]
fn document(
    id: &TenantId,
    tenant: &Tenant,
    request: &RequestId,
    asked: &AccessRequest,
    categories: Option<Categories>,
    language: Language,
    nonce: String,
    now: Moment,
) -> Result<ApprovalDocument, Refusal> {
    let consent = tenant.case(&asked.case).and_then(|case| case.consent.in_force());
    let consent = consent.ok_or(domain::Refusal::NoConsentInForce)?;
    let approved = categories.map_or(asked.categories, |some| some.intersection(asked.categories));
    if approved.is_empty() {
        return Err(domain::Refusal::NothingApproved { asked: asked.categories }.into());
    }
    tenant.check_offered(approved)?;
    let document = ApprovalDocument {
        tenant: id.clone(),
        case: asked.case.clone(),
        request: request.clone(),
        categories: approved,
        seconds: u32::try_from(asked.span.micros() / 1_000_000).unwrap_or(u32::MAX),
        consent: ConsentDocument::challenge_of(&consent.document),
        shown: Shown::in_language(language),
        given_at: now,
        nonce,
    };
    Ok(document.showing(language))
}

/// Approves a request, in full or in part.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Signature`] if a signed document does not hold, [`Refusal::Rule`] otherwise.
pub async fn approve_request(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    request: &RequestId,
    approving: Approving,
) -> Result<Approved, Refusal> {
    caller.may_approve()?;
    desk.trust_clock()?;
    let id = place_of_request(desk, caller, request).await?;
    let place = Place::of(id.clone(), caller, key);
    let (request, nonce) = (request.clone(), mint::nonce()?);
    desk.commit(place, move |tenant, now| {
        let asked = known(tenant, &request)?;
        let (document, proof) = match &approving {
            Approving::Signed(signed) => (document_of(&signed.document)?, signed.proof()),
            Approving::Categories(some) => {
                let language = Language::En;
                let nonce = nonce.clone();
                (document(&id, tenant, &request, asked, *some, language, nonce, now)?, Proof::Server)
            }
        };
        let command = Command::ApproveRequest {
            request: request.clone(),
            categories: Some(document.categories),
            document: document.canonical(),
            proof,
        };
        let events = tenant.decide(&command, now)?;
        check_documents(&id, tenant, &events, now)?;
        let categories = events.iter().fold(Categories::NONE, |all, event| match event {
            Event::AccessApproved { categories, .. } => all.union(*categories),
            _ => all,
        });
        Ok(Decided::new(events, Approved { categories, at: now, until: now.plus(asked.span) }))
    })
    .await
}
