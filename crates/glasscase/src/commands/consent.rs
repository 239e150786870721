//! `glasscase consent`

mod give;
mod offline;

pub(super) use give::{give_in_person, has_consent_keys};

use crate::arguments::{ConsentCommand, LevelArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::path;
use anyhow::Result;
use domain::{CaseId, Categories, Category, Level};
use serde_json::json;
use wire::{AskConsent, Done, DraftConsent, Drafted};

pub(super) async fn run(command: ConsentCommand, invocation: &mut Invocation) -> Result<Exit> {
    match command {
        ConsentCommand::Give(arguments) => give::give(&arguments, invocation).await?,
        ConsentCommand::Renew(arguments) => give::renew(&arguments, invocation).await?,
        ConsentCommand::Withdraw { case } => withdraw(&case, invocation).await?,
        ConsentCommand::Ask { case, level, categories } => ask(&case, &level, categories, invocation).await?,
        ConsentCommand::Draft { case, terms } => {
            let level = terms.level.level().unwrap_or(Level::Standard);
            let drafted = draft(&case, &DraftConsent { terms: terms.at(level) }, invocation).await?;
            // A draft is for programs in either form: it is read by `consent sign`.
            invocation.out.json_line(&drafted)?;
        }
        ConsentCommand::Sign(arguments) => offline::sign(&arguments, &mut invocation.out)?,
        ConsentCommand::Keygen(arguments) => offline::keygen(&arguments, &mut invocation.out)?,
    }
    Ok(Exit::Done)
}

async fn draft(case: &CaseId, terms: &DraftConsent, invocation: &Invocation) -> Result<Drafted> {
    let path = path::api(&["cases", case.as_str(), "consent", "draft"])?;
    Ok(invocation.server()?.post(&path, terms).await?)
}

async fn withdraw(case: &CaseId, invocation: &mut Invocation) -> Result<()> {
    let path = path::api(&["cases", case.as_str(), "consent", "withdraw"])?;
    let done: Done = invocation.server()?.post(&path, &json!({})).await?;
    let text = format!("The consent for {case} is withdrawn; access ended at once. The case stays open.");
    invocation.out.answer(&done, |out| out.line(text))?;
    Ok(())
}

async fn ask(
    case: &CaseId,
    level: &LevelArguments,
    categories: Option<Vec<Category>>,
    invocation: &mut Invocation,
) -> Result<()> {
    let Some(level) = level.level() else {
        return Err(Failure::bad_input("no level was named").advise("add --standard or --advanced").into());
    };
    let categories: Option<Categories> = categories.map(|listed| listed.into_iter().collect());
    let path = path::api(&["cases", case.as_str(), "consent", "ask"])?;
    let done: Done = invocation.server()?.post(&path, &AskConsent { level, categories }).await?;
    let text =
        format!("The customer was asked for {level} consent in {case}. This grants nothing by itself.");
    invocation.out.answer(&done, |out| out.line(text))?;
    Ok(())
}
