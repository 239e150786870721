//! The vendor's queue: the cases of one's teams, across tenants, without customer text.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::Action;
use store::{Page, QueueKey, QueueRow};

/// The open cases of the caller's teams, newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_queue(
    desk: &Desk,
    caller: &Caller,
    page: Page<QueueKey>,
) -> Result<Vec<QueueRow>, Refusal> {
    caller.may(Action::SeeQueue)?;
    Ok(desk.store().queue(&caller.teams, page).await?)
}
