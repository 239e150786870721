//! `glasscase audit`

use clap::{Args, Subcommand};
use domain::CaseId;
use std::path::PathBuf;

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// List the events of the log, oldest first
    List(ListArguments),
    /// Write the whole log to a file that `glasscase verify` checks offline
    Export {
        /// File to write; `-` writes standard output
        #[arg(long, short, value_name = "FILE", default_value = "export.glasscase")]
        output: PathBuf,
    },
    /// Show the public key of the log; keep it, so that `verify --key` need not believe an export
    Key,
}

/// Which events to list.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Events of this case alone
    #[arg(long)]
    pub(crate) case: Option<CaseId>,

    /// The first event to list, counted from 0
    #[arg(long, value_name = "SEQUENCE")]
    pub(crate) from: Option<u64>,

    /// How many events at most
    #[arg(long, value_name = "COUNT", conflicts_with = "case", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
}
