//! `glasscase diagnostic compare`

use super::show;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::output::colour::Colour;
use crate::path;
use anyhow::Result;
use diagnostics::{Change, Changed, Finding, compare};
use domain::RunId;
use serde_json::{Value, json};
use std::io;
use wire::{Client, Items, Run};

/// Compares a run with an earlier one of the same diagnostic: the one named, or the last before it in its case.
pub(super) async fn run(
    later: &RunId,
    earlier: Option<&RunId>,
    server: &Client,
    out: &mut Output,
) -> Result<Exit> {
    let after = fetch(later, server).await?;
    let before = match earlier {
        Some(earlier) => fetch(earlier, server).await?,
        None => fetch(&last_before(&after, server).await?, server).await?,
    };
    if before.diagnostic != after.diagnostic {
        let what = format!(
            "{} ran `{}`, and {} ran `{}`",
            before.run, before.diagnostic, after.run, after.diagnostic
        );
        return Err(Failure::bad_input(what).advise("compare two runs of one diagnostic").into());
    }
    let changes = compare(&findings(&before)?, &findings(&after)?);
    let answer = json!({ "before": before.run, "after": after.run, "changes": changes });
    out.answer(&answer, |out| shown(&before, &after, &changes, out))?;
    Ok(Exit::Done)
}

async fn fetch(run: &RunId, server: &Client) -> Result<Run> {
    Ok(server.get(&path::api(&["runs", run.as_str()])?).await?)
}

/// The last finished run of the same diagnostic on the same subscription before this one.
async fn last_before(run: &Run, server: &Client) -> Result<RunId> {
    let all: Items<Run> = server.get(&path::api(&["cases", run.case.as_str(), "runs"])?).await?;
    let earlier = all.items.into_iter().filter(|one| {
        one.diagnostic == run.diagnostic
            && one.subscription == run.subscription
            && one.state == "finished"
            && one.requested_at < run.requested_at
    });
    let last = earlier.max_by_key(|one| one.requested_at);
    last.map(|one| one.run).ok_or_else(|| {
        Failure::failed(format!("no earlier run of `{}` finished in this case", run.diagnostic))
            .advise("run it again later, and compare then")
            .into()
    })
}

fn findings(run: &Run) -> Result<Vec<Finding>> {
    let found = run.findings.clone().ok_or_else(|| {
        Failure::failed(format!("what {} found cannot be seen", run.run))
            .advise("it did not finish, was erased, or your access does not cover it")
    })?;
    serde_json::from_value(found).map_err(|why| {
        Failure::failed(format!("what {} found is not understood: {why}", run.run))
            .advise("use the program in the server's version")
            .into()
    })
}

fn shown(before: &Run, after: &Run, changes: &[Change], out: &mut Output) -> io::Result<()> {
    let (earlier, later) = (out.when(before.requested_at), out.when(after.requested_at));
    out.line(format_args!("{}, {earlier} → {later}:", after.diagnostic))?;
    if changes.is_empty() {
        return out.line("Nothing changed.");
    }
    changes.iter().try_for_each(|change| one(change, out))
}

fn one(change: &Change, out: &mut Output) -> io::Result<()> {
    let (finding, word) = match change {
        Change::Appeared { finding } => (finding, "new   "),
        Change::Gone { finding } => (finding, "gone  "),
        Change::Differs { finding, .. } => (finding, "differs "),
    };
    out.coloured(if change.is_worse() { Colour::Bad } else { Colour::Dim }, word)?;
    show::finding(finding, false, out)?;
    let Change::Differs { facts, .. } = change else { return Ok(()) };
    facts.iter().try_for_each(|Changed { pointer, before, after }| {
        out.line(format_args!("          {pointer}: {} → {}", value(before.as_ref()), value(after.as_ref())))
    })
}

fn value(value: Option<&Value>) -> String {
    value.map_or_else(|| "–".to_owned(), Value::to_string)
}
