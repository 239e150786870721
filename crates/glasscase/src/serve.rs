//! `glasscase serve`: a server on a data folder, from its start to its end.

pub(crate) mod address;
pub(crate) mod connections;
mod notices;
mod outgoing;
pub(crate) mod signals;
pub(crate) mod sites;
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
use operations::clock::SystemClock;
use operations::{Courier, Desk, Teller};
use sites::Sites;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;

/// The longest that a receipt comes after the death of its key.
const RECEIPTS: Duration = Duration::from_secs(10);

/// Serves until a signal asks for its end.
///
/// # Errors
/// If it cannot start: the address, the certificates, the data folder or the database cannot be used.
pub(crate) async fn run(arguments: ServeArguments, out: &mut Output) -> Result<Exit> {
    logging::begin("info,sqlx=warn")?;
    address::check(arguments.listen, arguments.tls_cert.is_some() || arguments.trusted_proxy)?;
    let tls = tls::settings(arguments.tls_cert.as_deref(), arguments.tls_key.as_deref())?;
    let company = company(&arguments)?;
    let outgoing = outgoing::settings(&arguments)?;
    // First, so that a server that cannot listen leaves no folder behind.
    let listener = address::listen(arguments.listen).await?;
    let sites = sites::of(&arguments, listener.local_addr()?)?;
    let folder = DataFolder::make(&arguments.data, company, arguments.restored)?;
    let OpenDesk { desk, store, .. } = open(&folder, &arguments, sites).await?;
    if arguments.restored {
        let count = operations::record_lost(&desk).await?;
        tracing::info!(count, "evidence whose keys were not restored is recorded as destroyed");
    }
    let postman = notices::postman(&desk, &arguments, &outgoing, listener.local_addr()?)?;
    desk.settle_outgoing(outgoing);
    let confirming = desk.clone();
    let ending = signals::heed(move || confirming.confirm_clock())?;
    welcome::tell(&desk, &arguments, listener.local_addr()?, out).await?;
    let looking = (!arguments.restored).then(|| tokio::spawn(warn_of_lost(desk.clone())));
    let sweeping = tokio::spawn(sweeper::sweep_until(desk.clone(), ending.asked.clone()));
    let witnessing = tokio::spawn(sweeper::ask_witnesses_until(desk.clone(), ending.asked.clone()));
    let teller = Teller::new(desk.clone(), postman.is_some());
    let courier = Courier::new(desk.clone())?;
    let sending = outgoing::send_until(courier, desk.follow(), teller.follow(), ending.asked.clone());
    let sending = tokio::spawn(sending);
    let mailing =
        postman.map(|one| tokio::spawn(notices::mail_until(one, teller.follow(), ending.asked.clone())));
    let telling = tokio::spawn(notices::tell_until(teller, desk.follow(), ending.asked.clone()));
    let app = web::router(desk, pages(&arguments), ending.asked.clone());
    match tls {
        Some(tls) => connections::serve(tls::Listener::new(listener, tls)?, app, &ending).await?,
        None => connections::serve(listener.tap_io(without_delay), app, &ending).await?,
    }
    ending.asked.cancel();
    if let Some(looking) = looking {
        looking.abort();
    }
    sweeping.await.context("the sweep did not end")?;
    witnessing.await.context("asking witnesses did not end")?;
    sending.await.context("the sending did not end")?;
    telling.await.context("the telling did not end")?;
    if let Some(mailing) = mailing {
        mailing.await.context("the mailing did not end")?;
    }
    store.close().await;
    tracing::info!("the server ended");
    Ok(Exit::Done)
}

/// Says so if kept evidence has lost its keys. Looks while the server serves already: with much evidence it takes long.
async fn warn_of_lost(desk: Desk) {
    let mut found = operations::find_lost(&desk).await;
    if found.as_ref().is_ok_and(|lost| !lost.is_empty()) {
        // What is just being deleted has lost its key, and gets its receipt now.
        tokio::time::sleep(RECEIPTS).await;
        found = operations::find_lost(&desk).await;
    }
    match found.map(|lost| lost.len()) {
        Ok(0) => {}
        Ok(count) => tracing::warn!(
            count,
            "evidence cannot be opened, since its keys are missing: is `keyring/hours` on a volume that is not mounted? If they are gone for good, start once with --restored; until then these logs cannot be exported"
        ),
        Err(error) => tracing::warn!(%error, "the keys of kept evidence could not be looked at"),
    }
}

/// How browsers reach the server.
fn pages(arguments: &ServeArguments) -> web::Site {
    let https = arguments.tls_cert.is_some() || arguments.trusted_proxy;
    let (trusted_proxy, personas) = (arguments.trusted_proxy, arguments.personas.clone());
    web::Site { https, trusted_proxy, public_url: arguments.public_url.clone(), personas }
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

async fn open(folder: &DataFolder, arguments: &ServeArguments, sites: Sites) -> Result<OpenDesk> {
    let settled = folder.settle(Wanted {
        name: arguments.name.clone(),
        support_tenant: arguments.support_tenant.clone(),
        support_name: arguments.support_name.clone(),
        postgresql: arguments.database.is_some(),
    })?;
    let catalogue = catalogue::with_packs(&arguments.packs, &arguments.publishers)?;
    folder
        .open_desk(
            settled,
            arguments.database.as_deref(),
            Arc::new(SystemClock::new()),
            catalogue,
            sites,
            arguments.applications(),
        )
        .await
}

/// Lets small answers go at once, instead of waiting for more to send.
fn without_delay(stream: &mut TcpStream) {
    // A connection works without it too.
    let _ = stream.set_nodelay(true);
}
