//! `glasscase destination`

use super::word;
use clap::{Args, Subcommand};
use domain::{DestinationForm, DestinationId};
use std::path::PathBuf;

/// What can be done with destinations of the log.
#[derive(Debug, Subcommand)]
pub(crate) enum DestinationCommand {
    /// Send entries of your log to a receiver; prints a webhook's secret, once
    Add(AddArguments),
    /// List destinations, and how far each is
    List,
    /// Give a webhook a new secret; the previous one signs too for a day
    Renew {
        /// The destination's id
        destination: DestinationId,
    },
    /// List the entries that were given up after more than a day
    Undelivered {
        /// The destination's id
        destination: DestinationId,

        /// The first entry, by its place in the log
        #[arg(long, value_name = "SEQUENCE", default_value_t = 0)]
        from: u64,
    },
    /// Send again what was given up, or everything from an entry on
    Replay {
        /// The destination's id
        destination: DestinationId,

        /// The first entry to send again [default: only what was given up]
        #[arg(long, value_name = "SEQUENCE")]
        from: Option<u64>,
    },
    /// Send nothing more
    Remove {
        /// The destination's id
        destination: DestinationId,
    },
}

/// A destination to add.
#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// How the receiver is reached, and what it is sent
    #[arg(value_parser = word::destination_form())]
    pub(crate) form: DestinationForm,

    /// An endpoint's https address, or a syslog receiver's HOST:PORT
    pub(crate) address: String,

    /// Certificates of the authorities that vouch for a syslog receiver, PEM [default: the system's]
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,

    /// The first entry to send, by its place in the log [default: what comes from now on]
    #[arg(long, value_name = "SEQUENCE")]
    pub(crate) from: Option<u64>,
}
