//! `glasscase queue`

use crate::arguments::QueueArguments;
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::table::Table;
use crate::output::{Output, word};
use crate::path;
use anyhow::Result;
use std::io;
use wire::QueuePage;

pub(super) async fn run(arguments: &QueueArguments, invocation: &mut Invocation) -> Result<Exit> {
    let mine = arguments.mine.then_some("true");
    let mine = mine.as_ref().map(|mine| mine as &dyn std::fmt::Display);
    let path = path::with_query(&path::api(&["queue"])?, &[("mine", mine)]);
    let path = super::page_of(&path, &arguments.page);
    let page: QueuePage = invocation.server()?.get(&path).await?;
    invocation.out.answer(&page, |out| show(&page, out))?;
    Ok(Exit::Done)
}

fn show(page: &QueuePage, out: &mut Output) -> io::Result<()> {
    if page.items.is_empty() {
        return out.line("No case waits for your teams.");
    }
    let mut table = Table::new(["case", "severity", "waits for", "worked by", "team", "tenant", "opened"]);
    for entry in &page.items {
        let waiting = match entry.waiting.as_str() {
            "customer_consent" => "the customer's consent".to_owned(),
            "vendor" => "you".to_owned(),
            other => other.to_owned(),
        };
        let opened = out.when(entry.opened_at);
        let (team, tenant) = (entry.team.to_string(), entry.tenant.to_string());
        let engineer = entry.engineer.clone().unwrap_or_else(|| "nobody".to_owned());
        table.row([entry.case.to_string(), word(&entry.severity), waiting, engineer, team, tenant, opened]);
    }
    out.table(&table)?;
    super::show_next("glasscase queue", page.next.as_deref(), out)
}
