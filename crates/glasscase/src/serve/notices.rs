//! Telling people what happens: in the desk always, by mail where there is a mail server.

use super::sites;
use crate::arguments::ServeArguments;
use crate::failure::Failure;
use anyhow::Result;
use operations::{Desk, MailLink, MailSettings, Outgoing, Postman, Refusal, Teller};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How long a notice waits at most before it is made.
const LOOK: Duration = Duration::from_secs(2);

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
    Ok(Some(Postman::new(desk.clone(), link)))
}

/// Makes notices and sends mails until `ending`. A mail that is under way then is sent again by the next start, under
/// the same id.
pub(super) async fn tell_until(desk: Desk, postman: Option<Postman>, ending: CancellationToken) {
    let teller = Teller::new(desk, postman.is_some());
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = ending.cancelled() => return,
            _ = ticks.tick() => {}
        }
        tokio::select! {
            () = ending.cancelled() => return,
            told = round(&teller, postman.as_ref()) => if let Err(why) = told {
                tracing::error!(%why, "people could not be told; the next round goes on with it");
            },
        }
    }
}

async fn round(teller: &Teller, postman: Option<&Postman>) -> Result<(), Refusal> {
    teller.round().await?;
    match postman {
        Some(postman) => postman.round().await,
        None => Ok(()),
    }
}
