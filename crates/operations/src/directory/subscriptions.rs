//! The subscriptions of a tenant.

use super::own;
use crate::caller::Caller;
use crate::commit::RequestKey;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, Command, Moment, SubscriptionId};

/// The subscriptions of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_subscriptions(desk: &Desk, caller: &Caller) -> Result<Vec<SubscriptionId>, Refusal> {
    caller.may(Action::SeeAccess)?;
    Ok(desk.tenant(&caller.tenant).await?.subscriptions().iter().cloned().collect())
}

/// Names a subscription as the organisation's.
///
/// # Errors
/// [`Refusal::Rule`] if it is named already.
pub async fn add_subscription(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    subscription: SubscriptionId,
) -> Result<Moment, Refusal> {
    caller.may(Action::ManageRunners)?;
    desk.commit_command(own(caller, key), Command::AddSubscription { subscription }).await
}
