//! `glasscase settings`

use crate::arguments::{SettingsArguments, SettingsCommand};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::{Output, word};
use crate::path;
use anyhow::Result;
use domain::Settings;
use std::io;
use wire::Client;

pub(super) async fn run(command: SettingsCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let settings = match command {
        SettingsCommand::Show => server.get(&path::api(&["settings"])?).await?,
        SettingsCommand::Set(arguments) => change(&arguments, &server).await?,
    };
    let out = &mut invocation.out;
    out.answer(&settings, |out| show(&settings, out))?;
    Ok(Exit::Done)
}

async fn change(arguments: &SettingsArguments, server: &Client) -> Result<Settings> {
    if arguments.is_empty() {
        return Err(Failure::bad_input("no setting was named")
            .advise("see `glasscase settings set --help` for their names")
            .into());
    }
    let path = path::api(&["settings"])?;
    let before: Settings = server.get(&path).await?;
    let after = arguments.over(&before);
    after.check().map_err(|why| Failure::bad_input(why.to_string()))?;
    Ok(server.put(&path, &after).await?)
}

fn show(settings: &Settings, out: &mut Output) -> io::Result<()> {
    let lead = if settings.lead_approval { "a lead endorses access requests first" } else { "not needed" };
    let never = settings.never_offered;
    let never = if never.is_empty() { "nothing is withheld".to_owned() } else { never.to_string() };
    let named: Vec<_> = settings.approvers.iter().map(ToString::to_string).collect();
    let approvers =
        if named.is_empty() { "everybody whose role allows it".to_owned() } else { named.join(", ") };
    out.fields(&[
        ("access days", Some(settings.access_days.to_string())),
        ("access lifetime", Some(word(&settings.access_lifetime))),
        ("retention days", Some(settings.retention_days.to_string())),
        ("case text days", Some(settings.case_text_days.to_string())),
        ("lead approval", Some(lead.to_owned())),
        ("never offered", Some(never)),
        ("approvers", Some(approvers)),
    ])
}
