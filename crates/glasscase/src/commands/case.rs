//! `glasscase case`

mod open;
mod show;
mod watch;

use crate::arguments::{CaseCommand, CaseListArguments};
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use domain::{CaseId, PersonId, ProblemCatalogue};
use serde_json::json;
use std::io;
use std::path::Path;
use wire::{Assign, Case, CasePage, Client, Done, Said, Say};

pub(super) async fn run(command: CaseCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        CaseCommand::Open(arguments) => open::run(*arguments, invocation).await?,
        CaseCommand::List(arguments) => list(&arguments, &server, out).await?,
        CaseCommand::Show { case } => {
            let case: Case = server.get(&path::api(&["cases", case.as_str()])?).await?;
            out.answer(&case, |out| show::case(&case, out))?;
        }
        CaseCommand::Say { case, text } => say(&case, text, &server, out).await?,
        CaseCommand::Close { case } => {
            let done: Done = server.post(&path::api(&["cases", case.as_str(), "close"])?, &json!({})).await?;
            out.answer(&done, |out| out.line(format_args!("{case} is closed; all access to it has ended.")))?;
        }
        CaseCommand::Reopen { case } => {
            let done: Done =
                server.post(&path::api(&["cases", case.as_str(), "reopen"])?, &json!({})).await?;
            out.answer(&done, |out| {
                out.line(format_args!("{case} is open again, without consent. To give it:"))?;
                out.line(format_args!("  glasscase consent give {case}"))
            })?;
        }
        CaseCommand::Assign { case, to } => assign(&case, to, &server, out).await?,
        CaseCommand::Watch { case } => watch::run(&case, &server, out).await?,
        CaseCommand::Problems => {
            let problems: ProblemCatalogue = server.get(&path::api(&["problems"])?).await?;
            out.answer(&problems, |out| show_problems(&problems, out))?;
        }
    }
    Ok(Exit::Done)
}

async fn list(arguments: &CaseListArguments, server: &Client, out: &mut Output) -> Result<()> {
    let open = (arguments.open || arguments.closed).then_some(if arguments.open { "true" } else { "false" });
    let open = open.as_ref().map(|open| open as &dyn std::fmt::Display);
    let path = path::with_query(&path::api(&["cases"])?, &[("open", open)]);
    let page: CasePage = server.get(&super::page_of(&path, &arguments.page)).await?;
    out.answer(&page, |out| show::page(&page, out))?;
    Ok(())
}

async fn assign(case: &CaseId, engineer: Option<PersonId>, server: &Client, out: &mut Output) -> Result<()> {
    let path = path::api(&["cases", case.as_str(), "assign"])?;
    let whose = engineer.as_ref().map_or_else(|| "yours".to_owned(), |to| format!("{to}'s"));
    let done: Done = server.post(&path, &Assign { engineer }).await?;
    out.answer(&done, |out| out.line(format_args!("{case} is {whose} to work.")))?;
    Ok(())
}

async fn say(case: &CaseId, text: String, server: &Client, out: &mut Output) -> Result<()> {
    let text = if text == "-" { super::text_of(Path::new("-"))? } else { text };
    let said: Said = server.post(&path::api(&["cases", case.as_str(), "messages"])?, &Say { text }).await?;
    out.answer(&said, |out| out.line(format_args!("Message {} was written.", said.message)))?;
    Ok(())
}

fn show_problems(problems: &ProblemCatalogue, out: &mut Output) -> io::Result<()> {
    let mut services = Table::new(["service", "title", "natures"]);
    for service in &problems.services {
        let natures: Vec<_> = service.natures.iter().map(domain::NatureId::as_str).collect();
        services.row([service.id.to_string(), service.title.en.clone(), natures.join(", ")]);
    }
    out.table(&services)?;
    out.line("")?;
    let mut natures = Table::new(["nature", "what it is about", "categories"]);
    for nature in &problems.natures {
        let categories = nature.default_categories().to_string();
        natures.row([nature.id.to_string(), nature.description.en.clone(), categories]);
    }
    out.table(&natures)
}
