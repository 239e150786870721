//! `glasscase export`

use clap::Args;
use domain::TenantId;
use std::path::PathBuf;

/// A log to export.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// Whose log
    #[arg(long)]
    pub(crate) tenant: TenantId,

    /// Read it from this data folder, offline, instead of asking the server
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,

    /// File to write; `-` writes standard output
    #[arg(long, short, value_name = "FILE", default_value = "export.glasscase")]
    pub(crate) output: PathBuf,
}
