//! What runs collected.

use crate::column::{Columns, FromColumns, all, count, json, optional, word};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{CaseId, CollectionId, DeleteCause, Event, Moment, Record, RunId, TenantId};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a run collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollectionRow {
    /// Its id.
    pub collection: CollectionId,
    /// The run it came from; none if the customer attached it.
    pub run: Option<RunId>,
    /// The case it belongs to.
    pub case: CaseId,
    /// The sequence of the event that stored it.
    pub stored_sequence: u64,
    /// When it was stored.
    pub stored_at: Moment,
    /// The hour since 1970 in which it is due.
    pub due_hour: i64,
    /// The size of the sealed object.
    pub bytes: u64,
    /// SHA-256 of the sealed object, lower-case hex.
    pub sha256: String,
    /// How many spans of each category it holds, kept or masked.
    pub spans: BTreeMap<String, u64>,
    /// When it was destroyed.
    pub deleted_at: Option<Moment>,
    /// Why it was destroyed.
    pub delete_cause: Option<DeleteCause>,
}

impl FromColumns for CollectionRow {
    const TABLE: &'static str = "collection_row";
    const KEY: &'static str = "collection";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            collection: columns.parsed("collection")?,
            run: columns.optional_parsed("run")?,
            case: columns.parsed("case_id")?,
            stored_sequence: columns.count("stored_sequence")?,
            stored_at: columns.moment("stored_at")?,
            due_hour: columns.number("due_hour")?,
            bytes: columns.count("bytes")?,
            sha256: columns.text("sha256")?,
            spans: columns.json("spans")?,
            deleted_at: columns.optional_moment("deleted_at")?,
            delete_cause: columns.optional_word("delete_cause")?,
        })
    }
}

pub(super) async fn write(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    match &record.event {
        Event::EvidenceStored { .. } => store(tx, tenant, record).await,
        Event::BundleAttached { .. } => attach(tx, tenant, record).await,
        Event::EvidenceDeleted { collection, cause, .. } => {
            delete(tx, tenant, collection, *cause, record.at).await
        }
        _ => Ok(()),
    }
}

/// Writes a collection. Its case and its hour are those of its run.
async fn store(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    let Event::EvidenceStored { run, collection, bytes, sha256, spans, .. } = &record.event else {
        return Ok(());
    };
    let spans = json(spans)?;
    execute!(tx, sqlx::query(
        "INSERT INTO collection_row \
         (tenant, collection, run, case_id, stored_sequence, stored_at, due_hour, bytes, sha256, spans) \
         SELECT tenant, $3, run, case_id, $4, $5, due_hour, $6, $7, $8 FROM run_row \
         WHERE tenant = $1 AND run = $2 AND due_hour IS NOT NULL \
         ON CONFLICT (tenant, collection) DO UPDATE SET \
         (run, case_id, stored_sequence, stored_at, due_hour, bytes, sha256, spans, deleted_at, delete_cause) = \
         (excluded.run, excluded.case_id, excluded.stored_sequence, excluded.stored_at, excluded.due_hour, \
         excluded.bytes, excluded.sha256, excluded.spans, NULL, NULL)"
    )
    .bind(tenant.as_str())
    .bind(run.as_str())
    .bind(collection.as_str())
    .bind(count(record.sequence))
    .bind(record.at.unix_micros())
    .bind(count(*bytes))
    .bind(sha256.as_str())
    .bind(spans))
}

/// Writes a collection that the customer attached.
async fn attach(tx: &mut Tx, tenant: &TenantId, record: &Record) -> Result<(), StoreError> {
    let Event::BundleAttached { case, collection, due_hour, bytes, sha256, spans } = &record.event else {
        return Ok(());
    };
    let spans = json(spans)?;
    execute!(tx, sqlx::query(
        "INSERT INTO collection_row \
         (tenant, collection, run, case_id, stored_sequence, stored_at, due_hour, bytes, sha256, spans) \
         VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (tenant, collection) DO UPDATE SET \
         (run, case_id, stored_sequence, stored_at, due_hour, bytes, sha256, spans, deleted_at, delete_cause) = \
         (NULL, excluded.case_id, excluded.stored_sequence, excluded.stored_at, excluded.due_hour, \
         excluded.bytes, excluded.sha256, excluded.spans, NULL, NULL)"
    )
    .bind(tenant.as_str())
    .bind(collection.as_str())
    .bind(case.as_str())
    .bind(count(record.sequence))
    .bind(record.at.unix_micros())
    .bind(*due_hour)
    .bind(count(*bytes))
    .bind(sha256.as_str())
    .bind(spans))
}

async fn delete(
    tx: &mut Tx,
    tenant: &TenantId,
    collection: &CollectionId,
    cause: DeleteCause,
    at: Moment,
) -> Result<(), StoreError> {
    let cause = word(&cause)?;
    execute!(tx, sqlx::query(
        "UPDATE collection_row SET deleted_at = $3, delete_cause = $4 WHERE tenant = $1 AND collection = $2"
    )
    .bind(tenant.as_str())
    .bind(collection.as_str())
    .bind(at.unix_micros())
    .bind(cause))
}

impl Store {
    /// The collections of a case, oldest first, destroyed ones among them.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn collections_of_case(
        &self,
        tenant: &TenantId,
        case: &CaseId,
    ) -> Result<Vec<CollectionRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            all(sqlx::query(
            "SELECT * FROM collection_row WHERE tenant = $1 AND case_id = $2 ORDER BY stored_sequence, collection"
        )
        .bind(tenant.as_str())
        .bind(case.as_str())
        .fetch_all(c)
        .await?)
        })
    }

    /// One collection of a tenant's, also after it was destroyed.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn collection(
        &self,
        tenant: &TenantId,
        collection: &CollectionId,
    ) -> Result<Option<CollectionRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT * FROM collection_row WHERE tenant = $1 AND collection = $2")
                .bind(tenant.as_str())
                .bind(collection.as_str())
                .fetch_optional(c)
                .await?
        ))
    }

    /// The collections whose hour has come at `hour` (since 1970) and which are not destroyed.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn due_collections(
        &self,
        tenant: &TenantId,
        hour: i64,
    ) -> Result<Vec<CollectionRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM collection_row WHERE tenant = $1 AND due_hour <= $2 AND deleted_at IS NULL \
             ORDER BY due_hour, stored_sequence"
        )
        .bind(tenant.as_str())
        .bind(hour)
        .fetch_all(c)
        .await?))
    }
}
