//! The Merkle tree of a log as it is stored: leaf hashes beside the events, and the roots of full tiles.

use crate::column::{Columns, FromColumns, all, count};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, on};
use domain::TenantId;
use ledger::NodeHash;
use ledger::tile::{TILE_WIDTH, hashes_below, node_above};
use std::collections::BTreeMap;
use std::ops::Range;

struct Hash(NodeHash);

impl FromColumns for Hash {
    const TABLE: &'static str = "event";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(NodeHash(columns.bytes32("leaf_hash")?)))
    }
}

struct Subtree {
    nth: u64,
    hash: NodeHash,
}

impl FromColumns for Subtree {
    const TABLE: &'static str = "subtree";
    const KEY: &'static str = "nth";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { nth: columns.count("nth")?, hash: NodeHash(columns.bytes32("hash")?) })
    }
}

struct Leaf(String);

impl FromColumns for Leaf {
    const TABLE: &'static str = "event";
    const KEY: &'static str = "sequence";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.text("leaf")?))
    }
}

impl Store {
    /// Hashes of the tenant's tree at one level of tiles: of leaves at level 0, of complete subtrees of 256^level leaves
    /// above. The caller asks for no more than the log has.
    ///
    /// # Errors
    /// If the database fails, or lacks a hash.
    pub async fn tree_hashes(
        &self,
        tenant: &TenantId,
        level: u8,
        range: Range<u64>,
    ) -> Result<Vec<NodeHash>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        hashes(&mut tx, tenant, level, range).await
    }

    /// Nodes of the tenant's tree by their stored indexes (C2SP), as proofs need them.
    ///
    /// # Errors
    /// If the database fails, or lacks a hash.
    pub async fn tree_nodes(
        &self,
        tenant: &TenantId,
        indexes: &[u64],
    ) -> Result<BTreeMap<u64, NodeHash>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let mut nodes = BTreeMap::new();
        for &index in indexes {
            let (level, below) = hashes_below(index);
            let place = below.start;
            let node = node_above(&hashes(&mut tx, tenant, level, below).await?);
            nodes.insert(index, node.ok_or_else(|| lacking(level, place))?);
        }
        Ok(nodes)
    }

    /// The leaves of a range of events, byte for byte.
    ///
    /// # Errors
    /// If the database fails, or lacks one of them.
    pub async fn leaves(&self, tenant: &TenantId, range: Range<u64>) -> Result<Vec<String>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let found: Vec<Leaf> = on!(&mut tx, |c| {
            all(sqlx::query(
            "SELECT sequence, leaf FROM event WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence"
        )
        .bind(tenant.as_str())
        .bind(count(range.start))
        .bind(count(range.end))
        .fetch_all(c)
        .await?)
        })?;
        if count_of(&found) != range.end.saturating_sub(range.start) {
            return Err(lacking(0, range.start));
        }
        Ok(found.into_iter().map(|Leaf(leaf)| leaf).collect())
    }
}

async fn hashes(
    tx: &mut Tx,
    tenant: &TenantId,
    level: u8,
    range: Range<u64>,
) -> Result<Vec<NodeHash>, StoreError> {
    let wanted = range.end.saturating_sub(range.start);
    let Some(below) = level.checked_sub(1) else {
        let found: Vec<Hash> = on!(tx, |c| {
            all(sqlx::query(
            "SELECT sequence, leaf_hash FROM event WHERE tenant = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence"
        )
        .bind(tenant.as_str())
        .bind(count(range.start))
        .bind(count(range.end))
        .fetch_all(c)
        .await?)
        })?;
        let is_whole = count_of(&found) == wanted;
        return if is_whole {
            Ok(found.into_iter().map(|Hash(hash)| hash).collect())
        } else {
            Err(lacking(0, range.start))
        };
    };
    let found: Vec<Subtree> = on!(&mut *tx, |c| {
        all(sqlx::query(
        "SELECT nth, hash FROM subtree WHERE tenant = $1 AND level = $2 AND nth >= $3 AND nth < $4 ORDER BY nth"
    )
    .bind(tenant.as_str())
    .bind(i64::from(level))
    .bind(count(range.start))
    .bind(count(range.end))
    .fetch_all(c)
    .await?)
    })?;
    if count_of(&found) == wanted {
        return Ok(found.into_iter().map(|subtree| subtree.hash).collect());
    }
    // A log that was written before subtrees were kept, and not rebuilt since: they are computed each time.
    let kept: BTreeMap<u64, NodeHash> =
        found.into_iter().map(|subtree| (subtree.nth, subtree.hash)).collect();
    let mut whole = Vec::new();
    for nth in range {
        if let Some(hash) = kept.get(&nth) {
            whole.push(*hash);
            continue;
        }
        let leaves = nth.saturating_mul(TILE_WIDTH)..nth.saturating_add(1).saturating_mul(TILE_WIDTH);
        let hashes = Box::pin(hashes(tx, tenant, below, leaves)).await?;
        whole.push(node_above(&hashes).ok_or_else(|| lacking(level, nth))?);
    }
    Ok(whole)
}

fn count_of<T>(rows: &[T]) -> u64 {
    u64::try_from(rows.len()).unwrap_or(u64::MAX)
}

fn lacking(level: u8, nth: u64) -> StoreError {
    StoreError::Corrupt { table: "event", column: "leaf_hash", row: format!("{nth} at level {level}") }
}
