//! The runners of all customers, one by one: that they are there and what they hold, nothing of what they collect.

use crate::desk::Desk;
use crate::directory::seen;
use crate::refusal::Refusal;
use crate::tenants::TenantSummary;
use domain::{KeyId, RunnerId, Tenant, TenantId};
use store::RunnerSeen;

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
    /// When it was connected last, as far as that was kept.
    pub seen: Option<RunnerSeen>,
}

/// The runners of a customer.
pub(super) async fn list(
    desk: &Desk,
    summary: &TenantSummary,
    state: &Tenant,
) -> Result<Vec<CountedRunner>, Refusal> {
    let (tenant, name) = (&summary.tenant, &summary.name);
    let mut seen = seen(desk, tenant).await?;
    let counted = state.runners().iter().map(|(id, runner)| CountedRunner {
        tenant: tenant.clone(),
        name: name.clone(),
        runner: id.clone(),
        key: runner.public_key.as_deref().and_then(key),
        runs: held(state, id),
        seen: seen.remove(id),
    });
    Ok(counted.collect())
}

fn key(text: &str) -> Option<KeyId> {
    consent::PublicKey::parse("ed25519", text).ok().map(|key| key.id())
}

fn held(tenant: &Tenant, runner: &RunnerId) -> usize {
    let runs = tenant.runs().values().filter_map(|run| run.claim.as_ref());
    let dry_runs = tenant.dry_runs().values().filter_map(|dry_run| dry_run.runner.as_ref());
    runs.map(|claim| &claim.runner).chain(dry_runs).filter(|holder| *holder == runner).count()
}
