//! Destroys what runs shipped before they were stopped.

use crate::deliveries::{destroy, in_vault};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{CollectionId, Event, Record, TenantId};
use std::collections::{BTreeMap, BTreeSet};

/// Destroys what the runs shipped that some of these events stopped. Each append is followed by this; what a crash
/// leaves is found by [`destroy_leftovers`].
pub(crate) async fn destroy_stopped(
    desk: &Desk,
    tenant: &TenantId,
    records: &[Record],
) -> Result<(), Refusal> {
    for record in records {
        let Event::RunStopped { run, .. } = &record.event else { continue };
        let row = desk.store().run(tenant, run).await?;
        if let Some(collection) = row.and_then(|row| row.collection) {
            destroy(desk, tenant, &collection).await?;
        }
    }
    Ok(())
}

/// Destroys collections that no run holds and no event stored: parts of runs that ended while the server was down, and
/// bundles that nobody sends any more. A collection may be new, made for a claim that is not in the log yet, or a bundle on
/// its way; so only those go of which nothing came since the pass before.
pub(super) async fn destroy_leftovers(desk: &Desk, tenant: &TenantId) -> Result<(), Refusal> {
    let unfinished = unfinished(desk, tenant).await?;
    for collection in desk.forsaken(tenant, unfinished) {
        if !desk.checks().holds(&collection) {
            destroy(desk, tenant, &collection).await?;
        }
    }
    Ok(())
}

/// The collections that no run holds and no event stored, with the bytes that came of each.
pub(crate) async fn unfinished(
    desk: &Desk,
    tenant: &TenantId,
) -> Result<BTreeMap<CollectionId, u64>, Refusal> {
    let (vault, name) = (desk.vault().clone(), tenant.clone());
    let listed = tokio::task::spawn_blocking(move || vault.list_collections(name.as_str())).await;
    let listed = listed.map_err(|why| Refusal::failed("list collections", &why))??;
    // The state is read after the list: what was claimed in between is in it.
    let state = desk.tenant(tenant).await?;
    let held = state.runs().values().filter_map(|run| run.claim.as_ref()).map(|claim| &claim.collection);
    let wanted: BTreeSet<&CollectionId> = held.chain(state.collections().keys()).collect();
    let mut unfinished = BTreeMap::new();
    for collection in listed.iter().filter_map(|name| name.parse::<CollectionId>().ok()) {
        if !wanted.contains(&collection) {
            let bytes = in_vault(desk, tenant, &collection, vault::Vault::uploaded_bytes).await;
            unfinished.insert(collection, bytes.unwrap_or_default());
        }
    }
    Ok(unfinished)
}
