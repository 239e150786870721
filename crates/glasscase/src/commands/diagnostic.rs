//! `glasscase diagnostic`

mod check;
mod compare;
mod docs;
mod dry_run;
mod inputs;
pub(super) mod named;
mod run;
pub(super) mod show;
mod trial;

use crate::arguments::{DiagnosticCommand, DiagnosticHereCommand, DiagnosticServerCommand, PreviewArguments};
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::path;
use crate::reason;
use anyhow::Result;
use domain::is_dry_run;
use serde_json::json;
use std::fmt::Display;
use wire::{Client, DiagnosticSummary, Done, Items, Preview, Run};

pub(super) async fn run(command: DiagnosticCommand, invocation: &mut Invocation) -> Result<Exit> {
    match command {
        DiagnosticCommand::Here(command) => here(&command, invocation).await,
        DiagnosticCommand::AtServer(command) => at_server(command, invocation).await,
    }
}

async fn at_server(command: DiagnosticServerCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        DiagnosticServerCommand::List => {
            let diagnostics: Items<DiagnosticSummary> = server.get(&path::api(&["diagnostics"])?).await?;
            out.answer(&diagnostics, |out| show::catalogue(&diagnostics.items, out))?;
        }
        DiagnosticServerCommand::Preview(arguments) => preview(&arguments, &server, out).await?,
        DiagnosticServerCommand::Run(arguments) => return run::run(arguments, &server, out).await,
        DiagnosticServerCommand::Runs { case } => {
            let runs: Items<Run> = server.get(&path::api(&["cases", case.as_str(), "runs"])?).await?;
            out.answer(&runs, |out| show::runs(&runs.items, out))?;
        }
        DiagnosticServerCommand::DryRun(arguments) => return dry_run::run(arguments, &server, out).await,
        DiagnosticServerCommand::DryRuns => dry_run::list(&server, out).await?,
        DiagnosticServerCommand::Show { run } if is_dry_run(&run) => {
            let run = dry_run::get(&run, &server).await?;
            out.answer(&run, |out| dry_run::shown(&run, out))?;
        }
        DiagnosticServerCommand::Show { run } => {
            let run: Run = server.get(&path::api(&["runs", run.as_str()])?).await?;
            out.answer(&run, |out| show::run(&run, out))?;
        }
        DiagnosticServerCommand::Compare { run, with } => {
            return compare::run(&run, with.as_ref(), &server, out).await;
        }
        DiagnosticServerCommand::Stop { run } => {
            let (kind, what) = if is_dry_run(&run) {
                ("dry-runs", "nothing left the runner's machine")
            } else {
                ("runs", "what it shipped is destroyed")
            };
            let done: Done = server.post(&path::api(&[kind, run.as_str(), "stop"])?, &json!({})).await?;
            out.answer(&done, |out| out.line(format_args!("The run {run} is stopped; {what}.")))?;
        }
    }
    Ok(Exit::Done)
}

async fn here(command: &DiagnosticHereCommand, invocation: &mut Invocation) -> Result<Exit> {
    match command {
        DiagnosticHereCommand::Try(arguments) => trial::run(arguments, invocation).await,
        DiagnosticHereCommand::Check { files } => check::run(files, &mut invocation.out),
        DiagnosticHereCommand::Docs(arguments) => docs::run(arguments, &mut invocation.out),
    }
}

async fn preview(arguments: &PreviewArguments, server: &Client, out: &mut Output) -> Result<()> {
    let level = arguments.level.level();
    let categories = arguments.categories().map(reason::list);
    let level = level.as_ref().map(|level| level as &dyn Display);
    let categories = categories.as_ref().map(|list| list as &dyn Display);
    let path = path::api(&["cases", arguments.case.as_str(), "preview"])?;
    let path = path::with_query(&path, &[("level", level), ("categories", categories)]);
    let preview: Preview = server.get(&path).await?;
    out.answer(&preview, |out| show::preview(&preview, out))?;
    Ok(())
}
