//! Appending on PostgreSQL: each unit of work is a transaction of its own, and the key (tenant, sequence) decides
//! between writers. Within one process the writers of a tenant queue up instead.

use crate::append::Outcome;
use crate::error::StoreError;
use crate::fold::Folded;
use crate::shelf::Slot;
use crate::store::StoreParts;
use crate::unit::{self, Unit};
use std::time::Duration;

/// How often a unit of work is decided before the caller is told that the store is busy.
const ATTEMPTS: u32 = 10;
/// How long a writer waits after its first lost race; longer after each next one.
const BACK_OFF: Duration = Duration::from_millis(2);

/// Appends; decides again each time that another writer was faster.
pub(crate) async fn append(parts: &StoreParts, mut unit: Unit) -> Result<Outcome, StoreError> {
    let slot = parts.shelf.slot(&unit.tenant);
    let mut working = slot.working.lock().await;
    for attempt in 0..ATTEMPTS {
        match try_once(parts, &mut unit, &slot, &mut working).await {
            Err(why) if why.is_lost_race() => tokio::time::sleep(BACK_OFF * (1 << attempt.min(6))).await,
            result => return result,
        }
    }
    Err(StoreError::Busy)
}

async fn try_once(
    parts: &StoreParts,
    unit: &mut Unit,
    slot: &Slot,
    working: &mut Option<Folded>,
) -> Result<Outcome, StoreError> {
    let mut tx = parts.database.write(&unit.tenant).await?;
    let mut folded = working.take().or_else(|| slot.published());
    let written = unit::run(&mut tx, unit, &mut folded, parts.now()).await?;
    tx.commit().await?;
    parts.count_commit();
    if let Some(folded) = folded {
        slot.publish(&written.entries, &folded);
        *working = Some(folded);
    }
    Ok(written.outcome)
}
