//! `glasscase access`

use clap::Subcommand;

/// What can be done with a tenant's access.
#[derive(Debug, Subcommand)]
pub(crate) enum AccessCommand {
    /// Show who can look at what until when
    Show,
    /// Stop all access at once
    Lock,
    /// Resume what has not ended meanwhile
    Unlock,
    /// Delete the vendor's support tenant from your partners; withdraws every advanced consent
    RemovePartner,
}
