//! A dry run from its offer to its end: a diagnostic is run as it would be, and nothing but counts leaves.
//!
//! The server's word is all that says who asked. So these are off unless the settings allow them, and what they tell is
//! no more than numbers, whoever asked.

use crate::check::{Refusal, check_clock, own_diagnostic};
use crate::clock;
use crate::conduct::settle;
use crate::ending::Ending;
use crate::halt::Halt;
use crate::runner::Runner;
use crate::trial::{Trial, try_out};
use crate::turn::{Working, claim};
use crate::uplink::Uplink;
use diagnostics::{Diagnostic, Inputs};
use domain::{DRY_RUN_LIFE, DryRunCounts};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use wire::{Done, DryRunClaimed, FinishDryRun, RunOffer};

/// How long a runner that may not do dry runs leaves one to others before it says so.
const OTHERS_FIRST: Duration = Duration::from_secs(2);
/// How long a dry run may take beyond the diagnostic's own limit.
const BEYOND: Duration = Duration::from_mins(1);

/// Sees a dry run through. Whatever happens, the runner lets go of it, and the server hears of its end sooner or later.
pub(crate) async fn conduct_dry_run(runner: Arc<Runner>, offer: RunOffer, halt: Arc<Halt>) {
    let run = &offer.run;
    let link = Uplink { client: &runner.client, run, halt: &halt, lease: &runner.lease };
    if !runner.dry_runs {
        tokio::time::sleep(OTHERS_FIRST).await;
    }
    if let Some((claimed, turn)) = claim::<DryRunClaimed>(&runner, &link).await {
        tracing::info!(%run, diagnostic = ?claimed.diagnostic, "claimed a dry run");
        match work(&runner, claimed, &link, turn).await {
            Ok(counts) => tracing::info!(%run, items = counts.items, "counted a dry run"),
            Err(ending) => settle(&runner, run, ending).await,
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
    let (counting, stop) = (Arc::clone(runner), link.halt.stop().clone());
    let trial = Working::begin("counting", turn, move || {
        let order = collect::Order {
            diagnostic: &diagnostic,
            inputs: &inputs,
            subscription: &claimed.subscription,
            scope: &counting.scope,
            now: clock::now(),
        };
        Ok(try_out(&counting.program, &order, &stop, Arc::clone(&counting.context))?)
    })?;
    link.within(limit, async {
        let counts = counts(&trial.done(link).await?);
        let _: Done = link.finish(&FinishDryRun { counts: counts.clone() }).await?;
        Ok(counts)
    })
    .await
}

/// Checks a dry run against the settings, the scope, the catalogue and the clock of this machine.
fn check(runner: &Runner, claimed: &DryRunClaimed) -> Result<(Diagnostic, Inputs), Refusal> {
    if !runner.dry_runs {
        return Err(Refusal::DryRunsOff);
    }
    runner.scope.area(&claimed.subscription)?;
    let now = clock::now();
    check_clock(claimed.at, now)?;
    if now.since(claimed.requested_at) > DRY_RUN_LIFE {
        return Err(Refusal::Stale);
    }
    let diagnostic = own_diagnostic(&claimed.into(), &runner.catalogue, runner.advanced)?;
    let inputs = diagnostic.check_inputs(&claimed.inputs.clone().into())?;
    Ok((diagnostic.clone(), inputs))
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
