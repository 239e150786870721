//! `glasscase notices webhook`

use crate::arguments::WebhookCommand;
use crate::commands::destination::show_renewed;
use crate::output::Output;
use crate::path;
use anyhow::Result;
use std::io;
use wire::{
    Client, Done, LeftNoticeWebhook, MadeNoticeWebhook, NewNoticeWebhook, NoticeWebhook, RenewedSecret,
};

pub(super) async fn run(command: WebhookCommand, server: &Client, out: &mut Output) -> Result<()> {
    let place = path::api(&["notices", "webhook"])?;
    match command {
        WebhookCommand::Show => {
            let left: LeftNoticeWebhook = server.get(&place).await?;
            out.answer(&left, |out| match &left.webhook {
                Some(webhook) => show(webhook, out),
                None => out.line("You have no webhook."),
            })?;
        }
        WebhookCommand::Set { address } => {
            let made: MadeNoticeWebhook = server.put(&place, &NewNoticeWebhook { address }).await?;
            out.answer(&made, |out| {
                out.line("Your notices are sent there from here on.")?;
                out.line("Its receiver checks signatures with this secret; it is not shown again:")?;
                out.line(&made.secret)
            })?;
        }
        WebhookCommand::Renew => {
            let secret = path::api(&["notices", "webhook", "secret"])?;
            let renewed: RenewedSecret = server.post(&secret, &serde_json::json!({})).await?;
            show_renewed(&renewed, out)?;
        }
        WebhookCommand::Remove => {
            let done: Done = server.delete(&place).await?;
            out.answer(&done, |out| out.line("Your notices are sent to no webhook any more."))?;
        }
    }
    Ok(())
}

fn show(webhook: &NoticeWebhook, out: &mut Output) -> io::Result<()> {
    let next = webhook.next_try_at.map(|at| out.when(at));
    out.fields(&[
        ("address", Some(webhook.address.clone())),
        ("waiting", Some(webhook.waiting.to_string())),
        ("given up", Some(webhook.given_up.to_string())),
        ("fault", webhook.fault.clone()),
        ("next attempt", next),
    ])
}
