//! A tenant's log as C2SP tlog-tiles: checkpoint, tiles, entry bundles.

use super::{may_read, seal_checkpoint};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::TenantId;
use ledger::tile::{Tile, bundle};
use store::CheckpointRow;

/// How many checkpoints are looked through for one that enough witnesses signed.
const CHECKPOINTS: u32 = 200;

/// A tile of the caller's organisation's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogTile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it holds leaves, and not hashes.
    pub is_bundle: bool,
}

/// The checkpoint of a log of the caller's: the newest that has its quorum of witnesses.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::NotFound`] for a log that is not the caller's, or that no checkpoint with its quorum covers
/// yet.
pub async fn log_checkpoint(desk: &Desk, caller: &Caller, log: &TenantId) -> Result<String, Refusal> {
    may_read_log(caller, log)?;
    Ok(published(desk, log).await?.note)
}

/// The newest checkpoint that has its quorum of witnesses. Seals one if there is none at all.
pub(super) async fn published(desk: &Desk, tenant: &TenantId) -> Result<CheckpointRow, Refusal> {
    let mut rows = desk.store().latest_checkpoints(tenant, CHECKPOINTS).await?;
    if rows.is_empty() {
        seal_checkpoint(desk, tenant).await?;
        rows = desk.store().latest_checkpoints(tenant, CHECKPOINTS).await?;
    }
    let policy = desk.log_settings().policy_of(tenant);
    let met = |row: &CheckpointRow| policy.is_none_or(|policy| policy.is_met_by(&row.note));
    let unmet = || Refusal::not_found("checkpoint with its quorum of witnesses of the log", tenant);
    rows.into_iter().find(met).ok_or_else(unmet)
}

/// A tile or an entry bundle of a log of the caller's, by its path below `tile/`.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::NotFound`] for a log that is not the caller's, a path that names no tile, and a tile
/// that the log is too short for; [`Refusal::Invalid`] for a bundle with an entry that is too long for one.
pub async fn log_tile(desk: &Desk, caller: &Caller, log: &TenantId, path: &str) -> Result<LogTile, Refusal> {
    may_read_log(caller, log)?;
    let not_found = || Refusal::not_found("tile", &path);
    let tile: Tile = path.parse().map_err(|_| not_found())?;
    let size = desk.store().head(log).await?.map_or(0, |head| head.size);
    if !tile.is_in(size) {
        return Err(not_found());
    }
    let bytes = match tile {
        Tile::Hashes { level, .. } => {
            let hashes = desk.store().tree_hashes(log, level, tile.span()).await?;
            hashes.iter().flat_map(|hash| hash.0).collect()
        }
        Tile::Entries { .. } => {
            let leaves = desk.store().leaves(log, tile.span()).await?;
            let leaves = leaves.iter().map(String::as_bytes);
            bundle(leaves).map_err(|why| Refusal::invalid("tile", why))?
        }
    };
    Ok(LogTile { bytes, is_bundle: matches!(tile, Tile::Entries { .. }) })
}

/// A log that is not the caller's is answered like one that does not exist.
fn may_read_log(caller: &Caller, log: &TenantId) -> Result<(), Refusal> {
    may_read(caller)?;
    if caller.tenant == *log { Ok(()) } else { Err(Refusal::not_found("log", log)) }
}
