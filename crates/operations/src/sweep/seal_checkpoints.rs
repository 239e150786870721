//! Signs the heads of logs that grew.

use crate::audit::seal_checkpoint;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Moment, Span};

/// A log that grows gets a checkpoint this often at most.
const GROWING: Span = Span::from_seconds(10);

/// Seals the logs that grew and wait long enough; says how many. Which grew is remembered by the process; after a
/// restart, `seal_all` finds them.
pub(super) async fn seal_checkpoints(desk: &Desk, now: Moment) -> Result<usize, Refusal> {
    let ripe = desk.watchers().take_grown(now.minus(GROWING));
    for tenant in &ripe {
        seal_checkpoint(desk, tenant).await?;
    }
    Ok(ripe.len())
}

/// Seals every log whose head no checkpoint signs yet.
pub(super) async fn seal_all(desk: &Desk) -> Result<(), Refusal> {
    for tenant in desk.store().tenants().await? {
        let size = desk.store().head(&tenant).await?.map_or(0, |head| head.size);
        let sealed = desk.store().checkpoints(&tenant).await?.last().map_or(0, |checkpoint| checkpoint.size);
        if sealed < size {
            seal_checkpoint(desk, &tenant).await?;
        }
    }
    Ok(())
}
