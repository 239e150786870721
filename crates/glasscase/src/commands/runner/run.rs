//! `glasscase runner run`

use super::failures;
use crate::logging;
use ::runner::{Ended, Settings};
use anyhow::{Context as _, Result};
use collect::{Confinement, Program};
use diagnostics::Catalogue;
use std::path::Path;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Runs until a signal asks for its end, or somebody stops the runner on this machine.
pub(super) async fn run(file: &Path) -> Result<()> {
    logging::begin("warn,runner=info,glasscase=info")?;
    let settings = settings(file)?;
    let shutdown = CancellationToken::new();
    heed_signals(shutdown.clone())?;
    match ::runner::run(&settings, Catalogue::built_in(), program()?, shutdown)
        .await
        .map_err(failures::of_start)?
    {
        Ended::ShutDown => tracing::info!("the runner ended"),
        Ended::StoppedOnMachine => {
            tracing::info!(
                "the runner was stopped on this machine; `glasscase runner resume` lets it work again"
            );
        }
    }
    Ok(())
}

/// Reads a runner's settings.
pub(crate) fn settings(file: &Path) -> Result<Settings> {
    Ok(Settings::read(file).map_err(|why| failures::of_settings(&why))?)
}

/// This very program, as a collecting process.
pub(crate) fn program() -> Result<Program> {
    Ok(Program {
        path: std::env::current_exe().context("cannot tell where this program is")?,
        arguments: vec![crate::COLLECTING.into()],
        confinement: Confinement::Required,
    })
}

/// Cancels `shutdown` on SIGINT and SIGTERM.
fn heed_signals(shutdown: CancellationToken) -> Result<()> {
    let listen = |kind| signal(kind).context("cannot listen to signals");
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("the runner ends: its runs stop");
        shutdown.cancel();
    });
    Ok(())
}
