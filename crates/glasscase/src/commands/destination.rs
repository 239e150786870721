//! `glasscase destination`

use super::text_of;
use crate::arguments::{DestinationAddArguments, DestinationCommand};
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use domain::DestinationId;
use std::fmt::Display;
use std::io;
use wire::{Destination, Done, Items, MadeDestination, NewDestination, RenewedSecret, Replay, Undelivered};

pub(super) async fn run(command: DestinationCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        DestinationCommand::Add(arguments) => {
            let made: MadeDestination =
                server.post(&path::api(&["destinations"])?, &new_destination(arguments)?).await?;
            out.answer(&made, |out| show_made(&made, out))?;
        }
        DestinationCommand::List => {
            let destinations: Items<Destination> = server.get(&path::api(&["destinations"])?).await?;
            out.answer(&destinations, |out| show_all(&destinations.items, out))?;
        }
        DestinationCommand::Renew { destination } => {
            let renewed: RenewedSecret =
                server.post(&of(&destination, &["secret"])?, &serde_json::json!({})).await?;
            show_renewed(&renewed, out)?;
        }
        DestinationCommand::Undelivered { destination, from } => {
            let path = of(&destination, &["undelivered"])?;
            let path = path::with_query(&path, &[("from", Some(&from as &dyn Display))]);
            let undelivered: Items<Undelivered> = server.get(&path).await?;
            out.answer(&undelivered, |out| show_undelivered(&undelivered.items, out))?;
        }
        DestinationCommand::Replay { destination, from } => {
            let done: Done = server.post(&of(&destination, &["replay"])?, &Replay { from }).await?;
            out.answer(&done, |out| match from {
                Some(from) => out.line(format_args!("Everything from entry {from} on is sent again.")),
                None => out.line("What was given up is sent again."),
            })?;
        }
        DestinationCommand::Remove { destination } => {
            let done: Done = server.delete(&of(&destination, &[])?).await?;
            out.answer(&done, |out| out.line(format_args!("Nothing is sent to {destination} any more.")))?;
        }
    }
    Ok(Exit::Done)
}

fn of(destination: &DestinationId, more: &[&str]) -> Result<String> {
    path::api(&[&["destinations", destination.as_str()], more].concat())
}

fn new_destination(arguments: DestinationAddArguments) -> Result<NewDestination> {
    let DestinationAddArguments { form, address, ca, from } = arguments;
    let authorities = ca.as_deref().map(text_of).transpose()?;
    Ok(NewDestination { form, address, authorities, from })
}

fn show_made(made: &MadeDestination, out: &mut Output) -> io::Result<()> {
    let id = &made.destination;
    out.line(format_args!("Entries of your log are sent to {id} from here on."))?;
    let Some(secret) = &made.secret else { return Ok(()) };
    out.line("Its receiver checks signatures with this secret; it is not shown again:")?;
    out.line(secret)
}

/// Shows a webhook's new secret, the one time.
pub(super) fn show_renewed(renewed: &RenewedSecret, out: &mut Output) -> io::Result<()> {
    out.answer(renewed, |out| {
        let until = out.when(renewed.previous_until);
        out.line(format_args!(
            "The new secret is not shown again; the previous one signs too until {until}:"
        ))?;
        out.line(&renewed.secret)
    })
}

fn show_all(destinations: &[Destination], out: &mut Output) -> io::Result<()> {
    let mut table =
        Table::new(["destination", "form", "address", "position", "waiting", "attempts", "fault"]);
    for one in destinations {
        table.row([
            one.destination.to_string(),
            one.form.name().to_owned(),
            one.address.clone(),
            one.position.to_string(),
            one.waiting.to_string(),
            one.attempts.to_string(),
            one.fault.clone().unwrap_or_default(),
        ]);
    }
    out.table(&table)
}

fn show_undelivered(entries: &[Undelivered], out: &mut Output) -> io::Result<()> {
    let mut table = Table::new(["sequence", "given up", "attempts", "again", "fault"]);
    for one in entries {
        let (at, again) = (out.when(one.given_up_at), if one.again { "yes" } else { "no" });
        table.row([
            one.sequence.to_string(),
            at,
            one.attempts.to_string(),
            again.to_owned(),
            one.fault.clone(),
        ]);
    }
    out.table(&table)
}
