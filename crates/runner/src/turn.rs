//! A run's turn: it is claimed when there is one, and worked on by a thread that holds it.

use crate::conduct::report;
use crate::ending::Ending;
use crate::reports::not_held;
use crate::runner::Runner;
use crate::uplink::Uplink;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::thread;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// Waits for a turn and claims the run. None if it is not to be had; then the server knows, or hears of it later.
pub(crate) async fn claim<C: DeserializeOwned>(
    runner: &Runner,
    link: &Uplink<'_>,
) -> Option<(C, OwnedSemaphorePermit)> {
    let run = link.run;
    // Until a turn comes the server gives the run to whoever claims it first, and nothing is to be told.
    let turn = link.unless_halted(Arc::clone(&runner.turns).acquire_owned()).await.ok()?.ok()?;
    runner.held.claim(run, runner.connection());
    match link.claim().await {
        Ok(claimed) => Some((claimed, turn)),
        Err(Ending::Gone(why)) => {
            tracing::debug!(%run, ?why, "did not get a run");
            None
        }
        // The server may count it as this runner's all the same.
        Err(why) => {
            tracing::warn!(%run, %why, "a claim ended without an answer");
            report(runner, run, why.report().unwrap_or_else(not_held)).await;
            None
        }
    }
}

/// Work that a thread does, holding a run's turn.
pub(crate) struct Working<T>(oneshot::Receiver<Result<T, Ending>>);

impl<T: Send + 'static> Working<T> {
    /// Starts the thread. It is none of the async runtime's, which would wait for it at its end: a disk that does not answer
    /// must not keep the process alive.
    pub(crate) fn begin(
        name: &str,
        turn: OwnedSemaphorePermit,
        work: impl FnOnce() -> Result<T, Ending> + Send + 'static,
    ) -> Result<Self, Ending> {
        let (done, working) = oneshot::channel();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            // The turn is over when the thread ends, however long the upload lives: threads are bounded by turns.
            let _turn = turn;
            // Nobody listens any more if the run was halted.
            let _ = done.send(work());
        });
        thread.map(|_| Self(working)).map_err(|_| Ending::Unexpected)
    }

    /// Waits for the end of the work, as long as the run may go on.
    pub(crate) async fn done(self, link: &Uplink<'_>) -> Result<T, Ending> {
        let done = link.unless_halted(self.0).await?.map_err(|_| Ending::Unexpected)?;
        // A collector that saw the stop may be here before the halt that caused it.
        done.map_err(|ending| link.halt.cause().map_or(ending, Ending::Halted))
    }
}
