//! What must happen by itself, once a second and once an hour.

use operations::{Desk, Refusal};
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

const SWEEP: Duration = Duration::from_secs(1);
const TIDY: Duration = Duration::from_hours(1);
const WITNESSES: Duration = Duration::from_secs(2);

/// Tidies at once and every hour, and sweeps every second, until `ending`. A round that failed is done again by the
/// next one, so nothing here ends the loop.
pub(super) async fn sweep_until(desk: Desk, ending: CancellationToken) {
    let mut ticks = interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut tidied: Option<Instant> = None;
    loop {
        tokio::select! {
            () = ending.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if tidied.is_none_or(|at| at.elapsed() >= TIDY) {
            let desk = desk.clone();
            round("tidying", async move { operations::tidy(&desk).await }).await;
            tidied = Some(Instant::now());
        }
        let desk = desk.clone();
        round("sweeping", async move { operations::sweep(&desk).await.map(drop) }).await;
    }
}

/// Asks the witnesses of the logs every two seconds, until `ending`. Apart from the sweep, which waits for nobody.
pub(super) async fn ask_witnesses_until(desk: Desk, ending: CancellationToken) {
    let mut ticks = interval(WITNESSES);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = ending.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let desk = desk.clone();
        let asking =
            round("asking witnesses", async move { operations::ask_witnesses(&desk).await.map(drop) });
        tokio::select! {
            () = ending.cancelled() => return,
            () = asking => {}
        }
    }
}

/// One round, in a task of its own: even a fault in it leaves the loop alive.
async fn round(doing: &'static str, work: impl Future<Output = Result<(), Refusal>> + Send + 'static) {
    match tokio::spawn(work).await {
        Ok(Ok(())) => {}
        Ok(Err(why)) => {
            tracing::error!(%why, doing, "a round was not finished; the next one goes on with it");
        }
        Err(why) => tracing::error!(%why, doing, "a round broke off; the next one goes on with it"),
    }
}
