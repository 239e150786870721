//! `glasscase token`

use super::word;
use clap::{Args, Subcommand};
use domain::{PersonId, Role, TokenId};

/// What can be done with API tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token; prints its secret, once
    Create(CreateArguments),
    /// List tokens, without their secrets
    List,
    /// Exchange a one-time code for its person's first token; prints the secret, once
    ///
    /// Needs no token. The code is what an operator's link, or an invitation, ends with; the link will do too.
    Redeem {
        /// The code, or the whole link
        #[arg(value_name = "CODE|LINK")]
        code: String,
    },
    /// Revoke a token
    Revoke {
        /// The token's id
        token: TokenId,
    },
}

/// A token to make.
#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// What it is for
    pub(crate) label: String,

    /// Whose it is [default: your own]
    #[arg(long)]
    pub(crate) person: Option<PersonId>,

    /// What it may do at most [default: all that its person may]
    #[arg(long, value_name = "ROLES", value_delimiter = ',', value_parser = word::role())]
    pub(crate) roles: Option<Vec<Role>>,

    /// Days until it expires
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=365))]
    pub(crate) days: u16,
}
