//! `glasscase request`

mod approve;

use crate::arguments::{RequestAskArguments, RequestCommand};
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::table::Table;
use crate::output::{Output, moment};
use crate::path;
use anyhow::Result;
use domain::RequestId;
use serde_json::json;
use std::io;
use wire::{AccessRequest, Done, Items, RequestAccess, Requested};

pub(super) async fn run(command: RequestCommand, invocation: &mut Invocation) -> Result<Exit> {
    match command {
        RequestCommand::Ask(arguments) => ask(arguments, invocation).await?,
        RequestCommand::List { case } => {
            let path = path::api(&["cases", case.as_str(), "requests"])?;
            let requests: Items<AccessRequest> = invocation.server()?.get(&path).await?;
            invocation.out.answer(&requests, |out| show(&requests.items, out))?;
        }
        RequestCommand::Approve(arguments) => approve::run(&arguments, invocation).await?,
        RequestCommand::Draft { request, part } => {
            let drafted = approve::draft(&request, &part, invocation).await?;
            invocation.out.json_line(&drafted)?;
        }
        RequestCommand::Deny { request } => {
            answer(&request, "deny", "was denied", invocation).await?;
        }
        RequestCommand::Endorse { request } => {
            answer(&request, "endorse", "was endorsed; the customer is asked now", invocation).await?;
        }
    }
    Ok(Exit::Done)
}

async fn ask(arguments: RequestAskArguments, invocation: &mut Invocation) -> Result<()> {
    let path = path::api(&["cases", arguments.case.as_str(), "requests"])?;
    let wanted = RequestAccess {
        categories: arguments.categories.into_iter().collect(),
        seconds: arguments.span.seconds,
        reason: arguments.reason,
    };
    let requested: Requested = invocation.server()?.post(&path, &wanted).await?;
    invocation.out.answer(&requested, |out| {
        let expires = out.when(requested.expires_at);
        let who =
            if requested.awaits_lead { "a lead of yours, and then the customer" } else { "the customer" };
        out.line(format_args!("Request {} waits for {who}, until {expires}.", requested.request))
    })?;
    Ok(())
}

async fn answer(request: &RequestId, verb: &str, outcome: &str, invocation: &mut Invocation) -> Result<()> {
    let path = path::api(&["requests", request.as_str(), verb])?;
    let done: Done = invocation.server()?.post(&path, &json!({})).await?;
    invocation.out.answer(&done, |out| out.line(format_args!("Request {request} {outcome}.")))?;
    Ok(())
}

fn show(requests: &[AccessRequest], out: &mut Output) -> io::Result<()> {
    if requests.is_empty() {
        return out.line("Nobody asked for more in this case.");
    }
    let mut table = Table::new(["request", "state", "asked", "for", "until", "categories", "reason"]);
    for request in requests {
        table.row([
            request.request.to_string(),
            request.state.replace('_', " "),
            out.when(request.asked_at),
            moment::length(request.seconds),
            request.until.map(|until| out.when(until)).unwrap_or_default(),
            request.categories.to_string(),
            request.reason.clone().unwrap_or_else(|| "(erased)".to_owned()),
        ]);
    }
    out.table(&table)
}
