//! Deletes evidence whose hour came: the hour's key first, then the bytes; then the receipt.

use crate::commit::Place;
use crate::deliveries::destroy;
use crate::desk::Desk;
use crate::evidence::{own_key, write_receipt};
use crate::refusal::Refusal;
use domain::{Actor, Collection, DeleteCause, Moment, Tenant, TenantId};
use vault::DueHour;

/// Destroys the keys of all hours that have come, of all tenants. Everything due in them is unreadable from here on.
pub(super) async fn destroy_hours(desk: &Desk, now: Moment) -> Result<(), Refusal> {
    let (vault, hour) = (desk.vault().clone(), DueHour(now.unix_hours()));
    let destroyed = tokio::task::spawn_blocking(move || vault.destroy_due(hour)).await;
    let destroyed = destroyed.map_err(|why| Refusal::failed("destroy hour keys", &why))??;
    for (tenant, hour, why) in destroyed.failed {
        tracing::error!(%tenant, %hour, error = %why, "an hour key could not be destroyed; it is tried again");
    }
    Ok(())
}

/// Destroys the tenant's evidence that is due now, and writes the receipts. Says how many.
pub(super) async fn delete_due(desk: &Desk, tenant: &TenantId, now: Moment) -> Result<usize, Refusal> {
    let state = desk.tenant(tenant).await?;
    let due: Vec<_> = state
        .collections()
        .iter()
        .filter_map(|(id, collection)| {
            Some((id.clone(), why_due(&state, collection, now)?, collection.due_hour))
        })
        .collect();
    if due.is_empty() {
        return Ok(0);
    }
    destroy_hours(desk, now).await?;
    // A crash behind this leaves unreadable bytes without a receipt; the next sweep finds them due again.
    for (id, cause, due_hour) in &due {
        destroy(desk, tenant, id).await?;
        let key = match cause {
            DeleteCause::Due => format!("hour {due_hour}"),
            DeleteCause::Asked | DeleteCause::Retention | DeleteCause::Lost => own_key(id),
        };
        let Some(row) = desk.store().collection(tenant, id).await? else { continue };
        let place = Place::without_key(tenant.clone(), Actor::System);
        match write_receipt(desk, place, row, *cause, key).await {
            // Another replica was faster.
            Ok(_) | Err(Refusal::NotFound { .. }) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(due.len())
}

/// Whether its hour came, or the tenant's retention, shortened since, is over.
fn why_due(tenant: &Tenant, collection: &Collection, now: Moment) -> Option<DeleteCause> {
    let its_hour_came = now.unix_hours() >= collection.due_hour;
    let cause = if its_hour_came { DeleteCause::Due } else { DeleteCause::Retention };
    (now >= tenant.evidence_due_at(collection)).then_some(cause)
}
