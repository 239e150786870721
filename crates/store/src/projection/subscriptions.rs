//! Whose each subscription is: one id belongs to one tenant of an installation (design.md, *Settled questions*).

use crate::error::StoreError;
use crate::transaction::{Tx, on};
use domain::{Event, Record, TenantId};

/// Takes the subscription that an event adds.
///
/// # Errors
/// [`StoreError::SubscriptionTaken`] if it is another tenant's.
pub(super) async fn write(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    let Event::SubscriptionAdded { subscription } = &record.event else { return Ok(()) };
    let written = on!(tx, |c| {
        sqlx::query(
        "INSERT INTO subscription (subscription, tenant) VALUES ($1, $2) ON CONFLICT (subscription) DO NOTHING"
    )
    .bind(subscription.as_str())
    .bind(tenant.as_str())
    .execute(c)
    .await?
    .rows_affected()
    });
    if written == 1 { Ok(()) } else { Err(StoreError::SubscriptionTaken(subscription.clone())) }
}
