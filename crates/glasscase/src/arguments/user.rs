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
    /// Change what somebody may do, and whose cases they work
    Change(ChangeArguments),
    /// Remove somebody, with their tokens
    Remove {
        /// The person's id
        person: PersonId,
    },
    /// Erase the names of somebody who was removed, and what they wrote
    ///
    /// Removes them, and the salts that tie them to the log, from all events; each erasure is on record. The log's leaves
    /// stay, so older exports and proofs hold. What stays of the person is an opaque id.
    Erase {
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

/// What changes of somebody; what is left out stays.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct Changes {
    /// What they may do from now on, in place of what they could
    #[arg(long, value_name = "ROLES", value_delimiter = ',', value_parser = word::role())]
    pub(crate) roles: Option<Vec<Role>>,

    /// The teams whose cases they work from now on; of the vendor's people only
    #[arg(long, value_name = "TEAMS", value_delimiter = ',')]
    pub(crate) teams: Option<Vec<TeamId>>,
}

/// Somebody to change.
#[derive(Debug, Args)]
pub(crate) struct ChangeArguments {
    /// The person's id
    pub(crate) person: PersonId,

    #[command(flatten)]
    pub(crate) changes: Changes,
}
