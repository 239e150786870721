//! `glasscase demo`

use clap::Args;
use std::path::PathBuf;

/// The walk through a whole case.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// End after the walk instead of leaving the server running
    #[arg(long)]
    pub(crate) exit: bool,

    /// Port of the server, on this machine alone
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,

    /// Folder for everything it makes; it must be empty or absent [default: a fresh one]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,

    /// File to write addresses and tokens to, as shell lines
    #[arg(long, value_name = "FILE")]
    pub(crate) env: Option<PathBuf>,
}
