//! `glasscase runner`

use clap::{Args, Subcommand};
use domain::RunnerId;
use std::path::PathBuf;

/// What can be done with runners.
#[derive(Debug, Subcommand)]
pub(crate) enum RunnerCommand {
    /// Make a one-time code with which a runner enrols; prints it, once
    Invite,
    /// List the runners
    List,
    /// Remove a runner
    Remove {
        /// The runner's id
        runner: RunnerId,
    },
    /// Make this machine a runner, with a one-time code
    Enrol(EnrolArguments),
    /// Run diagnostics on this machine until stopped
    Run {
        /// The runner's folder, as `runner enrol` made it
        #[arg(long, value_name = "FOLDER")]
        data: PathBuf,
    },
    /// Trust a consent key on this machine: from then on this runner refuses every consent that no trusted key signed
    Trust {
        /// The public key as `glasscase consent keygen` printed it, base64
        #[arg(value_name = "BASE64")]
        public_key: String,
        /// The runner's folder
        #[arg(long, value_name = "FOLDER")]
        data: PathBuf,
    },
    /// Stop the runner of a folder, whatever the server says
    Stop {
        /// The runner's folder
        #[arg(long, value_name = "FOLDER")]
        data: PathBuf,
    },
}

/// A runner to enrol.
#[derive(Debug, Args)]
pub(crate) struct EnrolArguments {
    /// The one-time code
    pub(crate) code: String,

    /// Folder for the runner's keys and settings
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: PathBuf,

    /// What you call it
    #[arg(long, default_value = "runner")]
    pub(crate) name: String,
}
