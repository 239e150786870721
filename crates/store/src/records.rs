//! Writes what stands beside the log, in the transaction of the command that asks for it.

use crate::append::{CredentialKind, RecordWrite};
use crate::column::word;
use crate::destinations;
use crate::error::StoreError;
use crate::transaction::{Tx, execute};
use crate::{notices, parts, resources};
use domain::{Moment, PersonId, TenantId};

/// Writes records, in order.
pub(crate) async fn write(tx: &mut Tx, tenant: &TenantId, writes: &[RecordWrite]) -> Result<(), StoreError> {
    for record in writes {
        match record {
            RecordWrite::PutPerson { person, name, upn } => put_person(tx, tenant, person, name, upn).await?,
            RecordWrite::RemovePerson { person } => {
                remove_person(tx, tenant, person).await?;
                notices::forget(tx, tenant, person).await?;
            }
            RecordWrite::PutCredential { hash, kind, subject, expires_at } => {
                put_credential(tx, tenant, hash, *kind, subject, *expires_at).await?;
            }
            RecordWrite::RemoveCredential { kind, subject } => {
                remove_credentials(tx, tenant, *kind, subject).await?;
            }
            RecordWrite::RemoveCredentialByHash { hash } => remove_credential(tx, tenant, hash).await?,
            // Written with the change that it is about: see `correlations`.
            RecordWrite::PutCorrelation { .. } => {}
            RecordWrite::AddResource(row) => resources::add(tx, tenant, row).await?,
            RecordWrite::ReplaceResource(row) => {
                resources::remove(tx, tenant, row.kind, &row.scope, &row.name).await?;
                resources::add(tx, tenant, row).await?;
            }
            RecordWrite::PutDestination(new) => destinations::put(tx, tenant, new).await?,
            RecordWrite::PutDestinationSecrets { destination, secrets } => {
                destinations::put_secrets(tx, tenant, destination, secrets).await?;
            }
            RecordWrite::ReplayDestination { destination, from } => {
                destinations::replay(tx, tenant, destination, *from).await?;
            }
            RecordWrite::RemoveDestination { destination } => {
                destinations::remove(tx, tenant, destination).await?;
            }
            RecordWrite::ErasePart { sequence, field } => parts::erase(tx, tenant, *sequence, field).await?,
        }
    }
    Ok(())
}

async fn put_person(
    tx: &mut Tx,
    tenant: &TenantId,
    person: &PersonId,
    name: &str,
    upn: &str,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO person (tenant, person, name, upn, upn_folded) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant, person) DO UPDATE \
         SET name = excluded.name, upn = excluded.upn, upn_folded = excluded.upn_folded"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(name)
        .bind(upn)
        .bind(upn.to_lowercase())
    )
}

async fn remove_person(tx: &mut Tx, tenant: &TenantId, person: &PersonId) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("DELETE FROM person WHERE tenant = $1 AND person = $2")
            .bind(tenant.as_str())
            .bind(person.as_str())
    )
}

async fn put_credential(
    tx: &mut Tx,
    tenant: &TenantId,
    hash: &[u8; 32],
    kind: CredentialKind,
    subject: &str,
    expires_at: Moment,
) -> Result<(), StoreError> {
    let kind = word(&kind)?;
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO credential (tenant, hash, kind, subject, expires_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant, hash) DO UPDATE \
         SET kind = excluded.kind, subject = excluded.subject, expires_at = excluded.expires_at"
        )
        .bind(tenant.as_str())
        .bind(&hash[..])
        .bind(kind)
        .bind(subject)
        .bind(expires_at.unix_micros())
    )
}

async fn remove_credentials(
    tx: &mut Tx,
    tenant: &TenantId,
    kind: CredentialKind,
    subject: &str,
) -> Result<(), StoreError> {
    let kind = word(&kind)?;
    execute!(
        tx,
        sqlx::query("DELETE FROM credential WHERE tenant = $1 AND kind = $2 AND subject = $3")
            .bind(tenant.as_str())
            .bind(kind)
            .bind(subject)
    )
}

async fn remove_credential(tx: &mut Tx, tenant: &TenantId, hash: &[u8; 32]) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("DELETE FROM credential WHERE tenant = $1 AND hash = $2")
            .bind(tenant.as_str())
            .bind(&hash[..])
    )
}
