//! A dry run from its offer to its end: a diagnostic is run as it would be, and nothing but counts leaves.
//!
//! The server's word is all that says who asked. So these are off unless the settings allow them, and what they tell is
//! no more than numbers, whoever asked.

use crate::check::{Refusal, check_clock, own_diagnostic};
use crate::clock;
use crate::conduct::{report, settle};
use crate::ending::Ending;
use crate::halt::Halt;
use crate::reports::not_held;
use crate::runner::Runner;
use crate::trial::{Trial, try_out};
use crate::uplink::Uplink;
use diagnostics::{Diagnostic, Inputs};
use domain::{DryRunCounts, Span};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use wire::{Done, DryRunClaimed, FinishDryRun, RunOffer};

/// How long a runner that may not do dry runs leaves one to others before it says so.
const OTHERS_FIRST: Duration = Duration::from_secs(2);
/// The age at which nobody waits for the answer any more.
const STALE: Span = Span::from_hours(24);
/// How long a dry run may take beyond the diagnostic's own limit.
const BEYOND: Duration = Duration::from_mins(1);

/// Sees a dry run through. Whatever happens, the runner lets go of it, and the server hears of its end sooner or later.
pub(crate) async fn conduct_dry_run(runner: Arc<Runner>, offer: RunOffer, halt: Arc<Halt>) {
    let run = &offer.run;
    let link = Uplink { client: &runner.client, run, halt: &halt, lease: &runner.lease };
    if !runner.dry_runs {
        tokio::time::sleep(OTHERS_FIRST).await;
    }
    if let Ok(Ok(turn)) = link.unless_halted(Arc::clone(&runner.turns).acquire_owned()).await {
        runner.held.claim(run, runner.connection());
        match link.claim::<DryRunClaimed>().await {
            Ok(claimed) => {
                tracing::info!(%run, diagnostic = ?claimed.diagnostic, "claimed a dry run");
                match work(&runner, claimed, &link, turn).await {
                    Ok(counts) => tracing::info!(%run, items = counts.items, "counted a dry run"),
                    Err(ending) => settle(&runner, run, ending).await,
                }
            }
            Err(Ending::Gone(why)) => tracing::debug!(%run, ?why, "did not get a dry run"),
            // The server may count it as this runner's all the same.
            Err(why) => report(&runner, run, why.report().unwrap_or_else(not_held)).await,
        }
    }
    runner.held.release(run);
}

async fn work(
    runner: &Arc<Runner>,
    claimed: DryRunClaimed,
    link: &Uplink<'_>,
    turn: OwnedSemaphorePermit,
) -> Result<DryRunCounts, Ending> {
    if claimed.run != *link.run {
        return Err(Refusal::OtherRun.into());
    }
    let (diagnostic, inputs) = check(runner, &claimed)?;
    let limit = BEYOND + Duration::from_secs(diagnostic.form().limits.seconds.into());
    let counted = begin(runner, claimed, (diagnostic, inputs), link.halt.stop().clone(), turn)?;
    let counted = tokio::time::timeout(limit, async {
        let trial = link.unless_halted(counted).await?.map_err(|_| Ending::Unexpected)?;
        // A collector that saw the stop may be here before the halt that caused it.
        let trial = trial.map_err(|ending| link.halt.cause().map_or(ending, Ending::Halted))?;
        let counts = counts(&trial);
        let _: Done = link.finish(&FinishDryRun { counts: counts.clone() }).await?;
        Ok(counts)
    });
    let counted = counted.await.unwrap_or(Err(Ending::Timeout));
    // Whatever became of it: nothing is collected any more.
    link.halt.stop().stop();
    counted
}

/// Checks a dry run against the settings, the scope, the catalogue and the clock of this machine.
fn check(runner: &Runner, claimed: &DryRunClaimed) -> Result<(Diagnostic, Inputs), Refusal> {
    if !runner.dry_runs {
        return Err(Refusal::DryRunsOff);
    }
    runner.scope.area(&claimed.subscription)?;
    let now = clock::now();
    check_clock(claimed.at, now)?;
    if now.since(claimed.requested_at) > STALE {
        return Err(Refusal::Stale);
    }
    let diagnostic = own_diagnostic(&claimed.into(), &runner.catalogue, runner.advanced)?;
    let inputs = diagnostic.check_inputs(&claimed.inputs.clone().into())?;
    Ok((diagnostic.clone(), inputs))
}

/// Starts the thread that collects. It is none of the async runtime's, which would wait for it at its end.
fn begin(
    runner: &Arc<Runner>,
    claimed: DryRunClaimed,
    (diagnostic, inputs): (Diagnostic, Inputs),
    stop: collect::Stop,
    turn: OwnedSemaphorePermit,
) -> Result<oneshot::Receiver<Result<Trial, Ending>>, Ending> {
    let (runner, (done, counted)) = (Arc::clone(runner), oneshot::channel());
    let thread = thread::Builder::new().name("counting".to_owned()).spawn(move || {
        // The turn is over when the thread ends: threads are bounded by turns.
        let _turn = turn;
        let order = collect::Order {
            diagnostic: &diagnostic,
            inputs: &inputs,
            subscription: &claimed.subscription,
            scope: &runner.scope,
            now: clock::now(),
        };
        let trial = try_out(&runner.program, &order, &stop, Arc::clone(&runner.context));
        // Nobody listens any more if the run was halted.
        let _ = done.send(trial.map_err(Ending::from));
    });
    thread.map(|_| counted).map_err(|_| Ending::Unexpected)
}

fn counts(trial: &Trial) -> DryRunCounts {
    let mut counts = DryRunCounts { items: trial.items.len() as u64, ..DryRunCounts::default() };
    for item in &trial.items {
        counts.bytes = counts.bytes.saturating_add(item.bytes);
        for (category, found) in &item.spans {
            let sum = counts.spans.entry(category.clone()).or_default();
            *sum = sum.saturating_add(*found);
        }
    }
    counts
}
