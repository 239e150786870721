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

    /// Read it from this data folder instead of asking the server; with SQLite, no server may be running on it
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,

    /// The data folder's PostgreSQL database, if it uses one
    #[arg(long, value_name = "URL", env = "GLASSCASE_DATABASE", hide_env_values = true, requires = "data")]
    pub(crate) database: Option<String>,

    /// File to write; `-` writes standard output
    #[arg(long, short, value_name = "FILE", default_value = "export.glasscase")]
    pub(crate) output: PathBuf,
}
