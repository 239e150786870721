//! `PATCH P/supportTickets/{ticket}`: all of an update is checked before any of it is done.

use super::super::error::Fault;
use super::super::object::Object;
use super::super::path::At;
use super::super::request::{ArmRequest, object};
use super::BODY_BYTES_MAX;
use super::details::{Consents, Details, severity, yes_or_no};
use axum::response::Response;
use operations::{ConsentChange, TicketUpdate, show_ticket, update_ticket};

pub(in super::super) async fn update(request: ArmRequest, at: At, name: &str) -> Result<Response, Fault> {
    let ArmRequest { asked, body } = request;
    let scope = asked.scope(at.clone()).await?;
    let body = object(body, BODY_BYTES_MAX).await?;
    let said = Object::new("", &body);
    let ticket = show_ticket(&asked.desk, &asked.caller, &scope, name).await?;
    let open = said.word("status", &["open", "closed"])?.map(|word| word == "open");
    let consents = Consents::read(said)?;
    let details = match (said.object("contactDetails")?, &consents) {
        (None, None) => None,
        (contact, _) => {
            let before = ticket.details.as_deref().and_then(Details::restored);
            let before = before.ok_or_else(|| {
                let target = if contact.is_some() { "contactDetails" } else { "secondaryConsent" };
                said.refuse(
                    target,
                    "this case was opened elsewhere, or its text was erased: nothing of it is kept here",
                )
            });
            match before {
                Ok(before) => Some(changed(before, contact, consents.as_ref())?),
                // What the consent means counts, although nothing keeps how it was said.
                Err(_) if contact.is_none() => None,
                Err(refused) => return Err(refused),
            }
        }
    };
    let update = TicketUpdate {
        severity: severity(said)?.filter(|severity| *severity != ticket.case.state.severity),
        details: details.filter(|details| ticket.details.as_ref() != Some(details)),
        open,
        consent: consent(said, consents.as_ref())?,
    };
    update_ticket(&asked.desk, &asked.caller, &scope, name, update).await?;
    super::show(&asked, at, name).await
}

fn changed(
    before: Details,
    contact: Option<&serde_json::Map<String, serde_json::Value>>,
    consents: Option<&Consents>,
) -> Result<String, Fault> {
    let mut details = before;
    if let Some(contact) = contact {
        details.contact = details.contact.merged(Object::new("contactDetails", contact))?;
    }
    if let Some(consents) = consents {
        details.consents = consents.clone();
    }
    details.kept()
}

/// What is wanted of the consent. To say No to diagnostics says No to the advanced ones.
fn consent(said: Object<'_>, consents: Option<&Consents>) -> Result<Option<ConsentChange>, Fault> {
    let advanced = yes_or_no(said, "advancedDiagnosticConsent")?;
    let refuses_all = consents.and_then(Consents::diagnostics) == Some(false);
    match (advanced, refuses_all) {
        (Some(true), true) => {
            Err(said
                .refuse("advancedDiagnosticConsent", "it is Yes, and secondaryConsent to diagnostics is No"))
        }
        (_, true) => Ok(Some(ConsentChange::Withdraw)),
        (Some(true), false) => Ok(Some(ConsentChange::Advanced)),
        (Some(false), false) => Ok(Some(ConsentChange::Standard)),
        (None, false) => Ok(None),
    }
}
