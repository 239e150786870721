//! `glasscase runner`: at the server, and on the machine where the data is.

mod consents;
mod enrol;
mod failures;
mod packs;
mod run;
mod stop;
mod trust;

pub(super) use run::{program, settings};

use crate::arguments::{RunnerCommand, RunnerFolderArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use ::runner::{Settings, SettingsError};
use anyhow::Result;
use serde_json::json;
use std::io;
use std::path::PathBuf;
use wire::{Done, Invitation, Items, RunnerSummary};

/// What a runner's settings name cannot be used.
pub(super) fn unusable(why: &SettingsError) -> Failure {
    failures::of_context(why)
}

pub(super) async fn run(command: RunnerCommand, invocation: &mut Invocation) -> Result<Exit> {
    match command {
        RunnerCommand::Invite => {
            let path = path::api(&["runners", "invitations"])?;
            let invitation: Invitation = invocation.server()?.post(&path, &json!({})).await?;
            invocation.out.answer(&invitation, |out| show_invitation(&invitation, out))?;
        }
        RunnerCommand::List => {
            let runners: Items<RunnerSummary> = invocation.server()?.get(&path::api(&["runners"])?).await?;
            invocation.out.answer(&runners, |out| out.table(&table(&runners.items)))?;
        }
        RunnerCommand::Remove { runner } => {
            let path = path::api(&["runners", runner.as_str()])?;
            let done: Done = invocation.server()?.delete(&path).await?;
            invocation.out.answer(&done, |out| out.line(format_args!("The runner {runner} was removed.")))?;
        }
        RunnerCommand::Enrol(arguments) => enrol::run(&arguments, &mut invocation.out).await?,
        RunnerCommand::Run { settings } => run::run(&settings).await?,
        RunnerCommand::Trust { public_key, folder } => {
            trust::trust(&public_key, &folder, &mut invocation.out)?;
        }
        RunnerCommand::Distrust { key, folder } => trust::distrust(&key, &folder, &mut invocation.out)?,
        RunnerCommand::Trusted { folder } => trust::list(&folder, &mut invocation.out)?,
        RunnerCommand::Take { pack, settings } => {
            packs::take(pack.as_deref(), &settings, &mut invocation.out).await?;
        }
        RunnerCommand::Consents { case, folder } => {
            consents::run(case.as_ref(), &folder, &mut invocation.out)?;
        }
        RunnerCommand::Stop { folder, patience } => stop::stop(&folder, patience, &mut invocation.out)?,
        RunnerCommand::Resume { folder } => stop::resume(&folder, &mut invocation.out)?,
    }
    Ok(Exit::Done)
}

/// The runner's own folder.
fn folder_of(arguments: &RunnerFolderArguments) -> Result<PathBuf> {
    match &arguments.data {
        Some(data) => Ok(data.clone()),
        None => Ok(Settings::read(&arguments.settings).map_err(|why| failures::of_settings(&why))?.data),
    }
}

/// The arguments that name the same runner again.
fn again(arguments: &RunnerFolderArguments) -> String {
    match &arguments.data {
        Some(data) => format!("--data {}", data.display()),
        None => format!("--settings {}", arguments.settings.display()),
    }
}

fn show_invitation(invitation: &Invitation, out: &mut Output) -> io::Result<()> {
    let expires = out.when(invitation.expires_at);
    out.line(format_args!("The runner {} may enrol until {expires}. On its machine:", invitation.runner))?;
    out.line(format_args!("  glasscase runner enrol {} --settings runner.yaml", invitation.code))
}

fn table(runners: &[RunnerSummary]) -> Table {
    let mut table = Table::new(["runner", "enrolled", "connected", "program", "public key"]);
    let yes_no = |yes| if yes { "yes" } else { "no" }.to_owned();
    for runner in runners {
        let key = runner.public_key.clone().unwrap_or_default();
        let program = runner.program.clone().unwrap_or_default();
        table.row([
            runner.runner.to_string(),
            yes_no(runner.enrolled),
            yes_no(runner.connected),
            program,
            key,
        ]);
    }
    table
}
