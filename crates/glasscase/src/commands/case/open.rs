//! `glasscase case open`

use crate::arguments::OpenArguments;
use crate::failure::Failure;
use crate::output::Output;
use crate::path;
use anyhow::Result;
use domain::Level;
use std::io;
use wire::{Client, ConsentOutcome, ConsentTerms, NewCase, Opened};

pub(super) async fn run(arguments: OpenArguments, server: &Client, out: &mut Output) -> Result<()> {
    let new = new_case(arguments)?;
    let opened: Opened = server.post(&path::api(&["cases"])?, &new).await?;
    out.answer(&opened, |out| show(&opened, new.consent.as_ref(), out))?;
    Ok(())
}

fn new_case(arguments: OpenArguments) -> Result<NewCase> {
    let consent = terms(&arguments)?;
    let text = match (arguments.text, &arguments.text_file) {
        (Some(text), _) => text,
        (None, Some(file)) => crate::commands::text_of(file)?,
        (None, None) => String::new(),
    };
    Ok(NewCase {
        subscriptions: arguments.subscriptions,
        service: arguments.service,
        nature: arguments.nature,
        severity: arguments.severity,
        title: arguments.title,
        text,
        consent,
        tenant: arguments.tenant,
    })
}

/// The consent that goes with the case. Categories alone say what, but not how deep.
fn terms(arguments: &OpenArguments) -> Result<Option<ConsentTerms>> {
    match arguments.terms.level.level() {
        Some(level) => Ok(Some(arguments.terms.at(level))),
        None if arguments.terms.categories().is_some() => {
            Err(Failure::bad_input("--categories says what a consent covers, but no consent was named")
                .advise("add --standard or --advanced")
                .into())
        }
        None => Ok(None),
    }
}

fn show(opened: &Opened, asked: Option<&ConsentTerms>, out: &mut Output) -> io::Result<()> {
    let case = &opened.case;
    out.line(format_args!("Case {case} is open."))?;
    let level = asked.map_or(Level::Standard, |terms| terms.level);
    match opened.consent {
        ConsentOutcome::Given => {
            out.line(format_args!("Your {level} consent is in force. What it opens:"))?;
            out.line(format_args!("  glasscase diagnostic preview {case}"))
        }
        ConsentOutcome::Asked => {
            out.line("The consent waits for somebody who may consent, or for a signature. To give it:")?;
            out.line(format_args!("  glasscase consent give {case} --{level} [--key FILE]"))
        }
        ConsentOutcome::None => {
            out.line("No consent was given, so no diagnostic can run. What a consent would open, and how to give it:")?;
            out.line(format_args!("  glasscase diagnostic preview {case}"))?;
            out.line(format_args!("  glasscase consent give {case}"))
        }
    }
}
