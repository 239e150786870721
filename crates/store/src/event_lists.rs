//! Lists of a log's events by what they are, who caused them and which case they are of. They find rare events among many
//! without looking at the others.

use crate::column::{Columns, FromColumns, all, count};
use crate::error::StoreError;
use crate::log::StoredEvent;
use crate::page::PAGE_ROWS_MAX;
use crate::store::Store;
use crate::transaction::{Tx, on};
use domain::{Actor, CaseId, TenantId};
use sqlx::QueryBuilder;
use std::ops::Range;

/// A list of a log's events. Kinds go by the words that leaves have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventList {
    /// Those of a kind.
    OfKind(String),
    /// Those of a kind that somebody caused.
    By(Actor, String),
    /// Those of a case, of its requests, runs and collections among them.
    OfCase(CaseId),
    /// Those of them that are of a kind.
    OfCaseAndKind(CaseId, String),
}

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedEvent {
    /// Its place in the log.
    pub sequence: u64,
    /// Who caused it.
    pub by: Actor,
}

impl FromColumns for ListedEvent {
    const TABLE: &'static str = StoredEvent::TABLE;
    const KEY: &'static str = StoredEvent::KEY;

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { sequence: columns.count("sequence")?, by: columns.actor("actor")? })
    }
}

/// What a leaf can be asked for by a list: its kind, or who caused it.
struct Named(String);

impl FromColumns for Named {
    const TABLE: &'static str = StoredEvent::TABLE;
    const KEY: &'static str = "name";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.text("name")?))
    }
}

impl Columns<'_> {
    /// Somebody who caused an event, as its leaf has them: an object, or a bare word.
    fn actor(&self, column: &'static str) -> Result<Actor, StoreError> {
        let text = self.text(column)?;
        read_actor(&text).ok_or_else(|| self.senseless(column))
    }
}

fn read_actor(text: &str) -> Option<Actor> {
    if text.starts_with('{') {
        return serde_json::from_str(text).ok();
    }
    serde_json::from_value(text.into()).ok()
}

/// Somebody as the column has them.
fn written(by: &Actor) -> String {
    match serde_json::to_value(by) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(object) => object.to_string(),
        Err(_) => String::new(),
    }
}

/// The different values of a column, each found behind the one before it in the column's index.
macro_rules! different {
    ($column:literal, $of:literal) => {
        concat!(
            "WITH RECURSIVE known(name) AS (SELECT min(",
            $column,
            ") FROM event WHERE tenant = $1",
            $of,
            " UNION ALL SELECT (SELECT min(event.",
            $column,
            ") FROM event WHERE event.tenant = $1",
            $of,
            " AND event.",
            $column,
            " > known.name) FROM known WHERE known.name IS NOT NULL) ",
            "SELECT name FROM known WHERE name IS NOT NULL"
        )
    };
}

const KINDS: &str = different!("kind", "");
const KINDS_BY: &str = different!("kind", " AND actor = $2");
const ACTORS: &str = different!("actor", "");

/// SQLite goes through the whole log for a rare kind unless it is told by which list; PostgreSQL knows how rare it is.
macro_rules! of_kind {
    ($index:literal) => {
        concat!(
            "SELECT sequence, actor FROM event",
            $index,
            " WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 AND kind = $5 \
              ORDER BY sequence DESC LIMIT $4"
        )
    };
}

const OF_KIND: &str = of_kind!("");
const OF_KIND_SQLITE: &str = of_kind!(" INDEXED BY event_by_kind");
const BY: &str = "SELECT sequence, actor FROM event WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 \
                  AND actor = $5 AND kind = $6 ORDER BY sequence DESC LIMIT $4";
const OF_CASE: &str = "SELECT event.sequence, event.actor FROM case_event \
                       JOIN event ON event.tenant = case_event.tenant AND event.sequence = case_event.sequence \
                       WHERE case_event.tenant = $1 AND case_event.sequence >= $2 AND case_event.sequence < $3 \
                       AND case_event.case_id = $5 ORDER BY case_event.sequence DESC LIMIT $4";
const OF_CASE_AND_KIND: &str = "SELECT event.sequence, event.actor FROM case_event \
                                JOIN event ON event.tenant = case_event.tenant \
                                AND event.sequence = case_event.sequence \
                                WHERE case_event.tenant = $1 AND case_event.sequence >= $2 \
                                AND case_event.sequence < $3 AND case_event.case_id = $5 \
                                AND case_event.kind = $6 ORDER BY case_event.sequence DESC LIMIT $4";

impl EventList {
    fn sql(&self, tx: &Tx) -> &'static str {
        match self {
            Self::OfKind(_) if matches!(tx, Tx::Sqlite(_)) => OF_KIND_SQLITE,
            Self::OfKind(_) => OF_KIND,
            Self::By(..) => BY,
            Self::OfCase(_) => OF_CASE,
            Self::OfCaseAndKind(..) => OF_CASE_AND_KIND,
        }
    }

    /// What stands for `$5`, and for `$6` where there is one.
    fn keys(&self) -> (String, Option<&str>) {
        match self {
            Self::OfKind(kind) => (kind.clone(), None),
            Self::By(by, kind) => (written(by), Some(kind)),
            Self::OfCase(case) => (case.to_string(), None),
            Self::OfCaseAndKind(case, kind) => (case.to_string(), Some(kind)),
        }
    }
}

impl Store {
    /// The events of a list in a range of sequences, latest first; `limit` of them.
    ///
    /// # Errors
    /// If the database fails, or holds a leaf that is no record.
    pub async fn list_events(
        &self,
        tenant: &TenantId,
        list: &EventList,
        sequences: Range<u64>,
        limit: u32,
    ) -> Result<Vec<ListedEvent>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let (sql, (key, second)) = (list.sql(&tx), list.keys());
        on!(&mut tx, |c| {
            let query = sqlx::query(sql)
                .bind(tenant.as_str())
                .bind(count(sequences.start))
                .bind(count(sequences.end))
                .bind(i64::from(limit))
                .bind(key.as_str());
            let query = match second {
                Some(second) => query.bind(second),
                None => query,
            };
            all(query.fetch_all(c).await?)
        })
    }

    /// The events at these places, latest first; of the first [`PAGE_ROWS_MAX`].
    ///
    /// # Errors
    /// If the database fails, or holds a leaf that is no record.
    pub async fn events_at(
        &self,
        tenant: &TenantId,
        sequences: &[u64],
    ) -> Result<Vec<StoredEvent>, StoreError> {
        if sequences.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            let mut query = QueryBuilder::new("SELECT sequence, leaf FROM event WHERE tenant = ");
            query.push_bind(tenant.as_str()).push(" AND sequence IN (");
            let mut places = query.separated(", ");
            for sequence in sequences.iter().take(PAGE_ROWS_MAX as usize) {
                places.push_bind(count(*sequence));
            }
            query.push(") ORDER BY sequence DESC");
            all(query.build().fetch_all(c).await?)
        })
    }

    /// The kinds of events that a log has, in byte order.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn event_kinds(&self, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let found: Vec<Named> =
            on!(&mut tx, |c| all(sqlx::query(KINDS).bind(tenant.as_str()).fetch_all(c).await?))?;
        Ok(found.into_iter().map(|Named(kind)| kind).collect())
    }

    /// The kinds of events that somebody caused, in byte order.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn event_kinds_by(&self, tenant: &TenantId, by: &Actor) -> Result<Vec<String>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let found: Vec<Named> = on!(&mut tx, |c| all(sqlx::query(KINDS_BY)
            .bind(tenant.as_str())
            .bind(written(by))
            .fetch_all(c)
            .await?))?;
        Ok(found.into_iter().map(|Named(kind)| kind).collect())
    }

    /// Who caused events of a log.
    ///
    /// # Errors
    /// If the database fails, or holds a leaf that is no record.
    pub async fn event_actors(&self, tenant: &TenantId) -> Result<Vec<Actor>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let found: Vec<Named> =
            on!(&mut tx, |c| all(sqlx::query(ACTORS).bind(tenant.as_str()).fetch_all(c).await?))?;
        let senseless = |row| StoreError::Corrupt { table: StoredEvent::TABLE, column: "actor", row };
        found.into_iter().map(|Named(by)| read_actor(&by).ok_or_else(|| senseless(by))).collect()
    }
}
