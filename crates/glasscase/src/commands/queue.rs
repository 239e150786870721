//! `glasscase queue`

use crate::arguments::PageArguments;
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::table::Table;
use crate::output::{Output, word};
use crate::path;
use anyhow::Result;
use std::io;
use wire::QueuePage;

pub(super) async fn run(page: &PageArguments, invocation: &mut Invocation) -> Result<Exit> {
    let path = super::page_of(&path::api(&["queue"])?, page);
    let page: QueuePage = invocation.server()?.get(&path).await?;
    invocation.out.answer(&page, |out| show(&page, out))?;
    Ok(Exit::Done)
}

fn show(page: &QueuePage, out: &mut Output) -> io::Result<()> {
    if page.items.is_empty() {
        return out.line("No case waits for your teams.");
    }
    let mut table = Table::new(["case", "severity", "waits for", "team", "tenant", "opened"]);
    for entry in &page.items {
        let waiting = match entry.waiting.as_str() {
            "customer_consent" => "the customer's consent".to_owned(),
            "vendor" => "you".to_owned(),
            other => other.to_owned(),
        };
        let opened = out.when(entry.opened_at);
        let (team, tenant) = (entry.team.to_string(), entry.tenant.to_string());
        table.row([entry.case.to_string(), word(&entry.severity), waiting, team, tenant, opened]);
    }
    out.table(&table)?;
    super::show_next("glasscase queue", page.next.as_deref(), out)
}
