//! `glasscase import`

use clap::Args;
use domain::CaseId;
use std::path::PathBuf;

/// A support bundle to look at.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The bundle: tar (plain, gzip, xz, zstd), zip, HAR or another JSON text
    pub(crate) file: PathBuf,

    /// Tenant context file: with it names, domains and addresses of yours are known as such
    #[arg(long, value_name = "FILE")]
    pub(crate) context: Option<PathBuf>,

    /// File whose content makes the pseudonyms, at least 16 bytes: the same file, the same pseudonyms, as of `redact`
    /// [default: a random key]
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,

    /// Write the screened form here as a zip, to look at; a folder gets `NAME.screened.zip`
    #[arg(long, value_name = "FILE|FOLDER")]
    pub(crate) out: Option<PathBuf>,

    /// Attach the screened form to this case, 1 GiB packed at most, and write what was found into it
    #[arg(long, value_name = "CASE")]
    pub(crate) attach: Option<CaseId>,

    /// List every file
    #[arg(long)]
    pub(crate) files: bool,

    /// Show findings in French, and write them so into the case
    #[arg(long)]
    pub(crate) french: bool,
}
