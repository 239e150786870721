//! Checkpoints: signed statements of a log's size and root, made by the caller and kept beside the log, with the
//! cosignatures of witnesses.

use crate::column::{Columns, FromColumns, all, count, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Moment, TenantId};
use ledger::witness::with_cosignatures;
use std::collections::BTreeMap;

/// A signed statement of a log's size and root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRow {
    /// How many events it covers.
    pub size: u64,
    /// The signed note; as it is read, with the cosignatures that were kept for it.
    pub note: String,
    /// When it was made.
    pub at: Moment,
}

impl FromColumns for CheckpointRow {
    const TABLE: &'static str = "checkpoint";
    const KEY: &'static str = "size";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { size: columns.count("size")?, note: columns.text("note")?, at: columns.moment("at")? })
    }
}

/// A line that a witness signed below a checkpoint.
struct Cosignature {
    size: u64,
    at: Moment,
    line: String,
}

impl FromColumns for Cosignature {
    const TABLE: &'static str = "cosignature";
    const KEY: &'static str = "size";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { size: columns.count("size")?, at: columns.moment("at")?, line: columns.text("line")? })
    }
}

struct Size(u64);

impl FromColumns for Size {
    const TABLE: &'static str = "cosignature";
    const KEY: &'static str = "size";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.count("size")?))
    }
}

/// Of one size, these go when a further one comes: all between the first and the last. That the log stood still all the
/// while follows from those that stay.
const BETWEEN: &str = "tenant = $1 AND size = $2 \
     AND at > (SELECT min(at) FROM checkpoint WHERE tenant = $1 AND size = $2) \
     AND at < (SELECT max(at) FROM checkpoint WHERE tenant = $1 AND size = $2)";

impl Store {
    /// Keeps a checkpoint. Of one size, the first and the last two stay.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_checkpoint(
        &self,
        tenant: &TenantId,
        checkpoint: &CheckpointRow,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        // The cosignatures first: which ones go is told by the checkpoints.
        for table in ["cosignature", "checkpoint"] {
            let sql = format!("DELETE FROM {table} WHERE {BETWEEN}");
            execute!(
                &mut tx,
                sqlx::query(sqlx::AssertSqlSafe(sql.as_str()))
                    .bind(tenant.as_str())
                    .bind(count(checkpoint.size))
            )?;
        }
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO checkpoint (tenant, size, note, at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (tenant, size, at) DO NOTHING"
            )
            .bind(tenant.as_str())
            .bind(count(checkpoint.size))
            .bind(checkpoint.note.as_str())
            .bind(checkpoint.at.unix_micros())
        )?;
        tx.commit().await
    }

    /// A tenant's checkpoints, by size and time.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn checkpoints(&self, tenant: &TenantId) -> Result<Vec<CheckpointRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let rows = on!(&mut tx, |c| all(sqlx::query(
            "SELECT size, note, at FROM checkpoint WHERE tenant = $1 ORDER BY size, at"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?))?;
        cosigned(&mut tx, tenant, rows, 0).await
    }

    /// A tenant's latest checkpoints, the newest first; `limit` of them.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn latest_checkpoints(
        &self,
        tenant: &TenantId,
        limit: u32,
    ) -> Result<Vec<CheckpointRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let rows: Vec<CheckpointRow> = on!(&mut tx, |c| all(sqlx::query(
            "SELECT size, note, at FROM checkpoint WHERE tenant = $1 ORDER BY size DESC, at DESC LIMIT $2"
        )
        .bind(tenant.as_str())
        .bind(i64::from(limit))
        .fetch_all(c)
        .await?))?;
        let from = rows.last().map_or(0, |row| row.size);
        cosigned(&mut tx, tenant, rows, from).await
    }

    /// Keeps the line that a witness signed below the checkpoint of this size and time.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_cosignature(
        &self,
        tenant: &TenantId,
        (size, at): (u64, Moment),
        witness: &str,
        line: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO cosignature (tenant, size, at, witness, line) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (tenant, size, at, witness) DO NOTHING"
            )
            .bind(tenant.as_str())
            .bind(count(size))
            .bind(at.unix_micros())
            .bind(witness)
            .bind(line)
        )?;
        tx.commit().await
    }

    /// The largest size that a witness signed, as far as is kept; none if it signed nothing.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn cosigned_size(&self, tenant: &TenantId, witness: &str) -> Result<Option<u64>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let found: Option<Size> = on!(&mut tx, |c| {
            optional(
            sqlx::query(
                "SELECT size FROM cosignature WHERE tenant = $1 AND witness = $2 ORDER BY size DESC LIMIT 1"
            )
            .bind(tenant.as_str())
            .bind(witness)
            .fetch_optional(c)
            .await?
        )
        })?;
        Ok(found.map(|Size(size)| size))
    }
}

/// The checkpoints with the lines that witnesses signed below them, in the order of the witnesses' keys.
async fn cosigned(
    tx: &mut Tx,
    tenant: &TenantId,
    mut rows: Vec<CheckpointRow>,
    from: u64,
) -> Result<Vec<CheckpointRow>, StoreError> {
    let lines: Vec<Cosignature> = on!(tx, |c| {
        all(sqlx::query(
        "SELECT size, at, line FROM cosignature WHERE tenant = $1 AND size >= $2 ORDER BY size, at, witness"
    )
    .bind(tenant.as_str())
    .bind(count(from))
    .fetch_all(c)
    .await?)
    })?;
    let mut signed: BTreeMap<(u64, Moment), Vec<String>> = BTreeMap::new();
    for Cosignature { size, at, line } in lines {
        signed.entry((size, at)).or_default().push(line);
    }
    for row in &mut rows {
        if let Some(lines) = signed.get(&(row.size, row.at)) {
            row.note = with_cosignatures(&row.note, lines.iter().map(String::as_str));
        }
    }
    Ok(rows)
}
