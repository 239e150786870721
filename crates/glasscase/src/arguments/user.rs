//! `glasscase user`

use super::word;
use clap::{Args, Subcommand};
use domain::{PersonId, Role, TeamId};

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add somebody
    Add(AddArguments),
    /// List the people
    List,
    /// Remove somebody, with their tokens
    Remove {
        /// The person's id
        person: PersonId,
    },
}

/// Somebody to add.
#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// Their user principal name or mail address
    pub(crate) upn: String,

    /// Their name
    #[arg(long)]
    pub(crate) name: String,

    /// What they may do
    #[arg(long, value_name = "ROLES", value_delimiter = ',', required = true, value_parser = word::role())]
    pub(crate) roles: Vec<Role>,

    /// The teams whose cases they work; of the vendor's people only
    #[arg(long, value_name = "TEAMS", value_delimiter = ',')]
    pub(crate) teams: Vec<TeamId>,
}
