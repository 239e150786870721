//! `glasscase log`

use clap::{Args, Subcommand};
use domain::TenantId;
use std::path::PathBuf;

/// What an operator can settle about the logs, on the server's machine.
#[derive(Debug, Subcommand)]
pub(crate) enum LogCommand {
    /// Sign all logs with a new key from now on
    ///
    /// The old key and the new one both sign a statement of it, which every later export holds: whoever kept the old key
    /// verifies old and new exports with it, and so does whoever has the new one alone.
    RotateKey(DataArguments),
    /// Name the witnesses that cosign the logs, by a policy (C2SP tlog-policy)
    ///
    /// Lines are `witness NAME KEY URL`, `group NAME all|any|COUNT NAMES…` and `quorum NAME|none`. The published checkpoint of a
    /// log is the newest that has its quorum. Takes effect with the server's next start.
    Witnesses {
        /// The policy; `-` reads standard input
        policy: PathBuf,

        /// For this customer's log alone
        #[arg(long)]
        tenant: Option<TenantId>,

        #[command(flatten)]
        data: DataArguments,
    },
}

/// A data folder.
#[derive(Debug, Args)]
pub(crate) struct DataArguments {
    /// The data folder; no server may be running on it
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: PathBuf,

    /// PostgreSQL database [default: SQLite in the data folder]
    #[arg(long, value_name = "URL", env = "GLASSCASE_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
}
