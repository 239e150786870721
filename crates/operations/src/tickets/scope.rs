//! Where a ticket's name is unique: within a subscription, or at the level of the tenant.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, Case, Side, SubscriptionId, Tenant, TenantId};

/// Where a ticket's name is unique.
///
/// INVARIANT: only [`find_scope`] makes one, of what the caller may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Whose tickets.
    pub(super) tenant: TenantId,
    /// Those that name this subscription; with none, those that name no subscription at all.
    pub(super) subscription: Option<SubscriptionId>,
}

impl Scope {
    /// The subscription that its tickets name; none if they name none.
    pub const fn subscription(&self) -> Option<&SubscriptionId> {
        self.subscription.as_ref()
    }

    /// The scope as names are kept under it.
    pub(super) fn key(&self) -> &str {
        self.subscription.as_ref().map_or("", SubscriptionId::as_str)
    }

    /// Whether it is the caller's own organisation's.
    pub(super) fn is_of(&self, caller: &Caller) -> bool {
        caller.side == Side::Customer && caller.tenant == self.tenant
    }

    /// Whether the case is one of the scope's, for this caller.
    pub(super) fn holds(&self, caller: &Caller, case: &Case) -> bool {
        let is_named = match &self.subscription {
            Some(subscription) => case.subscriptions.contains(subscription),
            None => case.subscriptions.is_empty(),
        };
        is_named && (self.is_of(caller) || (caller.side == Side::Vendor && caller.teams.contains(&case.team)))
    }
}

/// The scope of a path. The customer's people have the subscriptions of their own organisation; the vendor's people those
/// about which their teams have a case. Any other subscription is answered like one that does not exist.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`] for those who follow no cases, or [`Refusal::Invalid`] if somebody of the
/// vendor's names no subscription.
pub async fn find_scope(desk: &Desk, caller: &Caller, subscription: Option<&str>) -> Result<Scope, Refusal> {
    caller.may(Action::FollowCase)?;
    let Some(name) = subscription else {
        return match caller.side {
            Side::Customer => Ok(Scope { tenant: caller.tenant.clone(), subscription: None }),
            Side::Vendor => Err(Refusal::invalid(
                "subscription",
                "the vendor's people name the case's subscription in the path",
            )),
        };
    };
    let not_found = || Refusal::not_found("subscription", &name);
    match caller.side {
        Side::Customer => {
            let state = desk.tenant(&caller.tenant).await?;
            let found = named(&state, name).ok_or_else(not_found)?;
            Ok(Scope { tenant: caller.tenant.clone(), subscription: Some(found) })
        }
        Side::Vendor => {
            for tenant in desk.store().tenants_of_teams(&caller.teams).await? {
                let state = desk.tenant(&tenant).await?;
                let Some(subscription) = named(&state, name) else { continue };
                let scope = Scope { tenant, subscription: Some(subscription) };
                if state.cases().values().any(|case| scope.holds(caller, case)) {
                    return Ok(scope);
                }
            }
            Err(not_found())
        }
    }
}

fn named(state: &Tenant, name: &str) -> Option<SubscriptionId> {
    let mut subscriptions = state.subscriptions().iter();
    let exact = name.parse().ok().filter(|id| state.subscriptions().contains(id));
    exact.or_else(|| subscriptions.find(|id| id.as_str().eq_ignore_ascii_case(name)).cloned())
}
