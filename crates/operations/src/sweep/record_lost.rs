//! Writes receipts for evidence whose key is gone before its time: a restored backup holds no hour keys.

use crate::commit::Place;
use crate::deliveries::destroy;
use crate::desk::Desk;
use crate::evidence::{own_key, write_receipt};
use crate::refusal::Refusal;
use domain::{Actor, CollectionId, DeleteCause, TenantId};

/// Destroys what is left of evidence that nothing can open any more, and writes receipts that say so. Says how many. Only
/// for whoever knows that the keys are gone for good: keys on a volume that is not mounted look the same.
///
/// # Errors
/// The first trouble with the database or the vault.
pub async fn record_lost(desk: &Desk) -> Result<usize, Refusal> {
    let lost = find_lost(desk).await?;
    for (tenant, id) in &lost {
        destroy(desk, tenant, id).await?;
        let Some(row) = desk.store().collection(tenant, id).await? else { continue };
        let place = Place::without_key(tenant.clone(), Actor::System);
        write_receipt(desk, place, row, DeleteCause::Lost, own_key(id)).await?;
    }
    Ok(lost.len())
}

/// Evidence of all tenants that the log counts as kept, and that nothing can open.
///
/// # Errors
/// The first trouble with the database or the vault.
pub async fn find_lost(desk: &Desk) -> Result<Vec<(TenantId, CollectionId)>, Refusal> {
    let mut lost = Vec::new();
    for tenant in desk.store().tenants().await? {
        let state = desk.tenant(&tenant).await?;
        let kept: Vec<CollectionId> = state.collections().keys().cloned().collect();
        let (vault, name) = (desk.vault().clone(), tenant.clone());
        let closed = tokio::task::spawn_blocking(move || {
            let mut closed = Vec::new();
            for id in kept {
                if !vault.can_open(name.as_str(), id.as_str())? {
                    closed.push(id);
                }
            }
            Ok::<_, vault::VaultError>(closed)
        });
        let closed = closed.await.map_err(|why| Refusal::failed("look for keys", &why))??;
        lost.extend(closed.into_iter().map(|id| (tenant.clone(), id)));
    }
    Ok(lost)
}
