//! What came of a request that a client asks about afterwards, by the id of what it made.

use super::communications::communications;
use super::resolve::ticket_of_case;
use super::scope::Scope;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Action, CaseId, Moment};

/// What a request made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operated {
    /// The ticket that it made, or in which it wrote.
    pub ticket: String,
    /// The communication that it wrote.
    pub communication: Option<String>,
    /// When.
    pub at: Moment,
}

/// What the case or message with this id came of.
///
/// # Errors
/// [`Refusal::NotFound`] for what is not the scope's, or not the caller's.
pub async fn find_operated(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    id: &str,
) -> Result<Operated, Refusal> {
    caller.may(Action::FollowCase)?;
    let not_found = || Refusal::not_found("operation", &id);
    let of_message = mint::case_of(id);
    let case: CaseId = match &of_message {
        Some(case) => case.clone(),
        None => id.parse().map_err(|_| not_found())?,
    };
    let ticket = ticket_of_case(desk, caller, scope, &case).await.map_err(|_| not_found())?;
    if of_message.is_none() {
        let row = desk.store().case(&scope.tenant, &case).await?.ok_or_else(not_found)?;
        return Ok(Operated { ticket, communication: None, at: row.opened_at });
    }
    let said = communications(desk, caller, scope, &ticket).await?;
    let said = said.into_iter().find(|said| said.message.message.as_str() == id).ok_or_else(not_found)?;
    Ok(Operated { ticket, communication: Some(said.name), at: said.message.at })
}
