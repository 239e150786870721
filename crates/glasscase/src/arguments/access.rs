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
    /// Show the vendor's support tenant as your directory lists it, and which consents end if you delete it
    Partner,
    /// Delete the vendor's support tenant from your partners; withdraws every advanced consent
    RemovePartner,
}
