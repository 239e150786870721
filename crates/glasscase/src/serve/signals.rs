//! Signals: what an operator at the machine tells the server.

use anyhow::{Context as _, Result};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// How far the end of the server has come.
pub(crate) struct Ending {
    /// Somebody asked for it: what is under way may finish.
    pub(crate) asked: CancellationToken,
    /// Somebody asked again: nothing is waited for.
    pub(crate) insisted: CancellationToken,
}

/// Heeds SIGINT, SIGTERM and SIGUSR1 from here on; the last one confirms the clock.
///
/// # Errors
/// If the system lets no signal be handled.
pub(crate) fn heed(confirmed: impl Fn() + Send + 'static) -> Result<Ending> {
    let listen = |kind| signal(kind).context("cannot listen to signals");
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let mut confirm = listen(SignalKind::user_defined1())?;
    let ending = Ending { asked: CancellationToken::new(), insisted: CancellationToken::new() };
    let (asked, insisted) = (ending.asked.clone(), ending.insisted.clone());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                biased;
                _ = confirm.recv() => confirmed(),
                _ = interrupt.recv() => end(&asked, &insisted),
                _ = terminate.recv() => end(&asked, &insisted),
            }
        }
    });
    Ok(ending)
}

fn end(asked: &CancellationToken, insisted: &CancellationToken) {
    if asked.is_cancelled() {
        insisted.cancel();
    } else {
        tracing::info!("the server ends: requests under way may finish");
        asked.cancel();
    }
}
