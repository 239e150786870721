//! Opening, following, writing in, closing and reopening cases.

mod following;
mod messages;
mod opening;

pub(crate) use following::follow;
pub use following::{FollowedCase, list_cases, show_case, titles_of};
pub(crate) use messages::say_with;
pub use messages::{Message, Said, messages, say};
pub use opening::{ConsentOutcome, OpenCase, Opened, open_case};
pub(crate) use opening::{Extras, open_with};

use crate::caller::Caller;
use crate::commit::{Place, RequestKey};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, CaseId, Command, Moment, TenantId};

/// The longest message in characters.
const TEXT_CHARS_MAX: usize = 20_000;

/// Something of that kind has that name already.
pub(crate) fn exists(what: &str, name: &impl ToString) -> Refusal {
    domain::Refusal::Exists { what: what.to_owned(), id: name.to_string() }.into()
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

/// Case text may be read by the case's engineers while it is open, consent or not, unless locked (access.md, *A
/// decision*).
pub(crate) async fn vendor_may_read_text(
    desk: &Desk,
    tenant: &TenantId,
    case: &CaseId,
) -> Result<(), Refusal> {
    let (state, _) = desk.tenant_now(tenant).await?;
    let reason = match state.case(case) {
        None => return Err(Refusal::not_found("case", case)),
        Some(case) if !case.open => domain::Reason::Closed,
        Some(_) if state.is_locked() => domain::Reason::Locked,
        Some(_) => return Ok(()),
    };
    Err(domain::Refusal::Denied { reason, missing: domain::Categories::NONE }.into())
}
