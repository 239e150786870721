//! `glasscase verify`

use clap::Args;
use std::path::PathBuf;

/// An export to check.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The export; `-` reads standard input
    pub(crate) file: PathBuf,

    /// The log's public key, or a file that holds it; without it the report says whose key it believed
    #[arg(long, value_name = "KEY|FILE")]
    pub(crate) key: Option<String>,
}
