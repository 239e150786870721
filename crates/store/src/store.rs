//! The store: opened once, shared by everybody.

use crate::append::{Decide, IdempotencyKey, Outcome};
use crate::clock::HighWater;
use crate::database::Database;
use crate::error::StoreError;
use crate::fold::{self, Folded};
use crate::group_commit::Writer;
use crate::location::Location;
use crate::log::{self, StoredEvent};
use crate::optimistic;
use crate::options::Options;
use crate::page::PAGE_ROWS_MAX;
use crate::shelf::Shelf;
use crate::unit::Unit;
use domain::{CaseId, Moment, Record, Tenant, TenantId};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The logs, projections and records of all tenants. Clones share one store.
#[derive(Clone)]
pub struct Store {
    parts: Arc<StoreParts>,
    /// The task that writes SQLite; none on PostgreSQL.
    writer: Option<Writer>,
}

/// What everything that reads or writes shares.
pub(crate) struct StoreParts {
    pub(crate) database: Database,
    pub(crate) options: Options,
    pub(crate) shelf: Shelf,
    pub(crate) high_water: HighWater,
    commits: AtomicU64,
}

impl StoreParts {
    /// The present instant, not before any instant that was marked.
    pub(crate) fn now(&self) -> Moment {
        self.high_water.at_least((self.options.clock)())
    }

    pub(crate) fn count_commit(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }
}

/// How far a tenant's log goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many events it has.
    pub size: u64,
    /// The root of their Merkle tree.
    pub root: [u8; 32],
    /// When the latest event took effect.
    pub last_at: Moment,
}

impl Store {
    /// Opens a store: makes what is missing, and brings older tables up to date (an SQLite database is copied
    /// before). One process at a time may open an SQLite database; the caller sees to that.
    ///
    /// # Errors
    /// If the database cannot be reached, copied or brought up to date.
    pub async fn open(location: &Location, options: Options) -> Result<Self, StoreError> {
        let database = Database::open(location, options.synchronous).await?;
        let is_sqlite = matches!(database, Database::Sqlite { .. });
        let parts = Arc::new(StoreParts {
            database,
            options,
            shelf: Shelf::default(),
            high_water: HighWater::new(),
            commits: AtomicU64::new(0),
        });
        let writer = is_sqlite.then(|| Writer::start(Arc::clone(&parts)));
        let store = Self { parts, writer };
        if let Some(mark) = store.clock_mark().await? {
            store.parts.high_water.raise(mark);
        }
        Ok(store)
    }

    /// One unit of work: records what is due, calls `decide`, appends its events and what follows from them, and
    /// writes projections and records, in one transaction. A refusal, or an append of nothing, still records what
    /// was due. Under a key that was used before, nothing is decided: the answer is the first one.
    ///
    /// If the caller stops waiting, it is done wholly or not at all.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] if the key was used for another request; [`StoreError::Busy`] if other writers were
    /// faster again and again; else if the database fails.
    pub async fn append(
        &self,
        tenant: &TenantId,
        key: Option<IdempotencyKey>,
        decide: Decide,
    ) -> Result<Outcome, StoreError> {
        self.write(Unit { tenant: tenant.clone(), key, decide: Some(decide) }).await
    }

    /// An append without a command: records what is due at or before now, and gives it back.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn advance(&self, tenant: &TenantId) -> Result<Vec<Record>, StoreError> {
        let outcome = self.write(Unit { tenant: tenant.clone(), key: None, decide: None }).await?;
        Ok(outcome.records)
    }

    async fn write(&self, unit: Unit) -> Result<Outcome, StoreError> {
        match &self.writer {
            Some(writer) => writer.append(unit).await,
            None => optimistic::append(&self.parts, unit).await,
        }
    }

    /// The folded tenant at the head of its log; none if it has no event. What fell due since may not be recorded
    /// yet: its decisions are right all the same.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn tenant(&self, tenant: &TenantId) -> Result<Option<Arc<Tenant>>, StoreError> {
        let slot = self.parts.shelf.slot(tenant);
        let known = slot.published();
        // Nobody else writes SQLite, so what is known is the head.
        if let (Some(known), Some(_)) = (&known, &self.writer) {
            return Ok(Some(Arc::clone(&known.tenant)));
        }
        let mut tx = self.parts.database.read(tenant).await?;
        let head = fold::head(&mut tx, tenant).await?;
        if head.is_none() {
            return Ok(None);
        }
        let folded: Folded = fold::load(&mut tx, tenant, head, known).await?;
        slot.publish_read(&folded);
        Ok(Some(folded.tenant))
    }

    /// How far the tenant's log goes; none if it has no event.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn head(&self, tenant: &TenantId) -> Result<Option<Head>, StoreError> {
        let mut tx = self.parts.database.read(tenant).await?;
        let head = fold::head(&mut tx, tenant).await?;
        Ok(head.map(|head| Head {
            size: head.frontier.size(),
            root: head.frontier.root().0,
            last_at: head.last_at,
        }))
    }

    /// The tenant's events from sequence `from`, `limit` of them and no more than [`PAGE_ROWS_MAX`].
    ///
    /// # Errors
    /// If the database fails, or holds a leaf that is no record.
    pub async fn events(
        &self,
        tenant: &TenantId,
        from: u64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let mut tx = self.parts.database.read(tenant).await?;
        let limit = u64::from(limit.min(PAGE_ROWS_MAX));
        log::read(&mut tx, tenant, from, from.saturating_add(limit)).await
    }

    /// The events of a case from sequence `from`, those of its requests, runs and collections among them; `limit` of
    /// them and no more than [`PAGE_ROWS_MAX`].
    ///
    /// # Errors
    /// If the database fails, or holds a leaf that is no record.
    pub async fn events_of_case(
        &self,
        tenant: &TenantId,
        case: &CaseId,
        from: u64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let mut tx = self.parts.database.read(tenant).await?;
        log::read_case(&mut tx, tenant, case, from, limit.min(PAGE_ROWS_MAX)).await
    }

    /// The events of a case in a range of sequences, latest first; `limit` of them and no more than [`PAGE_ROWS_MAX`].
    ///
    /// # Errors
    /// As [`Store::events_of_case`].
    pub async fn latest_of_case(
        &self,
        tenant: &TenantId,
        case: &CaseId,
        sequences: Range<u64>,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let mut tx = self.parts.database.read(tenant).await?;
        log::read_case_backwards(&mut tx, tenant, case, sequences, limit.min(PAGE_ROWS_MAX)).await
    }

    /// How many transactions have appended since the store was opened. Fewer than appends, where commands that
    /// arrived together shared one.
    pub fn commits(&self) -> u64 {
        self.parts.commits.load(Ordering::Relaxed)
    }

    /// Waits for what is under way and closes the connections. Whatever comes after finds the store closed.
    pub async fn close(&self) {
        self.parts.database.close().await;
    }

    pub(crate) fn database(&self) -> &Database {
        &self.parts.database
    }

    pub(crate) fn high_water(&self) -> &HighWater {
        &self.parts.high_water
    }
}
