//! A tenant folded up to the size of its log, and how it is loaded.

use crate::column::{Columns, FromColumns, count, optional};
use crate::error::StoreError;
use crate::log;
use crate::transaction::{Tx, execute, on};
use domain::{Event, Moment, Tenant, TenantId};
use ledger::{Frontier, LeafHash, NodeHash};
use std::sync::Arc;

/// The form of kept states. Raised whenever the fold or the shape of [`Tenant`] changes: states of another form are
/// passed over, and the log is folded from its beginning.
const KEPT_FORM: i64 = 6;

/// A tenant folded up to the size of its log.
///
/// INVARIANT: `tenant` is the fold of exactly `frontier.size()` events, and `frontier` their Merkle tree's edge.
#[derive(Clone, Default)]
pub(crate) struct Folded {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) frontier: Frontier,
}

impl Folded {
    pub(crate) fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Adds the next event. Copies the tenant if somebody else holds it.
    pub(crate) fn take(&mut self, at: Moment, event: &Event, leaf: LeafHash) {
        self.take_storing(at, event, leaf, |_, _| ());
    }

    /// As [`Folded::take`], and reports each node of the tree that the event completes, under its stored index.
    pub(crate) fn take_storing(
        &mut self,
        at: Moment,
        event: &Event,
        leaf: LeafHash,
        store: impl FnMut(u64, NodeHash),
    ) {
        Arc::make_mut(&mut self.tenant).apply(at, event);
        self.frontier.append_storing(leaf, store);
    }
}

/// The size and the Merkle edge of a log, as stored.
pub(crate) struct StoredHead {
    pub(crate) frontier: Frontier,
    pub(crate) last_at: Moment,
}

impl FromColumns for StoredHead {
    const TABLE: &'static str = "head";
    const KEY: &'static str = "size";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let size = columns.count("size")?;
        let frontier = Frontier::from_bytes(&columns.bytes("frontier")?);
        match frontier {
            Ok(frontier) if frontier.size() == size => {
                Ok(Self { frontier, last_at: columns.moment("last_at")? })
            }
            _ => Err(columns.senseless("frontier")),
        }
    }
}

/// The head of the tenant's log as the transaction sees it; none before the first event.
pub(crate) async fn head(tx: &mut Tx, tenant: &TenantId) -> Result<Option<StoredHead>, StoreError> {
    on!(tx, |c| optional(
        sqlx::query("SELECT size, frontier, last_at FROM head WHERE tenant = $1")
            .bind(tenant.as_str())
            .fetch_optional(c)
            .await?
    ))
}

struct Snapshot(Tenant, u64);

impl FromColumns for Snapshot {
    const TABLE: &'static str = "snapshot";
    const KEY: &'static str = "size";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.json("state")?, columns.count("size")?))
    }
}

/// The kept state, unless it is ahead of `size`: another writer may have committed since the head was read.
async fn snapshot(tx: &mut Tx, tenant: &TenantId, size: u64) -> Result<(Tenant, u64), StoreError> {
    let kept: Option<Snapshot> = on!(tx, |c| optional(
        sqlx::query("SELECT size, state FROM snapshot WHERE tenant = $1 AND form = $2 AND size <= $3")
            .bind(tenant.as_str())
            .bind(KEPT_FORM)
            .bind(count(size))
            .fetch_optional(c)
            .await?
    )?);
    Ok(kept.map_or_else(Default::default, |Snapshot(state, size)| (state, size)))
}

/// The tenant at `head`, reached from `known` if it is not ahead, or else from the kept snapshot, through the newer
/// events.
pub(crate) async fn load(
    tx: &mut Tx,
    tenant: &TenantId,
    head: Option<StoredHead>,
    known: Option<Folded>,
) -> Result<Folded, StoreError> {
    let frontier = head.map(|head| head.frontier).unwrap_or_default();
    let size = frontier.size();
    let (mut state, mut from) = match known {
        Some(known) if known.size() == size => return Ok(known),
        Some(known) if known.size() < size => (known.tenant.clone(), known.size()),
        _ => {
            let (state, size) = snapshot(tx, tenant, size).await?;
            (Arc::new(state), size)
        }
    };
    while from < size {
        let page = log::read(tx, tenant, from, size.min(from + log::PAGE)).await?;
        for stored in &page {
            if stored.sequence != from {
                return Err(missing(from));
            }
            Arc::make_mut(&mut state).apply(stored.record.at, &stored.record.event);
            from += 1;
        }
        if page.is_empty() {
            return Err(missing(from));
        }
    }
    Ok(Folded { tenant: state, frontier })
}

fn missing(sequence: u64) -> StoreError {
    StoreError::Corrupt { table: "event", column: "sequence", row: sequence.to_string() }
}

/// Whether the state is kept at this size. Each next one is at least an eighth of the log away, so that keeping them
/// costs a constant share of appending, and a load reads an eighth of the log at most.
pub(crate) fn is_kept_at(size: u64) -> bool {
    let Some(power) = size.checked_ilog2().map(|bits| 1_u64 << bits) else { return false };
    size.is_multiple_of((power / 8).max(256))
}

/// Writes the state that is kept at `size`.
pub(crate) async fn keep(tx: &mut Tx, tenant: &TenantId, size: u64, state: &str) -> Result<(), StoreError> {
    execute!(tx, sqlx::query(
        "INSERT INTO snapshot (tenant, size, form, state) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant) DO UPDATE SET size = excluded.size, form = excluded.form, state = excluded.state"
    )
    .bind(tenant.as_str())
    .bind(count(size))
    .bind(KEPT_FORM)
    .bind(state))
}

/// Writes the head.
pub(crate) async fn put_head(tx: &mut Tx, tenant: &TenantId, folded: &Folded) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO head (tenant, size, frontier, last_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant) DO UPDATE \
         SET size = excluded.size, frontier = excluded.frontier, last_at = excluded.last_at"
        )
        .bind(tenant.as_str())
        .bind(count(folded.size()))
        .bind(folded.frontier.to_bytes())
        .bind(folded.tenant.last_at().unix_micros())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_kept_an_eighth_of_the_log_apart() {
        let kept: Vec<u64> = (0..=6144).filter(|size| is_kept_at(*size)).collect();
        assert_eq!(kept[..4], [256, 512, 768, 1024]);
        assert_eq!(kept[kept.len() - 5..], [4096, 4608, 5120, 5632, 6144]);
    }

    /// A log whose fold uses every part of the state, one leaf in each line.
    const LOG: &str = include_str!("../tests/kept_state/log.jsonl");
    /// The number of the form, and the state that the log folds to.
    const STATE: &str = include_str!("../tests/kept_state/state.txt");

    #[test]
    fn the_kept_state_changes_its_form_only_together_with_its_number() {
        let mut state = Tenant::default();
        for leaf in LOG.lines() {
            let record = domain::Record::from_leaf(leaf.as_bytes()).unwrap();
            state.apply(record.at, &record.event);
        }
        let kept = format!("{KEPT_FORM} {}\n", serde_json::to_string(&state).unwrap());
        assert_eq!(
            kept, STATE,
            "the fold or the shape of `Tenant` changed: raise KEPT_FORM, and put the first text into state.txt"
        );
    }
}
