//! `glasscase case open`

use crate::arguments::OpenArguments;
use crate::commands::consent;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::path;
use anyhow::Result;
use domain::{Level, Role};
use std::io::{self, IsTerminal as _};
use wire::{Client, ConsentOutcome, ConsentTerms, Me, NewCase, Opened};

/// Opens the case. Somebody who sits before a terminal sees the text of the consent, and is asked, before they give it.
pub(super) async fn run(arguments: OpenArguments, invocation: &mut Invocation) -> Result<()> {
    let server = invocation.server()?;
    let mut new = new_case(arguments)?;
    let to_agree = if is_asked_here(&new, &server, invocation).await? { new.consent.take() } else { None };
    let opened: Opened = server.post(&path::api(&["cases"])?, &new).await?;
    match to_agree {
        None => invocation.out.answer(&opened, |out| show(&opened, new.consent.as_ref(), out))?,
        Some(terms) => {
            invocation.out.line(format_args!("Case {} is open. Its consent reads:", opened.case))?;
            invocation.out.flush()?;
            consent::give_in_person(&opened.case, terms, invocation).await?;
        }
    }
    Ok(())
}

/// Whether whoever types this can be shown a consent and agree to it now: where consents are signed they need their key,
/// and whoever may not consent asks somebody who may.
async fn is_asked_here(new: &NewCase, server: &Client, invocation: &Invocation) -> Result<bool> {
    if new.consent.is_none() || invocation.out.is_json() || !io::stdin().is_terminal() {
        return Ok(false);
    }
    let me: Me = server.get(&path::api(&["me"])?).await?;
    Ok(me.roles.contains(&Role::Consenter) && !consent::has_consent_keys(invocation).await?)
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
