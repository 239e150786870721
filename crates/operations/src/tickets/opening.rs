//! Opening a case under a name.

use super::files::attach_waiting;
use super::resolve::find;
use super::scope::Scope;
use super::shown::show_ticket;
use super::workspaces::{is_bound, workspace_row};
use crate::caller::Caller;
use crate::cases::{Extras, open_with};
use crate::consents::ConsentTerms;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::{OpenCase, cases};
use domain::{Action, CaseId, NatureId, ServiceId, Severity};
use store::{RecordWrite, ResourceKind, ResourceRow};

/// A case to open under a name.
#[derive(Clone, Debug)]
pub struct NewTicket {
    /// Its name.
    pub name: String,
    /// Which service it is about.
    pub service: ServiceId,
    /// What kind of problem it is.
    pub nature: NatureId,
    /// How urgent it is.
    pub severity: Severity,
    /// The problem in a line.
    pub title: String,
    /// The problem in the person's own words.
    pub text: String,
    /// The consent to give with it, or none. Without a subscription there is nothing to consent to.
    pub consent: Option<ConsentTerms>,
    /// What the client says beyond that. The same request has the same text.
    pub details: String,
    /// The workspace whose files are to be attached to it.
    pub workspace: Option<String>,
}

/// Opens a case under a name. The same once more, by name and details, is answered with the case that is there.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::Invalid`] naming the field, or [`Refusal::Rule`] if the name is taken.
pub async fn open_ticket(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    ticket: NewTicket,
) -> Result<CaseId, Refusal> {
    caller.may(Action::OpenCase)?;
    if !scope.is_of(caller) {
        return Err(Refusal::not_found("subscription", &scope.key()));
    }
    if let Some(case) = opened_before(desk, caller, scope, &ticket).await? {
        attach_waiting(desk, caller, scope, &case).await?;
        return Ok(case);
    }
    match open(desk, caller, scope, &ticket).await {
        // Another request was faster; it may have been the same.
        Err(refusal @ Refusal::Rule { rule: domain::Refusal::Exists { .. } }) => {
            opened_before(desk, caller, scope, &ticket).await?.ok_or(refusal)
        }
        opened => opened,
    }
}

async fn open(desk: &Desk, caller: &Caller, scope: &Scope, ticket: &NewTicket) -> Result<CaseId, Refusal> {
    let (case, workspace) = place(desk, scope, ticket).await?;
    let name = |kind, name: &str| {
        RecordWrite::AddResource(ResourceRow {
            kind,
            scope: scope.key().to_owned(),
            name: name.to_owned(),
            target: case.to_string(),
            at: desk.now(),
            by: caller.person.clone(),
            content: Vec::new(),
        })
    };
    let mut records = vec![name(ResourceKind::Ticket, &ticket.name)];
    records.extend(workspace.map(|workspace| name(ResourceKind::Workspace, &workspace)));
    let new = OpenCase {
        subscriptions: scope.subscription.iter().cloned().collect(),
        service: ticket.service.clone(),
        nature: ticket.nature.clone(),
        severity: ticket.severity,
        title: ticket.title.clone(),
        text: ticket.text.clone(),
        consent: ticket.consent.clone().filter(|_| scope.subscription.is_some()),
        tenant: None,
    };
    let extras = Extras { case: Some(case), details: Some(ticket.details.clone()), records };
    let case = open_with(desk, caller, None, new, extras).await?.case;
    // A crash here leaves files that are not attached; opening again under the name attaches them.
    attach_waiting(desk, caller, scope, &case).await?;
    Ok(case)
}

/// The id that the case will have, and the workspace to make for it: none if one waits for it.
async fn place(desk: &Desk, scope: &Scope, ticket: &NewTicket) -> Result<(CaseId, Option<String>), Refusal> {
    let wanted = ticket.workspace.as_deref().unwrap_or(&ticket.name);
    let Some(row) = workspace_row(desk, scope, wanted).await? else {
        return Ok((mint::case()?, Some(wanted.to_owned())));
    };
    let reserved: CaseId = row.target.parse().map_err(|_| Refusal::not_found("file workspace", &wanted))?;
    if !is_bound(desk, scope, &reserved).await? {
        return Ok((reserved, None));
    }
    if ticket.workspace.is_some() {
        let why = format!("the file workspace `{wanted}` belongs to another support ticket");
        return Err(Refusal::invalid("fileWorkspaceName", why));
    }
    let case = mint::case()?;
    let workspace = case.to_string();
    Ok((case, Some(workspace)))
}

/// The case that the same request opened before.
async fn opened_before(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    ticket: &NewTicket,
) -> Result<Option<CaseId>, Refusal> {
    if find(desk, caller, scope, &ticket.name).await?.is_none() {
        return Ok(None);
    }
    let there = show_ticket(desk, caller, scope, &ticket.name).await?;
    if there.given.as_ref() == Some(&ticket.details) {
        return Ok(Some(there.case.row.case));
    }
    Err(cases::exists("support ticket", &there.name))
}
