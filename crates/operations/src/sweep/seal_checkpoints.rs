//! Signs the heads of logs that grew, and of those that stand still once within the hour.

use crate::audit::{seal_again, seal_checkpoint};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Moment, Span};

/// A log that grows gets a checkpoint this often at most.
const GROWING: Span = Span::from_seconds(10);

/// Seals the logs that grew and wait long enough; says how many. Which grew is remembered by the process; after a
/// restart, `seal_logs` finds them.
pub(super) async fn seal_checkpoints(desk: &Desk, now: Moment) -> Result<usize, Refusal> {
    let ripe = desk.watchers().take_grown(now.minus(GROWING));
    for tenant in &ripe {
        seal_checkpoint(desk, tenant).await?;
    }
    Ok(ripe.len())
}

/// How often it is looked for logs that stand still.
const LOOKING: Span = Span::from_seconds(600);
/// After how long a log that stands still is signed again: with the time until the next look, within the hour.
const SILENT: Span = Span::from_seconds(2_700);

/// Signs logs that stand still again, so that no hour of theirs is without a checkpoint.
pub(super) async fn seal_silent(desk: &Desk, now: Moment) -> Result<(), Refusal> {
    if !desk.take_silence_round(now.minus(LOOKING), now) {
        return Ok(());
    }
    for tenant in desk.store().tenants().await? {
        seal_again(desk, &tenant, now.minus(SILENT)).await?;
    }
    Ok(())
}

/// Seals every log whose head no checkpoint by the key of today signs yet.
///
/// # Errors
/// If the database fails.
pub async fn seal_logs(desk: &Desk) -> Result<(), Refusal> {
    for tenant in desk.store().tenants().await? {
        seal_checkpoint(desk, &tenant).await?;
    }
    Ok(())
}
