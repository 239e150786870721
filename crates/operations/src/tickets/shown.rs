//! Tickets as those who follow them see them.

use super::resolve::{name_of, resolve};
use super::scope::Scope;
use crate::caller::Caller;
use crate::cases::{FollowedCase, follow, vendor_may_read_text};
use crate::desk::Desk;
use crate::personal::part_of;
use crate::refusal::Refusal;
use domain::{Action, Event, Side};
use store::{CaseRow, Page, ResourceKind, TicketFilter};

/// A case under its name.
#[derive(Clone, Debug)]
pub struct ShownTicket {
    /// The case.
    pub case: FollowedCase,
    /// Its name in its scope.
    pub name: String,
    /// What was said of it at its opening; none once erased, or if nothing was.
    pub text: Option<String>,
    /// The details with which it was opened, as they were given; none once erased, or if it was opened elsewhere.
    pub given: Option<String>,
    /// The details as they are now.
    pub details: Option<String>,
    /// Where files are attached to it.
    pub workspace: String,
}

/// Some tickets, and whether there are more.
#[derive(Clone, Debug)]
pub struct TicketList {
    /// The tickets, newest first.
    pub tickets: Vec<ShownTicket>,
    /// The key of the page behind this one, if there is one.
    pub next: Option<u64>,
}

/// A ticket of the scope.
///
/// # Errors
/// [`Refusal::NotFound`] for a name that nothing of the caller's has.
pub async fn show_ticket(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
) -> Result<ShownTicket, Refusal> {
    caller.may(Action::FollowCase)?;
    let named = resolve(desk, caller, scope, name).await?;
    let row = desk.store().case(&scope.tenant, &named.case).await?;
    let row = row.ok_or_else(|| Refusal::not_found("support ticket", &name))?;
    shown(desk, caller, scope, row).await
}

/// The tickets of the scope, newest first. A page goes on behind a ticket, so those that come meanwhile move nothing.
///
/// # Errors
/// If the database fails.
pub async fn list_tickets(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    filter: TicketFilter,
    page: Page<u64>,
) -> Result<TicketList, Refusal> {
    caller.may(Action::FollowCase)?;
    let filter = TicketFilter { subscription: scope.subscription.clone(), ..filter };
    let (wanted, mut after) = (page.limit as usize, page.after);
    let (mut tickets, mut next) = (Vec::new(), None);
    let state = desk.tenant(&scope.tenant).await?;
    'pages: loop {
        let limit = page.limit.saturating_add(1);
        let rows = desk.store().tickets(&scope.tenant, &filter, Page { after, limit }).await?;
        let is_last = rows.len() < limit as usize;
        for row in rows {
            after = Some(row.opened_sequence);
            // Of the vendor's people each sees the cases of their teams.
            if !state.case(&row.case).is_some_and(|case| scope.holds(caller, case)) {
                continue;
            }
            if tickets.len() == wanted {
                next = tickets.last().map(|last: &ShownTicket| last.case.row.opened_sequence);
                break 'pages;
            }
            tickets.push(shown(desk, caller, scope, row).await?);
        }
        if is_last {
            break;
        }
    }
    Ok(TicketList { tickets, next })
}

pub(super) async fn shown(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    row: CaseRow,
) -> Result<ShownTicket, Refusal> {
    let tenant = &scope.tenant;
    let name = name_of(desk, scope, &row.case).await?;
    let workspace =
        desk.store().resource_of(tenant, ResourceKind::Workspace, scope.key(), row.case.as_str()).await?;
    let workspace = workspace.map_or_else(|| name.clone(), |row| row.name);
    let mut case = follow(desk, tenant, row).await?;
    if caller.side == Side::Vendor && vendor_may_read_text(desk, tenant, &case.row.case).await.is_err() {
        case.title = None;
        return Ok(ShownTicket { case, name, text: None, given: None, details: None, workspace });
    }
    let text = opening_text(desk, &case).await?;
    let parts = desk.store().parts_of_case(tenant, &case.row.case, "details").await?;
    let open = |part: &store::StoredPart| desk.open_part(tenant, "details", &part.sealed);
    let given =
        parts.first().filter(|part| part.sequence == case.row.opened_sequence).map(open).transpose()?;
    let details = parts.last().map(open).transpose()?;
    Ok(ShownTicket { case, name, text, given, details, workspace })
}

/// What was said with the opening: the event right behind it.
async fn opening_text(desk: &Desk, case: &FollowedCase) -> Result<Option<String>, Refusal> {
    let (tenant, opened) = (&case.tenant, case.row.opened_sequence);
    let events = desk.store().events_of_case(tenant, &case.row.case, opened, 2).await?;
    let said = events.iter().find(|event| event.sequence == opened + 1);
    match said.map(|said| &said.record.event) {
        Some(Event::CaseSaid { .. }) => part_of(desk, tenant, opened + 1, "text").await,
        _ => Ok(None),
    }
}
