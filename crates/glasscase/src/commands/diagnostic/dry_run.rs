//! `glasscase diagnostic dry-run`: what a diagnostic would hand over, counted by a runner for its own organisation.

use super::run::find;
use super::{inputs, show};
use crate::arguments::DryRunArguments;
use crate::exit::Exit;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use crate::progress;
use anyhow::Result;
use domain::RunId;
use std::io;
use std::time::Duration;
use wire::{Client, DryRun, DryRunAsked, Items, NewRun};

/// How often a dry run is looked at while it is waited for.
const LOOK: Duration = Duration::from_millis(300);

/// Asks for a dry run, waits for its end, and shows what it counted.
pub(super) async fn run(arguments: DryRunArguments, server: &Client, out: &mut Output) -> Result<Exit> {
    let diagnostic = find(&arguments.diagnostic, server).await?;
    let inputs = inputs::of(&arguments.inputs, &(&diagnostic).into())?;
    let DryRunArguments { diagnostic, subscription, no_wait, .. } = arguments;
    let new = NewRun { diagnostic, subscription, inputs };
    let asked: DryRunAsked = server.post(&path::api(&["dry-runs"])?, &new).await?;
    if no_wait {
        out.answer(&asked, |out| {
            out.line(format_args!("The dry run {} waits for a runner. To see what it counted:", asked.run))?;
            out.line(format_args!("  glasscase diagnostic show {}", asked.run))
        })?;
        return Ok(Exit::Done);
    }
    let ended = wait(&asked.run, server).await?;
    out.answer(&ended, |out| shown(&ended, out))?;
    Ok(if ended.state == "finished" { Exit::Done } else { Exit::Failed })
}

async fn wait(run: &RunId, server: &Client) -> Result<DryRun> {
    let bar = progress::waiting(format!("{run}: waits for a runner"));
    loop {
        let dry_run = get(run, server).await?;
        match dry_run.state.as_str() {
            "requested" => {}
            "claimed" => bar.set_message(format!("{run}: a runner counts")),
            _ => {
                bar.finish_and_clear();
                return Ok(dry_run);
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// A dry run by its id.
pub(super) async fn get(run: &RunId, server: &Client) -> Result<DryRun> {
    Ok(server.get(&path::api(&["dry-runs", run.as_str()])?).await?)
}

/// A dry run with what it counted.
pub(super) fn shown(run: &DryRun, out: &mut Output) -> io::Result<()> {
    let (asked, ended) = (out.when(run.requested_at), run.ended_at.map(|at| out.when(at)));
    out.fields(&[
        ("dry run", Some(run.run.to_string())),
        ("diagnostic", Some(format!("{}, version {}", run.diagnostic, run.version))),
        ("on", Some(run.subscription.to_string())),
        ("state", Some(state(run))),
        ("why", run.why.as_deref().and_then(show::explain)),
        ("asked", Some(asked)),
        ("ended", ended),
    ])?;
    let Some(counts) = &run.counts else { return Ok(()) };
    out.line("")?;
    out.line(format_args!(
        "A run would hand over {} item(s) of {} bytes in all.",
        counts.items, counts.bytes
    ))?;
    if counts.spans.is_empty() {
        return out.line("Nothing sensitive was found in them.");
    }
    let mut table = Table::new(["category", "sensitive values"]);
    for (category, count) in &counts.spans {
        table.row([category.clone(), count.to_string()]);
    }
    out.table(&table)?;
    out.line("What the consent of a case does not cover is replaced before it leaves.")
}

/// Where it stands, and why it was stopped.
fn state(run: &DryRun) -> String {
    run.why.as_ref().map_or_else(|| run.state.clone(), |why| format!("{}: {why}", run.state))
}

/// The organisation's latest dry runs.
pub(super) async fn list(server: &Client, out: &mut Output) -> Result<()> {
    let runs: Items<DryRun> = server.get(&path::api(&["dry-runs"])?).await?;
    out.answer(&runs, |out| {
        let mut table = Table::new(["dry run", "diagnostic", "state", "asked", "items", "bytes"]);
        for run in &runs.items {
            let counted = |of: fn(&domain::DryRunCounts) -> u64| {
                run.counts.as_ref().map(|counts| of(counts).to_string()).unwrap_or_default()
            };
            let asked = out.when(run.requested_at);
            let (items, bytes) = (counted(|counts| counts.items), counted(|counts| counts.bytes));
            table.row([run.run.to_string(), run.diagnostic.to_string(), state(run), asked, items, bytes]);
        }
        out.table(&table)
    })?;
    Ok(())
}
