//! `glasscase serve`: a server on a data folder, from its start to its end.

mod address;
mod connections;
mod signals;
mod sweeper;
pub(crate) mod tls;
mod welcome;

pub(crate) use welcome::link as welcome_link;

use crate::arguments::ServeArguments;
use crate::catalogue;
use crate::data_folder::{Company, DataFolder, OpenDesk, Wanted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::logging;
use crate::output::Output;
use anyhow::{Context as _, Result};
use axum::serve::ListenerExt as _;
use operations::Desk;
use operations::clock::SystemClock;
use std::sync::Arc;
use tokio::net::TcpStream;

/// Serves until a signal asks for its end.
///
/// # Errors
/// If it cannot start: the address, the certificates, the data folder or the database cannot be used.
pub(crate) async fn run(arguments: ServeArguments, out: &mut Output) -> Result<Exit> {
    logging::begin("info,sqlx=warn")?;
    address::check(&arguments)?;
    let tls = tls::settings(&arguments)?;
    let folder = DataFolder::make(&arguments.data, company(&arguments)?, arguments.restored)?;
    let listener = address::listen(arguments.listen).await?;
    let OpenDesk { desk, store, .. } = open(&folder, &arguments).await?;
    settle_lost(&desk, arguments.restored).await?;
    let ending = signals::heed(&desk)?;
    welcome::tell(&desk, &arguments, listener.local_addr()?, out).await?;
    let sweeping = tokio::spawn(sweeper::sweep_until(desk.clone(), ending.asked.clone()));
    let app = web::router(desk, ending.asked.clone());
    match tls {
        Some(tls) => connections::serve(tls::Listener::new(listener, tls)?, app, &ending).await?,
        None => connections::serve(listener.tap_io(without_delay), app, &ending).await?,
    }
    ending.asked.cancel();
    sweeping.await.context("the sweep did not end")?;
    store.close().await;
    tracing::info!("the server ended");
    Ok(Exit::Done)
}

/// Writes receipts for evidence whose keys did not come with a restored folder; otherwise says that they are missing.
async fn settle_lost(desk: &Desk, is_restored: bool) -> Result<()> {
    if is_restored {
        let count = operations::record_lost(desk).await?;
        tracing::info!(count, "evidence whose keys were not restored is recorded as destroyed");
        return Ok(());
    }
    let count = operations::find_lost(desk).await?.len();
    if count > 0 {
        tracing::warn!(
            count,
            "evidence cannot be opened, since its keys are missing: is `keyring/hours` on a volume that is not mounted? If they are gone for good, start once with --restored; until then these logs cannot be exported"
        );
    }
    Ok(())
}

/// Who may share the data folder.
fn company(arguments: &ServeArguments) -> Result<Company> {
    let Some(url) = &arguments.database else { return Ok(Company::Nobody) };
    let is_postgresql = ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
    if is_postgresql {
        return Ok(Company::Replicas);
    }
    // The address is not repeated: it may hold a password.
    Err(Failure::bad_input("the database's address is not one of PostgreSQL")
        .advise("write it as postgres://USER:PASSWORD@HOST/DATABASE, or leave it out for SQLite")
        .into())
}

async fn open(folder: &DataFolder, arguments: &ServeArguments) -> Result<OpenDesk> {
    let settled = folder.settle(Wanted {
        name: arguments.name.clone(),
        support_tenant: arguments.support_tenant.clone(),
        support_name: arguments.support_name.clone(),
        postgresql: arguments.database.is_some(),
    })?;
    let catalogue = catalogue::with_packs(&arguments.packs, &arguments.publishers)?;
    folder.open_desk(settled, arguments.database.as_deref(), Arc::new(SystemClock::new()), catalogue).await
}

/// Lets small answers go at once, instead of waiting for more to send.
fn without_delay(stream: &mut TcpStream) {
    // A connection works without it too.
    let _ = stream.set_nodelay(true);
}
