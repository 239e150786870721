//! What people change of destinations, in the transaction of the event that says so.

use super::NewDestination;
use crate::column::{count, word};
use crate::error::StoreError;
use crate::transaction::{Tx, execute};
use domain::{DestinationId, Moment, TenantId};

pub(crate) async fn put(tx: &mut Tx, tenant: &TenantId, new: &NewDestination) -> Result<(), StoreError> {
    let form = word(&new.form)?;
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO destination (tenant, destination, form, address, secrets, authorities, position, \
             attempts, next_try_at, lease_until) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)"
        )
        .bind(tenant.as_str())
        .bind(new.destination.as_str())
        .bind(form)
        .bind(&new.address)
        .bind(new.secrets.as_deref())
        .bind(new.authorities.as_deref())
        .bind(count(new.position))
        .bind(Moment::MIN.unix_micros())
    )?;
    list(tx, tenant).await
}

/// Lists a tenant among those that something is sent for.
pub(crate) async fn list(tx: &mut Tx, tenant: &TenantId) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("INSERT INTO destination_index (tenant) VALUES ($1) ON CONFLICT (tenant) DO NOTHING")
            .bind(tenant.as_str())
    )
}

/// Takes a tenant off that list if nothing is sent for it any more.
pub(crate) async fn unlist(tx: &mut Tx, tenant: &TenantId) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "DELETE FROM destination_index WHERE tenant = $1 \
             AND NOT EXISTS (SELECT 1 FROM destination WHERE tenant = $1) \
             AND NOT EXISTS (SELECT 1 FROM notice_webhook WHERE tenant = $1)"
        )
        .bind(tenant.as_str())
    )
}

pub(crate) async fn put_secrets(
    tx: &mut Tx,
    tenant: &TenantId,
    destination: &DestinationId,
    secrets: &[u8],
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("UPDATE destination SET secrets = $3 WHERE tenant = $1 AND destination = $2")
            .bind(tenant.as_str())
            .bind(destination.as_str())
            .bind(secrets)
    )
}

/// Marks what was given up, or sets the position back; either is tried at once. The position moves back only: nothing
/// is skipped.
pub(crate) async fn replay(
    tx: &mut Tx,
    tenant: &TenantId,
    destination: &DestinationId,
    from: Option<u64>,
) -> Result<(), StoreError> {
    match from {
        None => execute!(
            tx,
            sqlx::query("UPDATE undelivered SET again = 1 WHERE tenant = $1 AND destination = $2")
                .bind(tenant.as_str())
                .bind(destination.as_str())
        )?,
        Some(from) => execute!(
            tx,
            sqlx::query(
                "UPDATE destination SET position = $3, attempts = 0, first_try_at = NULL \
                 WHERE tenant = $1 AND destination = $2 AND position > $3"
            )
            .bind(tenant.as_str())
            .bind(destination.as_str())
            .bind(count(from))
        )?,
    }
    execute!(
        tx,
        sqlx::query("UPDATE destination SET next_try_at = $3 WHERE tenant = $1 AND destination = $2")
            .bind(tenant.as_str())
            .bind(destination.as_str())
            .bind(Moment::MIN.unix_micros())
    )
}

pub(crate) async fn remove(
    tx: &mut Tx,
    tenant: &TenantId,
    destination: &DestinationId,
) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM undelivered WHERE tenant = $1 AND destination = $2",
        "DELETE FROM destination WHERE tenant = $1 AND destination = $2",
    ] {
        execute!(tx, sqlx::query(sql).bind(tenant.as_str()).bind(destination.as_str()))?;
    }
    unlist(tx, tenant).await
}
