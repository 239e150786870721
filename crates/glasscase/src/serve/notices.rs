//! Telling people what happens: in the desk always, by mail where there is a mail server.

use super::sites;
use crate::arguments::ServeArguments;
use crate::failure::Failure;
use anyhow::Result;
use operations::{Desk, MailLink, MailSettings, Outgoing, Postman, Teller, Wake};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How long it takes at most until what nobody was woken for is told: a consent that will end, a digest, a mail that is
/// tried again.
const LOOK: Duration = Duration::from_secs(10);

/// Who sends mails, if the operator named a mail server.
///
/// # Errors
/// If its address, or the sender's, makes no sense.
pub(super) fn postman(
    desk: &Desk,
    arguments: &ServeArguments,
    outgoing: &Outgoing,
    address: SocketAddr,
) -> Result<Option<Postman>> {
    let (Some(server), Some(from)) = (&arguments.smtp, &arguments.mail_from) else { return Ok(None) };
    let pages = arguments.public_url.clone().unwrap_or_else(|| sites::of_this_machine(arguments, address));
    let (server, from) = (server.clone(), from.clone());
    let settings = MailSettings { server, from, desk: pages, authorities: outgoing.authorities.clone() };
    // The address is not repeated: it may hold a password.
    let link =
        MailLink::new(&settings).map_err(|why| Failure::bad_input(format!("--smtp, --mail-from: {why}")))?;
    Ok(Some(Postman::new(desk.clone(), link)?))
}

/// Makes notices of what is appended, until `ending`.
pub(super) async fn tell_until(teller: Teller, appended: Arc<Wake>, ending: CancellationToken) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let told = tokio::select! {
            () = ending.cancelled() => return,
            _ = ticks.tick() => teller.round().await,
            tenants = appended.next() => teller.round_for(&tenants).await,
        };
        if let Err(why) = told {
            tracing::error!(%why, "people could not be told; the next round goes on with it");
        }
    }
}

/// Sends the mails of what was told, until `ending`. A mail that is under way then is sent again by the next start, under
/// the same id.
pub(super) async fn mail_until(postman: Postman, told: Arc<Wake>, ending: CancellationToken) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let round = async {
            tokio::select! {
                _ = ticks.tick() => postman.round().await,
                tenants = told.next() => postman.round_for(&tenants).await,
            }
        };
        tokio::select! {
            () = ending.cancelled() => return,
            sent = round => if let Err(why) = sent {
                tracing::error!(%why, "mails could not be sent; the next round goes on with it");
            },
        }
    }
}
