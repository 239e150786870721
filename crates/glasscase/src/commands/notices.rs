//! `glasscase notices`

mod webhook;

use crate::arguments::{ChooseArguments, MailArguments, NoticesCommand};
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use std::io;
use wire::{Client, ConfirmAddress, Done, Items, NoticeChoice, NoticeSettings, ReadNotices, ToldNotice};

pub(super) async fn run(command: NoticesCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        NoticesCommand::List { unread } => {
            let mut notices = told(&server).await?;
            notices.items.retain(|notice| !unread || notice.read_at.is_none());
            out.answer(&notices, |out| show_told(&notices.items, out))?;
        }
        NoticesCommand::Read => read(&server, out).await?,
        NoticesCommand::Settings => {
            let settings = settings(&server).await?;
            out.answer(&settings, |out| show_settings(&settings, out))?;
        }
        NoticesCommand::Choose(arguments) => {
            let mut settings = settings(&server).await?;
            choose(&mut settings.choices, &arguments);
            put(&server, &settings, out).await?;
        }
        NoticesCommand::Mail(MailArguments { address, language, none: _ }) => {
            let mut settings = settings(&server).await?;
            settings.language = address.is_some().then(|| language.name().to_owned());
            settings.mail = address;
            put(&server, &settings, out).await?;
        }
        NoticesCommand::Confirm { code: Some(code) } => {
            let confirm = ConfirmAddress { code };
            let done: Done = server.post(&path::api(&["notices", "mail", "confirm"])?, &confirm).await?;
            out.answer(&done, |out| out.line("Your notices are mailed there from here on."))?;
        }
        NoticesCommand::Confirm { code: None } => {
            let again = path::api(&["notices", "mail", "again"])?;
            let done: Done = server.post(&again, &serde_json::json!({})).await?;
            out.answer(&done, |out| {
                out.line("Another code is mailed to your address; those before count no more.")
            })?;
        }
        NoticesCommand::Webhook(command) => webhook::run(command, &server, out).await?,
    }
    Ok(Exit::Done)
}

async fn told(server: &Client) -> Result<Items<ToldNotice>> {
    Ok(server.get(&path::api(&["notices"])?).await?)
}

async fn settings(server: &Client) -> Result<NoticeSettings> {
    Ok(server.get(&path::api(&["notices", "settings"])?).await?)
}

async fn put(server: &Client, settings: &NoticeSettings, out: &mut Output) -> Result<()> {
    let done: Done = server.put(&path::api(&["notices", "settings"])?, settings).await?;
    let settings = self::settings(server).await?;
    Ok(out.answer(&done, |out| show_settings(&settings, out))?)
}

/// Says that everything was read which is there now; what comes meanwhile stays unread.
async fn read(server: &Client, out: &mut Output) -> Result<()> {
    let notices = told(server).await?.items;
    let unread = notices.iter().filter(|notice| notice.read_at.is_none());
    let Some(up_to) = unread.map(|notice| notice.at).max() else {
        return Ok(
            out.answer(&Items::<ToldNotice> { items: Vec::new() }, |out| out.line("Nothing is unread."))?
        );
    };
    let done: Done = server.post(&path::api(&["notices", "read"])?, &ReadNotices { up_to }).await?;
    let until = out.when(up_to);
    Ok(out.answer(&done, |out| out.line(format_args!("You read everything until {until}.")))?)
}

fn choose(choices: &mut [NoticeChoice], arguments: &ChooseArguments) {
    let ChooseArguments { kinds, desk, mail, webhook } = arguments;
    for choice in choices.iter_mut().filter(|one| kinds.is_empty() || kinds.contains(&one.kind)) {
        choice.desk = desk.unwrap_or(choice.desk);
        choice.mail = mail.unwrap_or(choice.mail);
        choice.webhook = webhook.unwrap_or(choice.webhook);
    }
}

fn show_told(notices: &[ToldNotice], out: &mut Output) -> io::Result<()> {
    let mut table = Table::new(["when", "what", "case", "read"]);
    for notice in notices {
        table.row([
            out.when(notice.at),
            notice.kind.to_string(),
            notice.case.as_ref().map(ToString::to_string).unwrap_or_default(),
            notice.read_at.map(|at| out.when(at)).unwrap_or_default(),
        ]);
    }
    out.table(&table)
}

fn show_settings(settings: &NoticeSettings, out: &mut Output) -> io::Result<()> {
    let word = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
    let address = settings.mail.clone().unwrap_or_else(|| "none".to_owned());
    let confirmed = settings.confirmed.map(word);
    out.fields(&[
        ("mail", Some(address)),
        ("confirmed", confirmed),
        ("language", settings.language.clone()),
    ])?;
    let mut table = Table::new(["kind", "desk", "mail", "webhook"]);
    for choice in &settings.choices {
        table.row([choice.kind.to_string(), word(choice.desk), word(choice.mail), word(choice.webhook)]);
    }
    out.line("")?;
    out.table(&table)
}
