//! How long stops took: from the instant at which a customer's revocation was decided until the last runner had let go of
//! what it ended. The log ends runs at once; what it cannot know is when a runner heard of it, so runners say so.

use super::days::DAYS;
use crate::caller::RunnerCaller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Moment, Reason, RunId, Span, StopCause, TenantId};
use store::HaltRow;

/// A revocation that ended runs which runners worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When it was decided.
    pub at: Moment,
    /// How many runs it ended that a runner has let go of.
    pub runs: usize,
    /// How long it took until the last of them was, in milliseconds.
    pub millis: u64,
}

/// The stops of a customer's in the last [`DAYS`] days, the oldest first.
pub(super) async fn list_stops(desk: &Desk, tenant: &TenantId) -> Result<Vec<Stop>, Refusal> {
    Ok(together(&desk.store().halts(tenant, first(desk.now())).await?))
}

/// One act ends runs at one instant.
fn together(halts: &[HaltRow]) -> Vec<Stop> {
    let stop = |halts: &[HaltRow]| {
        let (at, last) = (halts.first()?.stopped_at, halts.iter().map(|halt| halt.halted_at).max()?);
        let millis = u64::try_from(last.since(at).micros() / 1_000).unwrap_or_default();
        Some(Stop { at, runs: halts.len(), millis })
    };
    halts.chunk_by(|one, other| one.stopped_at == other.stopped_at).filter_map(stop).collect()
}

fn first(now: Moment) -> Moment {
    now.minus(Span::from_days(DAYS))
}

/// Keeps that a runner has let go of a run which a customer's revocation ended. Of any other run nothing is kept.
///
/// # Errors
/// [`Refusal::NotFound`] for a run that this runner never held.
pub async fn halted_run(desk: &Desk, caller: &RunnerCaller, run: &RunId) -> Result<Moment, Refusal> {
    let row = desk.store().run(&caller.tenant, run).await?;
    let row = row.filter(|row| row.runner.as_ref() == Some(&caller.runner));
    let row = row.ok_or_else(|| Refusal::not_found("run", run))?;
    let now = desk.now();
    if let Some(stopped_at) = row.ended_at.filter(|_| row.cause.as_ref().is_some_and(is_revoked)) {
        let halt = HaltRow { stopped_at, halted_at: now.max(stopped_at) };
        desk.store().keep_halt(&caller.tenant, run, halt, first(now)).await?;
    }
    Ok(now)
}

const fn is_revoked(cause: &StopCause) -> bool {
    matches!(cause, StopCause::AccessEnded { reason: Reason::Withdrawn | Reason::Locked | Reason::Closed })
}
