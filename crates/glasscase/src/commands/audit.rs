//! `glasscase audit` and `glasscase export`

mod download;
mod offline;

use crate::arguments::{AuditCommand, AuditListArguments, ExportArguments, ReceiptArguments};
use crate::event_text;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use anyhow::{Context as _, Result};
use serde_json::json;
use std::fmt::Display;
use std::io;
use std::path::Path;
use wire::{AuditPage, LogKey, Me};

pub(super) async fn run(command: AuditCommand, invocation: &mut Invocation) -> Result<Exit> {
    match command {
        AuditCommand::List(arguments) => {
            let page: AuditPage = invocation.server()?.get(&page_path(&arguments)?).await?;
            invocation.out.answer(&page, |out| show(&page, &arguments, out))?;
        }
        AuditCommand::Export { output } => download::export(&output, invocation).await?,
        AuditCommand::Receipt(of) => receipt(&of, invocation).await?,
        AuditCommand::Key => {
            let key: LogKey = invocation.server()?.get(&path::api(&["audit", "key"])?).await?;
            invocation.out.answer(&key, |out| out.line(&key.key))?;
        }
    }
    Ok(Exit::Done)
}

/// Writes a receipt to standard output.
async fn receipt(of: &ReceiptArguments, invocation: &mut Invocation) -> Result<()> {
    let event = of.event.as_ref().map(|event| event as &dyn Display);
    let consent = of.consent.as_ref().map(|case| case as &dyn Display);
    let deletion = of.deletion.as_ref().map(|collection| collection as &dyn Display);
    let path = path::api(&["audit", "receipt"])?;
    let path = path::with_query(&path, &[("event", event), ("consent", consent), ("deletion", deletion)]);
    let mut response = invocation.server()?.download(&path).await?;
    while let Some(chunk) = response.chunk().await.context("the receipt broke off; ask for it again")? {
        invocation.out.raw().write_all(&chunk)?;
    }
    Ok(())
}

/// `glasscase export`: from a data folder, or as `audit export`, for a tenant that the token's holder may export.
pub(super) async fn export_of(arguments: &ExportArguments, invocation: &mut Invocation) -> Result<Exit> {
    if let Some(folder) = &arguments.data {
        let database = arguments.database.as_deref();
        offline::export(&arguments.tenant, folder, database, &arguments.output, invocation).await?;
        return Ok(Exit::Done);
    }
    let me: Me = invocation.server()?.get(&path::api(&["me"])?).await?;
    if me.tenant != arguments.tenant {
        let what = format!("the token belongs to `{}`, not to `{}`", me.tenant, arguments.tenant);
        return Err(Failure::failed(what)
            .advise("use a token of that organisation, or --data FOLDER on the server's machine")
            .into());
    }
    download::export(&arguments.output, invocation).await?;
    Ok(Exit::Done)
}

/// Tells what was written, and how to check it.
fn tell(to: &Path, bytes: u64, out: &mut Output) -> Result<()> {
    let name = to.display().to_string();
    out.answer(&json!({ "file": name, "bytes": bytes }), |out| {
        out.line(format_args!("{bytes} bytes were written to {name}. Check them offline:"))?;
        out.line(format_args!("  glasscase verify {name} --key KEY   (the key: glasscase audit key)"))
    })?;
    Ok(())
}

fn page_path(arguments: &AuditListArguments) -> Result<String> {
    let from = arguments.from.as_ref().map(|from| from as &dyn Display);
    let limit = arguments.limit.as_ref().map(|limit| limit as &dyn Display);
    let path = match &arguments.case {
        Some(case) => path::api(&["cases", case.as_str(), "events"])?,
        None => path::api(&["audit"])?,
    };
    Ok(path::with_query(&path, &[("from", from), ("limit", limit)]))
}

fn show(page: &AuditPage, arguments: &AuditListArguments, out: &mut Output) -> io::Result<()> {
    if page.items.is_empty() {
        return out.line("There are no such events.");
    }
    let mut table = Table::new(["event", "at", "by", "what happened"]);
    for entry in &page.items {
        let (by, what) = (event_text::author(entry), event_text::sentence(entry));
        table.row([entry.sequence.to_string(), out.when(entry.at), by, what]);
    }
    out.table(&table)?;
    let Some(next) = page.next else { return Ok(()) };
    let case = arguments.case.as_ref().map(|case| format!(" --case {case}")).unwrap_or_default();
    out.line(format_args!("\nThere are more: glasscase audit list{case} --from {next}"))
}
