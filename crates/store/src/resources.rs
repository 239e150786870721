//! What clients of another face named, and what each name stands for here: records, no function of the log.

use crate::column::{Columns, FromColumns, all, optional, word};
use crate::error::StoreError;
use crate::page::PAGE_ROWS_MAX;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Moment, PersonId, TenantId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// A case; the scope is a subscription, or empty.
    Ticket,
    /// A message; the scope is its case.
    Communication,
    /// A place for files that are attached to one case; the scope is a subscription, or empty.
    Workspace,
    /// A file; the scope is its workspace.
    File,
    /// A part of a file that is not whole yet; the scope is its collection.
    Chunk,
}

/// A name, with what it stands for.
#[derive(Clone, PartialEq, Eq)]
pub struct ResourceRow {
    /// What is named.
    pub kind: ResourceKind,
    /// Within what the name is unique, however it is capitalised.
    pub scope: String,
    /// The name as it was given.
    pub name: String,
    /// The id of what it stands for.
    pub target: String,
    /// When it was given.
    pub at: Moment,
    /// Who gave it.
    pub by: PersonId,
    /// What is kept with it; sealed by the caller where it is the customer's.
    pub content: Vec<u8>,
}

/// Names may be personal data, so they are not shown.
impl fmt::Debug for ResourceRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResourceRow({:?}, {})", self.kind, self.target)
    }
}

impl FromColumns for ResourceRow {
    const TABLE: &'static str = "resource";
    const KEY: &'static str = "target";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: columns.word("kind")?,
            scope: columns.text("scope")?,
            name: columns.text("name")?,
            target: columns.text("target")?,
            at: columns.moment("at")?,
            by: columns.parsed("by")?,
            content: columns.bytes("content")?,
        })
    }
}

/// Keeps a name that is new in its scope.
///
/// # Errors
/// [`StoreError::NameTaken`] if it is not.
pub(crate) async fn add(tx: &mut Tx, tenant: &TenantId, row: &ResourceRow) -> Result<(), StoreError> {
    let kind = word(&row.kind)?;
    let written = on!(tx, |c| {
        sqlx::query(
            "INSERT INTO resource (tenant, kind, scope, folded, name, target, at, by, content) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        )
        .bind(tenant.as_str())
        .bind(kind)
        .bind(row.scope.as_str())
        .bind(row.name.to_lowercase())
        .bind(row.name.as_str())
        .bind(row.target.as_str())
        .bind(row.at.unix_micros())
        .bind(row.by.as_str())
        .bind(row.content.as_slice())
        .execute(c)
        .await?
        .rows_affected()
    });
    if written == 1 { Ok(()) } else { Err(StoreError::NameTaken(row.name.clone())) }
}

/// Forgets a name.
pub(crate) async fn remove(
    tx: &mut Tx,
    tenant: &TenantId,
    kind: ResourceKind,
    scope: &str,
    name: &str,
) -> Result<(), StoreError> {
    let kind = word(&kind)?;
    execute!(
        tx,
        sqlx::query("DELETE FROM resource WHERE tenant = $1 AND kind = $2 AND scope = $3 AND folded = $4")
            .bind(tenant.as_str())
            .bind(kind)
            .bind(scope)
            .bind(name.to_lowercase())
    )
}

impl Store {
    /// What a name stands for, however it is capitalised.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn resource(
        &self,
        tenant: &TenantId,
        kind: ResourceKind,
        scope: &str,
        name: &str,
    ) -> Result<Option<ResourceRow>, StoreError> {
        let kind = word(&kind)?;
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT * FROM resource WHERE tenant = $1 AND kind = $2 AND scope = $3 AND folded = $4"
            )
            .bind(tenant.as_str())
            .bind(kind)
            .bind(scope)
            .bind(name.to_lowercase())
            .fetch_optional(c)
            .await?
        ))
    }

    /// The name of something in a scope.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn resource_of(
        &self,
        tenant: &TenantId,
        kind: ResourceKind,
        scope: &str,
        target: &str,
    ) -> Result<Option<ResourceRow>, StoreError> {
        let kind = word(&kind)?;
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT * FROM resource WHERE tenant = $1 AND kind = $2 AND scope = $3 AND target = $4 \
                 ORDER BY at, folded LIMIT 1"
            )
            .bind(tenant.as_str())
            .bind(kind)
            .bind(scope)
            .bind(target)
            .fetch_optional(c)
            .await?
        ))
    }

    /// The names in a scope, newest first: [`PAGE_ROWS_MAX`] at most.
    ///
    /// # Errors
    /// If the database fails, or a row makes no sense.
    pub async fn resources(
        &self,
        tenant: &TenantId,
        kind: ResourceKind,
        scope: &str,
    ) -> Result<Vec<ResourceRow>, StoreError> {
        let kind = word(&kind)?;
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM resource WHERE tenant = $1 AND kind = $2 AND scope = $3 \
             ORDER BY at DESC, folded LIMIT $4"
        )
        .bind(tenant.as_str())
        .bind(kind)
        .bind(scope)
        .bind(i64::from(PAGE_ROWS_MAX))
        .fetch_all(c)
        .await?))
    }

    /// Forgets the parts of files that came before an instant: they are whole since, or will never be. Says how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_chunks(&self, tenant: &TenantId, before: Moment) -> Result<u64, StoreError> {
        let kind = word(&ResourceKind::Chunk)?;
        let mut tx = self.database().write(tenant).await?;
        let forgotten =
            on!(&mut tx, |c| sqlx::query("DELETE FROM resource WHERE tenant = $1 AND kind = $2 AND at < $3")
                .bind(tenant.as_str())
                .bind(kind)
                .bind(before.unix_micros())
                .execute(c)
                .await?
                .rows_affected());
        tx.commit().await?;
        Ok(forgotten)
    }
}
