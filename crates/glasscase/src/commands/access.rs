//! `glasscase access`

mod partner;

use crate::arguments::AccessCommand;
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::colour::Colour;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use serde_json::json;
use std::io;
use wire::{Access, Done, PartnerRemoved};

pub(super) async fn run(command: AccessCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        AccessCommand::Show => {
            let access: Access = server.get(&path::api(&["access"])?).await?;
            out.answer(&access, |out| show(&access, out))?;
        }
        AccessCommand::Lock => {
            let done: Done = server.post(&path::api(&["access", "lock"])?, &json!({})).await?;
            out.answer(&done, |out| out.line("All access is stopped, until somebody of yours unlocks it."))?;
        }
        AccessCommand::Unlock => {
            let done: Done = server.post(&path::api(&["access", "unlock"])?, &json!({})).await?;
            out.answer(&done, |out| out.line("Access is unlocked: what has not ended meanwhile resumes."))?;
        }
        AccessCommand::Partner => partner::show(&server, out).await?,
        AccessCommand::RemovePartner => {
            let removed: PartnerRemoved = server.delete(&path::api(&["access", "partner"])?).await?;
            out.answer(&removed, |out| show_removed(&removed, out))?;
        }
    }
    Ok(Exit::Done)
}

fn show(access: &Access, out: &mut Output) -> io::Result<()> {
    if access.locked {
        out.coloured(Colour::Bad, "All access is locked.")?;
        out.line("")?;
    }
    let partner = access.partner.as_ref().map(|partner| format!("{} ({})", partner.name, partner.tenant));
    let until = access.access_until.map(|until| out.when(until));
    out.fields(&[
        ("partner", Some(partner.unwrap_or_else(|| "none".to_owned()))),
        ("access until", Some(until.unwrap_or_else(|| "no consent is in force".to_owned()))),
    ])?;
    if access.cases.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(["case", "level", "until", "categories"]);
    for case in &access.cases {
        let until = out.when(case.until);
        table.row([case.case.to_string(), case.level.to_string(), until, case.categories.to_string()]);
    }
    out.line("")?;
    out.table(&table)
}

fn show_removed(removed: &PartnerRemoved, out: &mut Output) -> io::Result<()> {
    out.line("The vendor's support tenant is no partner of yours any more.")?;
    let cases: Vec<_> = removed.withdrawn.iter().map(ToString::to_string).collect();
    if cases.is_empty() {
        return Ok(());
    }
    out.line(format_args!("The advanced consent was withdrawn in: {}", cases.join(", ")))
}
