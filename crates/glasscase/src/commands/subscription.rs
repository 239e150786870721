//! `glasscase subscription`

use crate::arguments::SubscriptionCommand;
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::path;
use anyhow::Result;
use wire::{AddSubscription, Done, Items};

pub(super) async fn run(command: SubscriptionCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let (out, path) = (&mut invocation.out, path::api(&["subscriptions"])?);
    match command {
        SubscriptionCommand::Add { subscription } => {
            let named = AddSubscription { subscription };
            let done: Done = server.post(&path, &named).await?;
            let id = &named.subscription;
            out.answer(&done, |out| out.line(format_args!("The subscription {id} is your organisation's.")))?;
        }
        SubscriptionCommand::List => {
            let subscriptions: Items<AddSubscription> = server.get(&path).await?;
            out.answer(&subscriptions, |out| {
                subscriptions.items.iter().try_for_each(|one| out.line(&one.subscription))
            })?;
        }
    }
    Ok(Exit::Done)
}
