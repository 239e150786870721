//! What goes out to destinations of logs: what it may do, and when.

use crate::arguments::ServeArguments;
use crate::failure::Failure;
use anyhow::Result;
use domain::TenantId;
use operations::{Courier, Outgoing, Refusal, Wake};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How long it takes at most until an entry is sent that nobody was woken for: one that is tried again, or that a
/// replica left behind.
const LOOK: Duration = Duration::from_secs(5);

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

/// Sends what is appended, and what people are told by webhook, until `ending`. What is under way then is broken off: the
/// next start sends it again.
pub(super) async fn send_until(
    courier: Courier,
    appended: Arc<Wake>,
    told: Arc<Wake>,
    ending: CancellationToken,
) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut tasks = JoinSet::new();
    loop {
        let looked = tokio::select! {
            () = ending.cancelled() => break,
            tenants = appended.next() => look(&courier, &mut tasks, &tenants).await,
            tenants = told.next() => look_at_notices(&courier, &mut tasks, &tenants).await,
            Some(sent) = tasks.join_next() => look_again(&courier, &mut tasks, sent.ok().flatten()).await,
            _ = ticks.tick() => courier.begin(&mut tasks).await,
        };
        if let Err(why) = looked {
            tracing::error!(%why, "destinations could not be looked at; the next look goes on with it");
        }
    }
    tasks.shutdown().await;
}

async fn look(
    courier: &Courier,
    tasks: &mut JoinSet<Option<TenantId>>,
    tenants: &BTreeSet<TenantId>,
) -> Result<(), Refusal> {
    for tenant in tenants {
        courier.begin_for(tasks, tenant).await?;
    }
    Ok(())
}

async fn look_at_notices(
    courier: &Courier,
    tasks: &mut JoinSet<Option<TenantId>>,
    tenants: &BTreeSet<TenantId>,
) -> Result<(), Refusal> {
    for tenant in tenants {
        courier.begin_notices_for(tasks, tenant).await?;
    }
    Ok(())
}

/// Looks for what came while something was sent.
async fn look_again(
    courier: &Courier,
    tasks: &mut JoinSet<Option<TenantId>>,
    sent: Option<TenantId>,
) -> Result<(), Refusal> {
    let Some(tenant) = sent else { return Ok(()) };
    courier.begin_for(tasks, &tenant).await?;
    courier.begin_notices_for(tasks, &tenant).await
}
