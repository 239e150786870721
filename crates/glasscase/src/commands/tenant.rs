//! `glasscase tenant`

use crate::arguments::{TenantCommand, TenantCreateArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use crate::serve::welcome_link;
use anyhow::Result;
use domain::Settings;
use std::io;
use wire::{Items, NewTenant, TenantCreated, TenantSummary};

pub(super) async fn run(command: TenantCommand, invocation: &mut Invocation) -> Result<Exit> {
    let (server, url) = (invocation.server()?, invocation.url().to_owned());
    let (out, path) = (&mut invocation.out, path::api(&["tenants"])?);
    match command {
        TenantCommand::Create(arguments) => {
            let created: TenantCreated = server.post(&path, &new_tenant(arguments)?).await?;
            out.answer(&created, |out| show_created(&created, &url, out))?;
        }
        TenantCommand::List => {
            let tenants: Items<TenantSummary> = server.get(&path).await?;
            out.answer(&tenants, |out| out.table(&table(&tenants.items)))?;
        }
    }
    Ok(Exit::Done)
}

fn new_tenant(arguments: TenantCreateArguments) -> Result<NewTenant> {
    let settings = arguments.settings.over(&Settings::default());
    settings.check().map_err(|why| Failure::bad_input(why.to_string()))?;
    Ok(NewTenant { tenant: arguments.id, name: arguments.name, settings })
}

fn show_created(created: &TenantCreated, url: &str, out: &mut Output) -> io::Result<()> {
    out.line(format_args!("The tenant {} was created.", created.tenant))?;
    let until = out.when(created.owner.expires_at);
    out.line(format_args!(
        "Give its first owner this link; it is not shown again, and works once, until {until}:"
    ))?;
    out.line(format_args!("  {}", welcome_link(url, &created.owner.code)))?;
    out.line("Without a browser: glasscase token redeem LINK")
}

fn table(tenants: &[TenantSummary]) -> Table {
    let mut table = Table::new(["tenant", "name", "events"]);
    for tenant in tenants {
        let name = tenant.name.clone().unwrap_or_default();
        table.row([tenant.tenant.to_string(), name, tenant.events.to_string()]);
    }
    table
}
