//! `glasscase subscription`

use clap::Subcommand;
use domain::SubscriptionId;

/// What can be done with subscriptions.
#[derive(Debug, Subcommand)]
pub(crate) enum SubscriptionCommand {
    /// Name a subscription as your organisation's
    Add {
        /// The subscription's id
        subscription: SubscriptionId,
    },
    /// List the subscriptions
    List,
}
