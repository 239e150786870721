//! The subscriptions of a tenant.

use super::own;
use crate::caller::Caller;
use crate::commit::RequestKey;
use crate::desk::Desk;
use crate::fault::Fault;
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

/// Names a subscription as the organisation's. Its id stands in settings files and addresses, so it is plain: letters,
/// digits and `.`, `_`, `-`, `:`, beginning with a letter or a digit.
///
/// # Errors
/// [`Refusal::Invalid`] for an id that is not plain, [`Refusal::Rule`] if it is named already.
pub async fn add_subscription(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    subscription: SubscriptionId,
) -> Result<Moment, Refusal> {
    caller.may(Action::ManageRunners)?;
    if !is_plain(subscription.as_str()) {
        return Err(Refusal::fault("subscription", Fault::NotPlain));
    }
    desk.commit_command(own(caller, key), Command::AddSubscription { subscription }).await
}

fn is_plain(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:".contains(&byte);
    id.bytes().all(is_plain) && id.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
}
