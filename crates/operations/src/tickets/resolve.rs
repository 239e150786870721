//! Names of tickets, and the cases that they stand for.

use super::scope::Scope;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, CaseId};
use store::ResourceKind;

/// A case under its name in a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) case: CaseId,
    pub(super) name: String,
}

/// The case that a name stands for: the one that was opened under it, or the one whose id it is.
pub(super) async fn resolve(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
) -> Result<Named, Refusal> {
    find(desk, caller, scope, name).await?.ok_or_else(|| Refusal::not_found("support ticket", &name))
}

pub(super) async fn find(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
) -> Result<Option<Named>, Refusal> {
    let row = desk.store().resource(&scope.tenant, ResourceKind::Ticket, scope.key(), name).await?;
    let (case, is_named) = match &row {
        Some(row) => (row.target.parse::<CaseId>().ok(), true),
        None => (name.to_ascii_lowercase().parse().ok(), false),
    };
    let Some(case) = case else { return Ok(None) };
    let state = desk.tenant(&scope.tenant).await?;
    if !state.case(&case).is_some_and(|found| scope.holds(caller, found)) {
        return Ok(None);
    }
    match row {
        Some(row) => Ok(Some(Named { case, name: row.name })),
        // A case that has a name of its own is not called by its id.
        None if !is_named && name_of(desk, scope, &case).await? != case.as_str() => Ok(None),
        None => Ok(Some(Named { name: case.to_string(), case })),
    }
}

/// What a case is called in a scope.
pub(super) async fn name_of(desk: &Desk, scope: &Scope, case: &CaseId) -> Result<String, Refusal> {
    let row =
        desk.store().resource_of(&scope.tenant, ResourceKind::Ticket, scope.key(), case.as_str()).await?;
    Ok(row.map_or_else(|| case.to_string(), |row| row.name))
}

/// What a case is called in a scope.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the scope's, or not the caller's.
pub(super) async fn ticket_of_case(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    case: &CaseId,
) -> Result<String, Refusal> {
    caller.may(Action::FollowCase)?;
    let state = desk.tenant(&scope.tenant).await?;
    if state.case(case).is_some_and(|found| scope.holds(caller, found)) {
        name_of(desk, scope, case).await
    } else {
        Err(Refusal::not_found("case", case))
    }
}

/// Whether no ticket of the scope has this name; or, where a ticket is given, no communication in it.
///
/// # Errors
/// [`Refusal::NotFound`] if that ticket does not exist.
pub async fn is_name_free(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    ticket: Option<&str>,
    name: &str,
) -> Result<bool, Refusal> {
    caller.may(Action::FollowCase)?;
    match ticket {
        None => Ok(find(desk, caller, scope, name).await?.is_none()),
        Some(ticket) => {
            let case = resolve(desk, caller, scope, ticket).await?.case;
            let kind = ResourceKind::Communication;
            Ok(desk.store().resource(&scope.tenant, kind, case.as_str(), name).await?.is_none())
        }
    }
}
