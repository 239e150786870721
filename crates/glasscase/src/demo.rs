//! `glasscase demo`: one support case from opening to proof, on this machine, with nothing staged.
//!
//! The server and the runners are processes of this same program. Every step is one of its commands as a person would
//! type it, and what is told of it is what that command answered. If an answer is not what the step promises, the
//! demo fails.

mod children;
mod folder;
mod logs;
mod people;
mod port;
mod service;
mod shell;
mod stage;
mod steps;
mod story;

use crate::arguments::DemoArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use anyhow::{Context as _, Result};
use folder::Folder;
use stage::Stage;
use story::Story;
use tokio::signal::unix::{SignalKind, signal};

/// Walks through the case, and leaves the server running afterwards unless told otherwise.
///
/// # Errors
/// If the port or the folder cannot be used, or a step does not come out as it should.
pub(crate) async fn run(arguments: DemoArguments, out: &mut Output) -> Result<Exit> {
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let mut interrupted = std::pin::pin!(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    });
    let port = port::check(arguments.port)?;
    let folder = Folder::choose(arguments.data.as_deref())?;
    let mut stage = Stage::prepare(folder, port).await?;
    let mut story = Story::new(out);

    let walked = tokio::select! {
        walked = steps::walk(&mut stage, &arguments, &mut story) => walked,
        () = &mut interrupted => Err(Failure::failed("the demo was interrupted").into()),
    };
    let ended = match walked {
        Ok(()) if !arguments.exit => tokio::select! {
            why = stage.children.broken() => Err(why),
            () = &mut interrupted => Ok(()),
        },
        walked => walked,
    };
    stage.children.end().await;
    match ended {
        Ok(()) => stage.folder.leave()?,
        // What happened can still be looked up there.
        Err(why) => {
            return Err(why.context(format!(
                "the demo broke off; its logs are in `{}`",
                stage.folder.path().display()
            )));
        }
    }
    Ok(Exit::Done)
}

fn listen(kind: SignalKind) -> Result<tokio::signal::unix::Signal> {
    signal(kind).context("cannot listen to signals")
}
