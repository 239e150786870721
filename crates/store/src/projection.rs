//! Projections: tables that make reading fast. They are functions of the log, written in the transaction that
//! appends to it, and `rebuild` makes them again byte for byte.

mod case_rows;
mod collections;
mod dry_runs;
mod queue;
mod requests;
mod runs;
mod subscriptions;
mod subtrees;
mod tenant_index;

pub use case_rows::{CaseFilter, CaseRow, ConsentWord};
pub use collections::CollectionRow;
pub use dry_runs::DryRunRow;
pub use queue::{QueueKey, QueueRow, Waiting};
pub use requests::RequestRow;
pub use runs::{RunRow, RunState};

use crate::column::{Fields, count, json};
use crate::error::StoreError;
use crate::fold::{self, Folded};
use crate::log::ROWS;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use case_rows::CaseChange;
use domain::{CaseId, Event, Record, Tenant, TenantId};
use ledger::LeafHash;
use ledger::tile::tile_place;
use sqlx::QueryBuilder;
use std::collections::BTreeMap;
use subtrees::Subtree;

/// What the events of one transaction change in the projections. Collected while they are folded, then written.
#[derive(Default)]
pub(crate) struct Changes {
    cases: BTreeMap<CaseId, CaseChange>,
    /// Events of cases, with their places and kinds.
    case_events: Vec<(CaseId, u64, String)>,
    /// Erasures, with the sequences of the events that they erase parts of.
    erasures: Vec<(u64, u64)>,
    /// Subtrees that were completed, from those of a whole tile on.
    subtrees: Vec<Subtree>,
    /// The last of the sizes passed at which the state is kept, with that state.
    snapshot: Option<(u64, String)>,
}

impl Changes {
    /// Folds the next event and notes what it changes.
    pub(crate) fn fold(
        &mut self,
        folded: &mut Folded,
        record: &Record,
        leaf: LeafHash,
    ) -> Result<(), StoreError> {
        if let Some(case) = case_of(&folded.tenant, &record.event) {
            self.case_events.push((case.clone(), record.sequence, record.event.word()));
            // That somebody came and looked changes nothing about the case.
            if !matches!(record.event, Event::EngineerSignedIn { .. }) {
                self.cases.entry(case.clone()).or_default().note(record);
            }
        }
        if let Event::PersonalDataErased { sequence, .. } = &record.event
            && *sequence < record.sequence
        {
            self.erasures.push((record.sequence, *sequence));
        }
        folded.take_storing(record.at, &record.event, leaf, |index, hash| {
            self.subtrees.extend(tile_place(index).map(|(level, nth)| (level, nth, hash)));
        });
        if fold::is_kept_at(folded.size()) {
            self.snapshot = Some((folded.size(), json(&*folded.tenant)?));
        }
        Ok(())
    }

    /// Writes the projections of `records`, which brought the tenant to `folded`.
    pub(crate) async fn write<'a>(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        folded: &Folded,
        records: impl Iterator<Item = &'a Record>,
    ) -> Result<(), StoreError> {
        fold::put_head(tx, tenant, folded).await?;
        subtrees::write(tx, tenant, &self.subtrees).await?;
        self.write_case_events(tx, tenant).await?;
        for record in records {
            requests::write(tx, tenant, record).await?;
            runs::write(tx, tenant, record).await?;
            dry_runs::write(tx, tenant, record).await?;
            collections::write(tx, tenant, record).await?;
            subscriptions::write(tx, tenant, record).await?;
        }
        for (id, change) in &self.cases {
            if let Some(case) = folded.tenant.case(id) {
                case_rows::write(tx, tenant, id, case, change).await?;
                queue::write(tx, tenant, id, case, change.last_at()).await?;
            }
        }
        if let Some((size, state)) = &self.snapshot {
            fold::keep(tx, tenant, *size, state).await?;
        }
        tenant_index::write(tx, tenant, folded.tenant.next_due_at()).await
    }

    async fn write_case_events(&self, tx: &mut Tx, tenant: &TenantId) -> Result<(), StoreError> {
        for page in self.case_events.chunks(ROWS) {
            on!(&mut *tx, |c| {
                let mut insert =
                    QueryBuilder::new("INSERT INTO case_event (tenant, case_id, sequence, kind) ");
                insert.push_values(page, |mut row, (case, sequence, kind)| {
                    row.push_bind(tenant.as_str())
                        .push_bind(case.as_str())
                        .push_bind(count(*sequence))
                        .push_bind(kind.as_str());
                });
                insert.build().execute(c).await.map(|_| ())?;
            });
        }
        for (erasure, erased) in &self.erasures {
            // An erasure belongs to the case that the erased event belongs to.
            execute!(
                &mut *tx,
                sqlx::query(
                    "INSERT INTO case_event (tenant, case_id, sequence, kind) \
                 SELECT tenant, case_id, $3, 'personal_data_erased' FROM case_event WHERE tenant = $1 AND sequence = $2"
                )
                .bind(tenant.as_str())
                .bind(count(*erased))
                .bind(count(*erasure))
            )?;
        }
        Ok(())
    }
}

/// The case that an event belongs to: the one it names, or that of its request, run or collection.
fn case_of<'a>(before: &'a Tenant, event: &'a Event) -> Option<&'a CaseId> {
    match event {
        Event::AccessEndorsed { request }
        | Event::AccessApproved { request, .. }
        | Event::AccessDenied { request }
        | Event::AccessRequestExpired { request }
        | Event::AccessGrantEnded { request } => before.request(request).map(|request| &request.case),
        Event::RunClaimed { run, .. } | Event::RunStopped { run, .. } | Event::EvidenceStored { run, .. } => {
            before.run(run).map(|run| &run.order.case)
        }
        Event::EvidenceDeleted { collection, .. } => {
            before.collection(collection).map(|collection| &collection.case)
        }
        _ => event.case(),
    }
}

/// Each projection: how it is emptied, and how it is read in a fixed order. The first is the head, which every append
/// writes first too, so that a rebuild and an append wait for each other.
const TABLES: [(&str, &str); 11] = [
    ("DELETE FROM head WHERE tenant = $1", "SELECT * FROM head WHERE tenant = $1"),
    ("DELETE FROM snapshot WHERE tenant = $1", "SELECT * FROM snapshot WHERE tenant = $1"),
    (
        "DELETE FROM case_event WHERE tenant = $1",
        "SELECT * FROM case_event WHERE tenant = $1 ORDER BY case_id, sequence",
    ),
    ("DELETE FROM case_row WHERE tenant = $1", "SELECT * FROM case_row WHERE tenant = $1 ORDER BY case_id"),
    ("DELETE FROM dry_run_row WHERE tenant = $1", "SELECT * FROM dry_run_row WHERE tenant = $1 ORDER BY run"),
    ("DELETE FROM run_row WHERE tenant = $1", "SELECT * FROM run_row WHERE tenant = $1 ORDER BY run"),
    (
        "DELETE FROM collection_row WHERE tenant = $1",
        "SELECT * FROM collection_row WHERE tenant = $1 ORDER BY collection",
    ),
    (
        "DELETE FROM request_row WHERE tenant = $1",
        "SELECT * FROM request_row WHERE tenant = $1 ORDER BY request",
    ),
    (
        "DELETE FROM vendor_queue WHERE tenant = $1",
        "SELECT * FROM vendor_queue WHERE tenant = $1 ORDER BY case_id",
    ),
    (
        "DELETE FROM subscription WHERE tenant = $1",
        "SELECT * FROM subscription WHERE tenant = $1 ORDER BY subscription",
    ),
    ("DELETE FROM subtree WHERE tenant = $1", "SELECT * FROM subtree WHERE tenant = $1 ORDER BY level, nth"),
];

/// Empties a tenant's projections. Its row in the index of tenants stays: that it exists is known from there.
pub(crate) async fn clear(tx: &mut Tx, tenant: &TenantId) -> Result<(), StoreError> {
    for (empty, _) in TABLES {
        execute!(&mut *tx, sqlx::query(empty).bind(tenant.as_str()))?;
    }
    Ok(())
}

impl Store {
    /// All projections of a tenant as text, one line for each row, in a fixed order: equal texts mean that they are
    /// equal byte for byte.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn projections(&self, tenant: &TenantId) -> Result<String, StoreError> {
        let index = "SELECT * FROM tenant_index WHERE tenant = $1";
        let mut tx = self.database().read(tenant).await?;
        let mut text = String::new();
        for sql in TABLES.map(|(_, read)| read).into_iter().chain([index]) {
            let lines: Vec<String> = on!(&mut tx, |c| {
                let rows = sqlx::query(sql).bind(tenant.as_str()).fetch_all(c).await?;
                rows.iter().map(Fields::line).collect::<Result<_, _>>()?
            });
            for line in lines {
                text.push_str(sql);
                text.push_str(&line);
                text.push('\n');
            }
        }
        Ok(text)
    }
}
