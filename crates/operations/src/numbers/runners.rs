//! The runners of all customers, one by one: that they are there and what they hold, nothing of what they collect.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::tenants::list_tenants;
use domain::{Action, KeyId, RunnerId, Tenant, TenantId};

/// A runner, as an operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedRunner {
    /// Beside whose data it stands.
    pub tenant: TenantId,
    /// The name of that customer.
    pub name: Option<String>,
    /// The runner.
    pub runner: RunnerId,
    /// The key that signs its run records; none before it enrolled.
    pub key: Option<KeyId>,
    /// The runs that it works on.
    pub runs: usize,
}

/// The runners of all customers, in the order of these.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn count_runners(desk: &Desk, caller: &Caller) -> Result<Vec<CountedRunner>, Refusal> {
    caller.may(Action::ManageTenants)?;
    let mut counted = Vec::new();
    for summary in list_tenants(desk, caller).await? {
        let state = desk.tenant(&summary.tenant).await?;
        let (tenant, name) = (&summary.tenant, &summary.name);
        counted.extend(state.runners().iter().map(|(id, runner)| CountedRunner {
            tenant: tenant.clone(),
            name: name.clone(),
            runner: id.clone(),
            key: runner.public_key.as_deref().and_then(key),
            runs: held(&state, id),
        }));
    }
    Ok(counted)
}

fn key(text: &str) -> Option<KeyId> {
    consent::PublicKey::parse("ed25519", text).ok().map(|key| key.id())
}

fn held(tenant: &Tenant, runner: &RunnerId) -> usize {
    let runs = tenant.runs().values().filter_map(|run| run.claim.as_ref());
    let dry_runs = tenant.dry_runs().values().filter_map(|dry_run| dry_run.runner.as_ref());
    runs.map(|claim| &claim.runner).chain(dry_runs).filter(|holder| *holder == runner).count()
}
