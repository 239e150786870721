//! `glasscase audit`

use clap::{Args, Subcommand};
use domain::{CaseId, CollectionId};
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
    /// Write a receipt of one event, which `glasscase verify --receipt` checks offline, to standard output
    Receipt(ReceiptArguments),
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

/// What a receipt is of.
#[derive(Debug, Args)]
#[group(id = "of", required = true, multiple = false)]
pub(crate) struct ReceiptArguments {
    /// The event, counted from 0
    #[arg(group = "of")]
    pub(crate) event: Option<u64>,

    /// The latest consent of this case
    #[arg(long, value_name = "CASE", group = "of")]
    pub(crate) consent: Option<CaseId>,

    /// The deletion of this evidence
    #[arg(long, value_name = "COLLECTION", group = "of")]
    pub(crate) deletion: Option<CollectionId>,
}
