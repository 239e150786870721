//! Findings of a trial, written into a case.

use crate::output::Output;
use crate::path;
use ::runner::Trial;
use anyhow::Result;
use diagnostics::{Diagnostic, Verdict};
use domain::CaseId;
use wire::{Client, Said, Say};

/// Writes the masked findings into the case, as a message of whoever tried.
pub(super) async fn to_case(
    case: &CaseId,
    diagnostic: &Diagnostic,
    trial: &Trial,
    french: bool,
    server: &Client,
    out: &mut Output,
) -> Result<()> {
    let text = message(diagnostic, trial, french);
    let said: Said = server.post(&path::api(&["cases", case.as_str(), "messages"])?, &Say { text }).await?;
    out.answer(&said, |out| {
        out.line("")?;
        out.line(format_args!(
            "What it found is in {case}, with sensitive values replaced; nothing else left this machine."
        ))
    })?;
    Ok(())
}

fn message(diagnostic: &Diagnostic, trial: &Trial, french: bool) -> String {
    let form = diagnostic.form();
    let mut text = if french {
        format!(
            "Nous avons lancé nous-mêmes le diagnostic {} (version {}). Il dit :\n",
            form.id, form.version
        )
    } else {
        format!("We ran the diagnostic {} (version {}) ourselves. It says:\n", form.id, form.version)
    };
    for finding in &trial.masked {
        let word = match finding.verdict {
            Verdict::Pass => "pass",
            Verdict::Unknown => "unknown",
            Verdict::Warn => "warn",
            Verdict::Fail => "FAIL",
        };
        let said = if french { &finding.message.fr } else { &finding.message.en };
        text.push_str(&["- ", word, ": ", said, "\n"].concat());
    }
    text
}
