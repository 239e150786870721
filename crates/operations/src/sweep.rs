//! What must happen by itself. A sweep takes no input, may be repeated at any time, and is safe on every replica: it
//! compares what should be with what is.

mod delete_due;
mod destroy_stopped;
mod erase_text;
mod record_due;
mod seal_checkpoints;

use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::Span;

/// How long an answer is kept for its idempotency key.
const ANSWER_LIFE: Span = Span::from_days(7);

/// What one round of sweeping did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Tenants for which something fell due.
    pub recorded: usize,
    /// Collections destroyed because their hour came, or the tenant shortened its retention.
    pub deleted: usize,
    /// Checkpoints sealed.
    pub sealed: usize,
}

/// Records what fell due, deletes what is due, and seals checkpoints of logs that grew. Called every second.
///
/// # Errors
/// If the database or the vault fails; what was done until then stays done.
pub async fn sweep(desk: &Desk) -> Result<Swept, Refusal> {
    let now = desk.now();
    desk.store().mark_clock(now).await?;
    let mut swept = Swept::default();
    if !desk.clock().is_trusted() {
        tracing::error!(
            "the clock was stepped: nothing is granted or destroyed until an operator confirms the time"
        );
        return Ok(swept);
    }
    for tenant in desk.store().due_tenants(now).await? {
        record_due::record_due(desk, &tenant).await?;
        swept.deleted += delete_due::delete_due(desk, &tenant, now).await?;
        swept.recorded += 1;
    }
    swept.sealed = seal_checkpoints::seal_checkpoints(desk, now).await?;
    Ok(swept)
}

/// What nobody waits for: leftovers of a crash (parts of runs that stopped, hour keys past their hour), the text of cases
/// closed long ago, old answers. Called at the start and every hour.
///
/// # Errors
/// If the database or the vault fails.
pub async fn tidy(desk: &Desk) -> Result<(), Refusal> {
    let now = desk.now();
    if desk.clock().is_trusted() {
        delete_due::destroy_hours(desk, now).await?;
        for tenant in desk.store().tenants().await? {
            delete_due::delete_due(desk, &tenant, now).await?;
            destroy_stopped::destroy_leftovers(desk, &tenant).await?;
            erase_text::erase_text(desk, &tenant, now).await?;
        }
    }
    seal_checkpoints::seal_all(desk).await?;
    desk.store().forget_idempotency(now.minus(ANSWER_LIFE)).await?;
    Ok(())
}

pub(crate) use destroy_stopped::destroy_stopped;
