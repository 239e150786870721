//! `glasscase diagnostic check`

use crate::exit::Exit;
use crate::output::Output;
use crate::output::colour::Colour;
use anyhow::Result;
use diagnostics::{Diagnostic, DiagnosticError, Form};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

/// Checks every file, whatever is wrong with the ones before. The exit code says whether all are right.
pub(super) fn run(files: &[PathBuf], out: &mut Output) -> Result<Exit> {
    let mut exit = Exit::Done;
    for file in files {
        let checked = Diagnostic::parse(&crate::commands::text_of(file)?);
        out.answer(&as_json(file, checked.as_ref()), |out| show(file, checked.as_ref(), out))?;
        if checked.is_err() {
            exit = Exit::BadInput;
        }
    }
    Ok(exit)
}

fn as_json(file: &Path, checked: Result<&Diagnostic, &DiagnosticError>) -> Value {
    match checked {
        Ok(diagnostic) => json!({
            "file": file, "right": true, "diagnostic": diagnostic.form().id, "version": diagnostic.form().version,
            "digest": diagnostic.digest(), "categories": diagnostic.form().categories,
        }),
        Err(why) => json!({ "file": file, "right": false, "error": why.to_string() }),
    }
}

fn show(file: &Path, checked: Result<&Diagnostic, &DiagnosticError>, out: &mut Output) -> io::Result<()> {
    match checked {
        Ok(diagnostic) => {
            out.coloured(Colour::Good, "right")?;
            out.line(format_args!("  {}: {}", file.display(), in_a_line(diagnostic.form())))
        }
        Err(why) => {
            out.coloured(Colour::Bad, "WRONG")?;
            out.line(format_args!("  {}: {why}", file.display()))
        }
    }
}

fn in_a_line(form: &Form) -> String {
    let kinds: Vec<_> = form.collectors.iter().map(|collector| collector.kind.name()).collect();
    format!(
        "{} version {}, {}, reads {}; {} inputs, {} checks over {}",
        form.id,
        form.version,
        form.level,
        form.categories,
        form.inputs.len(),
        form.analyzers.len(),
        kinds.join(", "),
    )
}
