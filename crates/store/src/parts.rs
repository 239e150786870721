//! Parts of events: names and free text beside the leaves, sealed by the caller.

use crate::column::{Columns, FromColumns, all, count};
use crate::error::StoreError;
use crate::log::Entry;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Moment, Record, TenantId};
use sqlx::QueryBuilder;
use std::fmt;
use std::ops::Range;

/// A part that is not erased.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredPart {
    /// The event that it belongs to.
    pub sequence: u64,
    /// Its name among the event's parts.
    pub field: String,
    /// The salt of its commitment.
    pub salt: [u8; 32],
    /// The sealed value.
    pub sealed: Vec<u8>,
}

/// Salt and value are personal data, so they are not shown.
impl fmt::Debug for StoredPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredPart({}, {})", self.sequence, self.field)
    }
}

impl FromColumns for StoredPart {
    const TABLE: &'static str = "part";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: columns.count("sequence")?,
            field: columns.text("field")?,
            salt: columns.bytes32("salt")?,
            sealed: columns.bytes("sealed")?,
        })
    }
}

/// Writes the parts of new events.
pub(crate) async fn write(tx: &mut Tx, tenant: &TenantId, entries: &[Entry]) -> Result<(), StoreError> {
    for entry in entries {
        for part in &entry.parts {
            execute!(
                &mut *tx,
                sqlx::query(
                    "INSERT INTO part (tenant, sequence, field, salt, sealed) VALUES ($1, $2, $3, $4, $5)"
                )
                .bind(tenant.as_str())
                .bind(count(entry.record.sequence))
                .bind(part.field.as_str())
                .bind(&part.salt[..])
                .bind(part.sealed.as_slice())
            )?;
        }
    }
    Ok(())
}

/// Erases a part, value and salt.
pub(crate) async fn erase(
    tx: &mut Tx,
    tenant: &TenantId,
    sequence: u64,
    field: &str,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("DELETE FROM part WHERE tenant = $1 AND sequence = $2 AND field = $3")
            .bind(tenant.as_str())
            .bind(count(sequence))
            .bind(field)
    )
}

/// Where a part that is not erased stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartPlace {
    /// The event that it belongs to.
    pub sequence: u64,
    /// Its name among the event's parts.
    pub field: String,
}

impl FromColumns for PartPlace {
    const TABLE: &'static str = "part";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { sequence: columns.count("sequence")?, field: columns.text("field")? })
    }
}

/// A part that is not erased, with the event that it belongs to.
#[derive(Clone, Debug)]
pub struct PartOfEvent {
    /// Where it stands.
    pub place: PartPlace,
    /// What was recorded.
    pub record: Record,
}

impl FromColumns for PartOfEvent {
    const TABLE: &'static str = "event";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let leaf = columns.text("leaf")?;
        let record = Record::from_leaf(leaf.as_bytes()).map_err(|_| columns.senseless("leaf"))?;
        Ok(Self { place: PartPlace::from_columns(columns)?, record })
    }
}

/// How many places are given at a time.
const PLACES: u32 = 200;

impl Store {
    /// Parts of cases that were closed at or before `closed_by` and are closed still, oldest first, a bounded number at
    /// a time. What was found in evidence is not among them: it goes with the evidence.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn parts_of_closed_cases(
        &self,
        tenant: &TenantId,
        closed_by: Moment,
    ) -> Result<Vec<PartPlace>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            all(sqlx::query(
                "SELECT part.sequence, part.field FROM case_row \
                 JOIN case_event ON case_event.tenant = case_row.tenant AND case_event.case_id = case_row.case_id \
                 JOIN part ON part.tenant = case_event.tenant AND part.sequence = case_event.sequence \
                 WHERE case_row.tenant = $1 AND NOT case_row.open AND case_row.closed_at <= $2 \
                 AND part.field <> 'findings' ORDER BY part.sequence, part.field LIMIT $3",
            )
            .bind(tenant.as_str())
            .bind(closed_by.unix_micros())
            .bind(i64::from(PLACES))
            .fetch_all(c)
            .await?)
        })
    }

    /// Parts with their events, in the order of events and fields, a bounded number at a time: those behind `after`, or the
    /// first.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn parts_behind(
        &self,
        tenant: &TenantId,
        after: Option<&PartPlace>,
    ) -> Result<Vec<PartOfEvent>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let (sequence, field) = after.map_or((-1, ""), |place| (count(place.sequence), place.field.as_str()));
        on!(&mut tx, |c| {
            all(sqlx::query(
                "SELECT part.sequence, part.field, event.leaf FROM part \
                 JOIN event ON event.tenant = part.tenant AND event.sequence = part.sequence \
                 WHERE part.tenant = $1 AND (part.sequence, part.field) > ($2, $3) \
                 ORDER BY part.sequence, part.field LIMIT $4",
            )
            .bind(tenant.as_str())
            .bind(sequence)
            .bind(field)
            .bind(i64::from(PLACES))
            .fetch_all(c)
            .await?)
        })
    }

    /// The parts of events in a range of sequences that are not erased, in the order of sequences, then fields.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn parts(
        &self,
        tenant: &TenantId,
        sequences: Range<u64>,
    ) -> Result<Vec<StoredPart>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            all(sqlx::query(
            "SELECT * FROM part WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence, field"
        )
        .bind(tenant.as_str())
        .bind(count(sequences.start))
        .bind(count(sequences.end))
        .fetch_all(c)
        .await?)
        })
    }
    /// The parts of the events at these places that are not erased, in the order of sequences, then fields.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn parts_at(
        &self,
        tenant: &TenantId,
        sequences: &[u64],
    ) -> Result<Vec<StoredPart>, StoreError> {
        if sequences.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            let mut query = QueryBuilder::new("SELECT * FROM part WHERE tenant = ");
            query.push_bind(tenant.as_str()).push(" AND sequence IN (");
            let mut places = query.separated(", ");
            for sequence in sequences {
                places.push_bind(count(*sequence));
            }
            query.push(") ORDER BY sequence, field");
            all(query.build().fetch_all(c).await?)
        })
    }
}
