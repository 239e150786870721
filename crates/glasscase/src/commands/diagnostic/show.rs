//! Diagnostics, runs and findings as people read them.

use crate::output::Output;
use crate::output::colour::Colour;
use crate::output::table::Table;
use crate::reason;
use crate::stop_code;
use diagnostics::{Finding, Verdict};
use domain::Bilingual;
use std::borrow::Cow;
use std::io;
use wire::{DiagnosticSummary, InputSummary, Preview, PreviewedDiagnostic, Run};

/// The catalogue.
pub(super) fn catalogue(diagnostics: &[DiagnosticSummary], out: &mut Output) -> io::Result<()> {
    for diagnostic in diagnostics {
        heading(diagnostic, out)?;
        inputs(diagnostic, out)?;
    }
    Ok(())
}

fn heading(diagnostic: &DiagnosticSummary, out: &mut Output) -> io::Result<()> {
    out.line(format_args!("{}: {}", diagnostic.diagnostic, diagnostic.title.en))?;
    out.line(format_args!("  {}", diagnostic.question.en))?;
    out.line(format_args!("  {}", diagnostic.explanation.en))?;
    out.fields(&[
        ("level", Some(diagnostic.level.to_string())),
        ("reads", Some(diagnostic.categories.to_string())),
    ])
}

fn inputs(diagnostic: &DiagnosticSummary, out: &mut Output) -> io::Result<()> {
    for (name, input) in &diagnostic.inputs {
        out.line(format_args!("  --input {name}={}  {}", input.kind.to_uppercase(), meaning(input)))?;
    }
    out.line("")
}

fn meaning(input: &InputSummary) -> String {
    let text = &input.description.en;
    match (&input.default, input.required) {
        (Some(default), _) => format!("{text} [default: {default}]"),
        (None, true) => format!("{text} (required)"),
        (None, false) => text.clone(),
    }
}

/// What a consent would enable.
pub(super) fn preview(preview: &Preview, out: &mut Output) -> io::Result<()> {
    out.line(format_args!("With {} consent for {}:", preview.level, preview.categories))?;
    out.line("")?;
    preview.diagnostics.iter().try_for_each(|one| previewed(one, out))
}

fn previewed(previewed: &PreviewedDiagnostic, out: &mut Output) -> io::Result<()> {
    heading(&previewed.diagnostic, out)?;
    if previewed.allowed {
        out.coloured(Colour::Warning, "  could run")?;
    } else {
        out.coloured(Colour::Good, "  could not run")?;
        match previewed.reason {
            Some(_) if !previewed.missing.is_empty() => {
                out.text(format_args!(": lacks {}", previewed.missing))?;
            }
            Some(reason) => out.text(format_args!(": {}", reason::explain(reason)))?,
            None => {}
        }
    }
    out.line("\n")
}

/// The runs of a case.
pub(super) fn runs(runs: &[Run], out: &mut Output) -> io::Result<()> {
    if runs.is_empty() {
        return out.line("No diagnostic was run in this case.");
    }
    let mut table = Table::new(["run", "diagnostic", "state", "asked", "evidence"]);
    for run in runs {
        let collection = run.collection.as_ref().map(ToString::to_string).unwrap_or_default();
        let asked = out.when(run.requested_at);
        table.row([run.run.to_string(), run.diagnostic.to_string(), state(run), asked, collection]);
    }
    out.table(&table)
}

fn state(run: &Run) -> String {
    match &run.why {
        Some(why) => format!("{}: {}", run.state, why.replace('_', " ")),
        None => run.state.clone(),
    }
}

/// Why a run was not allowed, or was stopped.
pub(super) fn explain(why: &str) -> Option<String> {
    match serde_json::from_value(why.into()) {
        Ok(rule) => Some(reason::explain(rule).to_owned()),
        Err(_) => stop_code::explain(why).map(Cow::into_owned),
    }
}

/// A run with what it found.
pub(super) fn run(run: &Run, out: &mut Output) -> io::Result<()> {
    let (asked, ended) = (out.when(run.requested_at), run.ended_at.map(|at| out.when(at)));
    let missing = (!run.missing.is_empty()).then(|| run.missing.to_string());
    let evidence = run.collection.as_ref().map(|id| format!("{id}   (glasscase evidence show {id})"));
    out.fields(&[
        ("run", Some(run.run.to_string())),
        ("diagnostic", Some(format!("{}, version {}", run.diagnostic, run.version))),
        ("on", Some(run.subscription.to_string())),
        ("state", Some(state(run))),
        ("why", run.why.as_deref().and_then(explain)),
        ("missing", missing),
        ("asked", Some(asked)),
        ("ended", ended),
        ("evidence", evidence),
    ])?;
    let Some(found) = &run.findings else { return Ok(()) };
    out.line("")?;
    match serde_json::from_value::<Vec<Finding>>(found.clone()) {
        Ok(findings) if findings.is_empty() => out.line("It found nothing to tell."),
        Ok(findings) => findings.iter().try_for_each(|one| finding(one, false, out)),
        Err(_) => out.line(found),
    }
}

/// A finding, with what to do unless all is well.
pub(in crate::commands) fn finding(finding: &Finding, french: bool, out: &mut Output) -> io::Result<()> {
    let in_language = |text: &Bilingual| if french { text.fr.clone() } else { text.en.clone() };
    let (colour, word) = match finding.verdict {
        Verdict::Pass => (Colour::Good, "pass"),
        Verdict::Unknown => (Colour::Warning, "?   "),
        Verdict::Warn => (Colour::Warning, "warn"),
        Verdict::Fail => (Colour::Bad, "FAIL"),
    };
    out.coloured(colour, word)?;
    out.line(format_args!("  {}", in_language(&finding.message)))?;
    if finding.verdict == Verdict::Pass {
        Ok(())
    } else {
        out.line(format_args!("      {}", in_language(&finding.advice)))
    }
}
