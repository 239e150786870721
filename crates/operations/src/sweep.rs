//! What must happen by itself. A sweep takes no input, may be repeated at any time, and is safe on every replica: it
//! compares what should be with what is.

mod delete_due;
mod destroy_stopped;
mod erase_text;
mod record_due;
mod record_lost;
mod seal_checkpoints;

pub use record_lost::{find_lost, record_lost};
pub use seal_checkpoints::seal_logs;

use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Moment, Span, TenantId};

/// How long an answer is kept for its idempotency key.
const ANSWER_LIFE: Span = Span::from_days(7);

/// How long parts of files are kept; what is not whole by then is destroyed since.
const CHUNK_LIFE: Span = Span::from_days(1);

/// How long notices and mails are kept: longer than any consent lasts, so that none is told twice.
const NOTICE_LIFE: Span = Span::from_days(90);

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

/// Records what fell due, deletes what is due, and seals checkpoints of logs that grew, or stand still for long. Called
/// every second.
///
/// # Errors
/// The first trouble with the database or the vault. What trouble with one tenant leaves undone is done for the others.
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
    let mut trouble = Trouble::default();
    for tenant in desk.store().due_tenants(now).await? {
        trouble.meet(&tenant, sweep_tenant(desk, &tenant, now, &mut swept).await);
    }
    swept.sealed = seal_checkpoints::seal_checkpoints(desk, now).await?;
    seal_checkpoints::seal_silent(desk, now).await?;
    trouble.first.map_or(Ok(swept), Err)
}

async fn sweep_tenant(desk: &Desk, tenant: &TenantId, now: Moment, swept: &mut Swept) -> Result<(), Refusal> {
    record_due::record_due(desk, tenant).await?;
    swept.deleted += delete_due::delete_due(desk, tenant, now).await?;
    swept.recorded += 1;
    Ok(())
}

/// What went wrong with some tenants. The others are gone through all the same.
#[derive(Default)]
struct Trouble {
    first: Option<Refusal>,
}

impl Trouble {
    fn meet(&mut self, tenant: &TenantId, outcome: Result<(), Refusal>) {
        if let Err(why) = outcome {
            tracing::error!(%tenant, error = %why, "a tenant could not be swept; it is tried again");
            self.first.get_or_insert(why);
        }
    }
}

/// What nobody waits for: leftovers (parts of runs that stopped, bundles that nobody
/// sends any more, hour keys past their hour), the text of cases
/// closed long ago, old answers; and what an operator counts, so far. Called at the start and every hour.
///
/// # Errors
/// As [`sweep`].
pub async fn tidy(desk: &Desk) -> Result<(), Refusal> {
    let now = desk.now();
    let mut trouble = Trouble::default();
    if desk.clock().is_trusted() {
        delete_due::destroy_hours(desk, now).await?;
        for tenant in desk.store().tenants().await? {
            trouble.meet(&tenant, tidy_tenant(desk, &tenant, now).await);
        }
    }
    seal_logs(desk).await?;
    crate::witnesses::note_all(desk).await?;
    desk.store().forget_idempotency(now.minus(ANSWER_LIFE)).await?;
    trouble.first.map_or(Ok(()), Err)
}

async fn tidy_tenant(desk: &Desk, tenant: &TenantId, now: Moment) -> Result<(), Refusal> {
    delete_due::delete_due(desk, tenant, now).await?;
    destroy_stopped::destroy_leftovers(desk, tenant).await?;
    desk.store().forget_chunks(tenant, now.minus(CHUNK_LIFE)).await?;
    desk.store().forget_notices(tenant, now.minus(NOTICE_LIFE)).await?;
    erase_text::erase_text(desk, tenant, now).await?;
    crate::numbers::keep_days(desk, tenant).await
}

pub(crate) use destroy_stopped::{destroy_stopped, unfinished};
