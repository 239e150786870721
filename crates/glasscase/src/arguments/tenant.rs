//! `glasscase tenant`

use super::SettingsArguments;
use clap::{Args, Subcommand};
use domain::TenantId;

/// What an operator can do with tenants.
#[derive(Debug, Subcommand)]
pub(crate) enum TenantCommand {
    /// Create a customer; prints a one-time link for its first owner
    Create(CreateArguments),
    /// List the customers
    List,
}

/// A customer to create.
#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// Its name
    pub(crate) name: String,

    /// Its id [default: made by the server]
    #[arg(long)]
    pub(crate) id: Option<TenantId>,

    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
}
