//! `glasscase diagnostic run`

use super::{inputs, show};
use crate::arguments::RunArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::output::colour::Colour;
use crate::path;
use crate::progress;
use crate::reason;
use anyhow::Result;
use domain::{DiagnosticId, Reason};
use std::io::{self, Write as _};
use std::time::{Duration, Instant};
use wire::{Client, DiagnosticSummary, Items, NewRun, Ran, Run};

/// After how long without a runner to say so.
const PATIENCE: Duration = Duration::from_secs(10);
/// After how long with a runner to say so: most diagnostics are done sooner.
const PATIENCE_WITH_RUNNER: Duration = Duration::from_mins(2);
/// How often a run is looked at while it is waited for.
const LOOK: Duration = Duration::from_millis(300);

/// Runs a diagnostic, waits for its end, and shows what it found.
pub(super) async fn run(arguments: RunArguments, server: &Client, out: &mut Output) -> Result<Exit> {
    let diagnostic = find(&arguments.diagnostic, server).await?;
    let inputs = inputs::of(&arguments.inputs, &(&diagnostic).into())?;
    let new = NewRun {
        diagnostic: arguments.diagnostic.clone(),
        subscription: arguments.subscription.clone(),
        inputs,
    };
    let path = path::api(&["cases", arguments.case.as_str(), "runs"])?;
    let ran: Ran = server.post(&path, &new).await?;
    if !ran.allowed {
        out.answer(&ran, |out| show_denied(&arguments, &diagnostic, &ran, out))?;
        return Ok(Exit::Denied);
    }
    if !arguments.waits() {
        out.answer(&ran, |out| {
            out.line(format_args!(
                "The run {} is allowed, and waits for a runner. To see what it found:",
                ran.run
            ))?;
            out.line(format_args!("  glasscase diagnostic show {}", ran.run))
        })?;
        return Ok(Exit::Done);
    }
    let ended = wait(&ran, server).await?;
    out.answer(&ended, |out| show::run(&ended, out))?;
    Ok(if ended.state == "finished" { Exit::Done } else { Exit::Failed })
}

pub(super) async fn find(wanted: &DiagnosticId, server: &Client) -> Result<DiagnosticSummary> {
    let mut all: Items<DiagnosticSummary> = server.get(&path::api(&["diagnostics"])?).await?;
    let known: Vec<_> = all.items.iter().map(|one| one.diagnostic.to_string()).collect();
    match all.items.iter().position(|one| one.diagnostic == *wanted) {
        Some(place) => Ok(all.items.swap_remove(place)),
        None => Err(Failure::bad_input(format!("there is no diagnostic `{wanted}`"))
            .advise(format!("there are: {}", known.join(", ")))
            .into()),
    }
}

/// Looks at the run until it has ended, and tells on a terminal where it stands.
async fn wait(ran: &Ran, server: &Client) -> Result<Run> {
    let path = path::api(&["runs", ran.run.as_str()])?;
    let bar = progress::waiting(format!("{}: waits for a runner", ran.run));
    let begun = Instant::now();
    let mut is_told = false;
    loop {
        let run: Run = server.get(&path).await?;
        match run.state.as_str() {
            "requested" => bar.set_message(format!("{}: waits for a runner", ran.run)),
            "claimed" => bar.set_message(format!("{}: a runner collects", ran.run)),
            _ => {
                bar.finish_and_clear();
                return Ok(run);
            }
        }
        let patience = if run.state == "requested" { PATIENCE } else { PATIENCE_WITH_RUNNER };
        if !is_told && begun.elapsed() > patience {
            is_told = true;
            // Whoever reads a file or a pipe sees no progress bar.
            bar.suspend(|| tell_of_waiting(&run));
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Nobody takes the run, or whoever took it does not come to an end: says so once, with what to do.
fn tell_of_waiting(run: &Run) {
    let (id, what) = (
        &run.run,
        match run.state.as_str() {
            "requested" => "no runner has taken it",
            _ => "its runner is at work, or was killed; it ends the run once it is back",
        },
    );
    let told = format!(
        "{id} still waits: {what}. The customer sees their runners with `glasscase runner list`; Ctrl-C ends the waiting alone, and `glasscase diagnostic stop {id}` the run.\n"
    );
    // Nobody reads what cannot be written.
    let _ = io::stderr().write_all(told.as_bytes());
}

/// Why it was denied, what is missing, and the command that asks for it.
fn show_denied(
    arguments: &RunArguments,
    diagnostic: &DiagnosticSummary,
    ran: &Ran,
    out: &mut Output,
) -> io::Result<()> {
    let reason = ran.reason.unwrap_or(Reason::NoConsent);
    out.coloured(Colour::Bad, "Denied")?;
    out.line(format_args!(": {} ({reason}).", reason::explain(reason)))?;
    if !ran.missing.is_empty() {
        out.line(format_args!("Missing: {}.", ran.missing))?;
    }
    let (level, categories) = (diagnostic.level, diagnostic.categories);
    if let Some(command) = reason::remedy(reason, &arguments.case, level, categories, ran.missing) {
        out.line("To ask for it:")?;
        out.line(format_args!("  {command}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments, Command, DiagnosticCommand, DiagnosticServerCommand};
    use clap::Parser as _;
    use serde_json::{Value, json};

    fn check(reason: &str, missing: &Value) -> String {
        let parsed =
            Arguments::try_parse_from(["glasscase", "diagnostic", "run", "c1", "log-search"]).unwrap();
        let Command::Diagnostic(DiagnosticCommand::AtServer(DiagnosticServerCommand::Run(arguments))) =
            parsed.command
        else {
            panic!("no run")
        };
        let diagnostic = serde_json::from_value(json!({
            "diagnostic": "log-search", "version": 1, "digest": "", "title": { "en": "", "fr": "" },
            "question": { "en": "", "fr": "" }, "explanation": { "en": "", "fr": "" }, "level": "advanced", "categories": ["oii", "euii"], "inputs": {},
        }));
        let ran = serde_json::from_value(json!({
            "run": "c1-r1", "at": "2026-01-01T00:00:00Z", "allowed": false, "reason": reason, "missing": missing,
        }));
        let (mut out, text) = Output::in_memory(false, false);
        show_denied(&arguments, &diagnostic.unwrap(), &ran.unwrap(), &mut out).unwrap();
        text.read()
    }

    #[test]
    fn a_denial_tells_the_rule_what_is_missing_and_how_to_ask() {
        let text = check("category_not_granted", &json!(["euii"]));
        assert!(text.starts_with("Denied: the diagnostic reads categories"), "{text}");
        assert!(text.contains("Missing: euii.\n"), "{text}");
        assert!(text.contains("  glasscase request ask c1 --categories euii --for 2h --reason "), "{text}");
        let text = check("lapsed", &json!([]));
        assert!(text.contains("(lapsed)") && !text.contains("Missing"), "{text}");
        assert!(text.contains("  glasscase consent ask c1 --advanced --categories oii,euii\n"), "{text}");
    }
}
