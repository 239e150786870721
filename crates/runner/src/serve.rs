//! The runner's life: it starts, listens, and ends its runs before it ends.

use crate::connection::stay_connected;
use crate::halt::Cause;
use crate::runner::{Runner, StartError};
use crate::settings::Settings;
use crate::watch::watch;
use collect::Program;
use diagnostics::Catalogue;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How long runs may take to end, and the server to hear of it, when the runner ends.
const ENDING: Duration = Duration::from_secs(3);

/// Why the runner ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Whoever started it asked for it.
    ShutDown,
    /// Somebody stopped it on its machine ([`crate::stop`]).
    StoppedOnMachine,
}

/// Runs an enrolled runner until `shutdown` is cancelled or somebody stops it on its machine. A server that cannot be
/// reached is no error: the runner tries again for ever. Each run is collected by a process of `program`.
///
/// # Errors
/// [`StartError`] if it cannot start.
pub async fn run(
    settings: &Settings,
    catalogue: Catalogue,
    program: Program,
    shutdown: CancellationToken,
) -> Result<Ended, StartError> {
    let runner = Arc::new(Runner::open(settings, catalogue, program)?);
    let stopped = CancellationToken::new();
    watch(&runner, stopped.clone())?;
    tracing::info!(runner = %runner.identity.runner, tenant = %runner.identity.tenant, "the runner works");
    let ended = tokio::select! {
        () = shutdown.cancelled() => Ended::ShutDown,
        () = stopped.cancelled() => Ended::StoppedOnMachine,
        () = stay_connected(&runner) => Ended::ShutDown,
    };
    // Nothing is offered any more, since nobody listens; what runs ends, and the server hears of it.
    runner.held.halt_all(Cause::ShuttingDown);
    runner.tasks.close();
    if timeout(ENDING, runner.tasks.wait()).await.is_err() {
        tracing::warn!("some runs did not end in time");
    }
    Ok(ended)
}
