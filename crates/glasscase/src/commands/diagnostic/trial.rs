//! `glasscase diagnostic try`

mod attach;

use super::{inputs, named, show};
use crate::arguments::TryArguments;
use crate::commands::runner;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use ::runner::{Settings, Trial, TriedItem};
use anyhow::Result;
use collect::{CollectError, Order, Program, Stop};
use diagnostics::Diagnostic;
use domain::SubscriptionId;
use operations::clock::{Clock as _, SystemClock};
use serde_json::{Value, json};
use std::io;
use std::sync::Arc;
use std::time::Instant;

/// Runs a diagnostic on this machine, for whoever sits before it.
pub(super) async fn run(arguments: &TryArguments, invocation: &mut Invocation) -> Result<Exit> {
    // Found out first: a server that cannot be named makes the trial useless.
    let server = arguments.attach.as_ref().map(|_| invocation.server()).transpose()?;
    let out = &mut invocation.out;
    let diagnostic = named::find(&arguments.diagnostic)?;
    let given = inputs::of(&arguments.inputs, &diagnostic.form().into())?;
    let inputs =
        diagnostic.check_inputs(&Value::Object(given)).map_err(|why| Failure::bad_input(why.to_string()))?;
    let settings = runner::settings(&arguments.settings)?;
    let subscription = subscription(arguments, &settings)?;
    let scope = settings.scope(&[]).map_err(|why| runner::unusable(&why))?;
    let context = Arc::new(settings.compiled_context().map_err(|why| runner::unusable(&why))?);
    let program = Program { confinement: settings.confinement, ..runner::program()? };
    let order = Order {
        diagnostic: &diagnostic,
        inputs: &inputs,
        subscription: &subscription,
        scope: &scope,
        now: SystemClock::new().now(),
    };
    let start = Instant::now();
    let tried = || ::runner::try_out(&program, &order, &Stop::new(), context);
    let trial = tokio::task::block_in_place(tried).map_err(|why| failure(&why))?;
    let milliseconds = start.elapsed().as_millis();
    let answer = as_json(&diagnostic, &trial, milliseconds);
    out.answer(&answer, |out| shown(&trial, milliseconds, arguments.french, out))?;
    match (&arguments.attach, server) {
        (Some(case), Some(server)) => {
            attach::to_case(case, &diagnostic, &trial, arguments.french, &server, out).await?;
        }
        _ if out.is_json() => {}
        _ => {
            out.line("")?;
            out.line("Nothing left this machine.")?;
        }
    }
    Ok(Exit::Done)
}

fn subscription(arguments: &TryArguments, settings: &Settings) -> Result<SubscriptionId> {
    if let Some(named) = &arguments.subscription {
        return Ok(named.clone());
    }
    let mut listed = settings.scope.keys();
    if let (Some(only), None) = (listed.next(), listed.next()) {
        return Ok(only.clone());
    }
    let listed: Vec<_> = settings.scope.keys().map(ToString::to_string).collect();
    Err(Failure::bad_input("the settings list several subscriptions, or none")
        .advise(format!("name one with --subscription: {}", listed.join(", ")))
        .into())
}

fn failure(why: &CollectError) -> Failure {
    let failure = Failure::failed(why.to_string());
    match why {
        CollectError::OutOfScope(_) => {
            failure.advise("a run that an engineer asks for would be refused in the same way")
        }
        _ => failure,
    }
}

fn as_json(diagnostic: &Diagnostic, trial: &Trial, milliseconds: u128) -> Value {
    let items: Vec<Value> = trial
        .items
        .iter()
        .map(|item| json!({ "name": item.name, "bytes": item.bytes, "spans": item.spans, "samples": item.samples }))
        .collect();
    json!({
        "diagnostic": diagnostic.form().id, "version": diagnostic.form().version, "milliseconds": milliseconds,
        "findings": trial.findings, "items": items,
    })
}

fn shown(trial: &Trial, milliseconds: u128, french: bool, out: &mut Output) -> io::Result<()> {
    if trial.findings.is_empty() {
        out.line("It found nothing to tell.")?;
    }
    trial.findings.iter().try_for_each(|finding| show::finding(finding, french, out))?;
    out.line("")?;
    out.line(format_args!("In {milliseconds} ms. What a run would hand over, before it is screened:"))?;
    let mut table = Table::new(["item", "bytes", "found in it"]);
    for item in &trial.items {
        table.row([item.name.clone(), item.bytes.to_string(), counts(item)]);
    }
    out.table(&table)?;
    for item in trial.items.iter().filter(|item| !item.samples.is_empty()) {
        out.line("")?;
        out.line(format_args!("{}, with all that was found replaced:", item.name))?;
        item.samples.iter().try_for_each(|sample| out.line(format_args!("  {sample}")))?;
    }
    Ok(())
}

fn counts(item: &TriedItem) -> String {
    let counts: Vec<_> = item.spans.iter().map(|(category, count)| format!("{count} {category}")).collect();
    if counts.is_empty() { "nothing sensitive".to_owned() } else { counts.join(", ") }
}
