//! What goes out to destinations of logs: what it may do, and when.

use crate::arguments::ServeArguments;
use crate::failure::Failure;
use anyhow::Result;
use operations::{Courier, Outgoing};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How long an entry waits at most before it is sent.
const LOOK: Duration = Duration::from_millis(500);

/// What connections to destinations may do.
///
/// # Errors
/// If the file of authorities cannot be read, or holds none.
pub(super) fn settings(arguments: &ServeArguments) -> Result<Outgoing> {
    let authorities = match &arguments.destination_ca {
        None => Vec::new(),
        Some(file) => {
            let name = file.display();
            let pem = std::fs::read(file).map_err(|why| {
                Failure::bad_input(format!("cannot read the authorities in `{name}`: {why}"))
            })?;
            Outgoing::authorities(&pem).map_err(|why| Failure::bad_input(format!("`{name}`: {why}")))?
        }
    };
    Ok(Outgoing { allow_private: arguments.allow_private_destinations, authorities })
}

/// Looks for what is to be sent until `ending`. What is under way then is broken off: the next start sends it again.
pub(super) async fn send_until(courier: Courier, ending: CancellationToken) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            () = ending.cancelled() => break,
            _ = ticks.tick() => {}
        }
        if let Err(why) = courier.begin(&mut tasks).await {
            tracing::error!(%why, "destinations could not be looked at; the next look goes on with it");
        }
        while tasks.try_join_next().is_some() {}
    }
    tasks.shutdown().await;
}
