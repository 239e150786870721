//! `glasscase log`: what an operator settles about the logs, on the server's machine.

use crate::arguments::{LogCommand, LogDataArguments};
use crate::commands::text_of;
use crate::data_folder::{Company, DataFolder, OpenDesk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::logging;
use crate::output::Output;
use crate::serve::sites::Sites;
use anyhow::Result;
use diagnostics::Catalogue;
use domain::TenantId;
use ledger::Rotation;
use operations::clock::{Clock as _, SystemClock};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

pub(super) async fn run(command: LogCommand, out: &mut Output) -> Result<Exit> {
    logging::begin("warn")?;
    match command {
        LogCommand::RotateKey(arguments) => rotate(&arguments, out).await?,
        LogCommand::Witnesses { policy, tenant, data } => witnesses(&policy, tenant.as_ref(), &data, out)?,
    }
    Ok(Exit::Done)
}

async fn rotate(arguments: &LogDataArguments, out: &mut Output) -> Result<()> {
    let folder = DataFolder::open(&arguments.data, Company::Nobody)?;
    // The old key signs all that there is, so that nothing waits for a signature of a key that is gone.
    seal_logs(&folder, arguments).await?;
    let note = folder.rotate_log_key(&SystemClock::new().now().to_string())?;
    seal_logs(&folder, arguments).await?;
    let rotation = Rotation::open(&note).map_err(|why| Failure::failed(why.to_string()))?;
    let answer = json!({ "installation": rotation.installation, "time": rotation.time, "statement": note });
    out.answer(&answer, |out| {
        out.line(format_args!("A new key signs the logs of {} from now on; the old one is gone.", rotation.installation))?;
        out.line("Both signed this statement, which every export holds from now on:\n")?;
        out.line(note.trim_end())?;
        out.line("\nTell your customers: the key that they kept stays good for what it signed and, through the statement, for")?;
        out.line("what follows; `glasscase audit key` shows the new one. Witnesses need it too (`glasscase witness --log`).")
    })?;
    Ok(())
}

/// Signs the head of every log with the key that there is.
async fn seal_logs(folder: &DataFolder, arguments: &LogDataArguments) -> Result<()> {
    let (database, clock) = (arguments.database.as_deref(), Arc::new(SystemClock::new()));
    let opened = folder
        .open_desk(
            folder.settled()?,
            database,
            clock,
            Catalogue::built_in(),
            Sites::default(),
            operations::Applications::default(),
        )
        .await?;
    let OpenDesk { desk, store, .. } = opened;
    let sealed = operations::seal_logs(&desk).await;
    store.close().await;
    sealed.map_err(|why| Failure::failed(format!("the logs could not be signed: {why}")).into())
}

fn witnesses(
    policy: &Path,
    tenant: Option<&TenantId>,
    arguments: &LogDataArguments,
    out: &mut Output,
) -> Result<()> {
    let text = text_of(policy)?;
    let folder = DataFolder::open(&arguments.data, Company::Nobody)?;
    let settled = folder.settle_witnesses(tenant, &text)?;
    let keys: Vec<_> = settled.witnesses().iter().map(|one| one.key.to_string()).collect();
    out.answer(&json!({ "tenant": tenant, "witnesses": keys }), |out| {
        let whose = tenant
            .map_or("all logs without a policy of their own".to_owned(), |one| format!("the log of {one}"));
        out.line(format_args!("From the next start on, {whose} have these witnesses:"))?;
        keys.iter().try_for_each(|key| out.line(format_args!("  {key}")))
    })?;
    Ok(())
}
