//! `glasscase consent-key`

use clap::{Args, Subcommand};
use domain::KeyId;
use std::path::PathBuf;

/// What can be done with consent keys.
#[derive(Debug, Subcommand)]
pub(crate) enum ConsentKeyCommand {
    /// Enrol a consent key; from then on only signed consents count
    Enrol(EnrolArguments),
    /// List the consent keys
    List,
    /// Revoke a consent key; the consents that it signed end
    Revoke {
        /// The key's id
        key: KeyId,
    },
}

/// A consent key to enrol: only its public half is sent.
#[derive(Debug, Args)]
pub(crate) struct EnrolArguments {
    /// Whose or which key it is
    pub(crate) label: String,

    /// File that `glasscase consent keygen` wrote
    #[arg(long, value_name = "FILE", required_unless_present = "public_key", conflicts_with = "public_key")]
    pub(crate) key: Option<PathBuf>,

    /// The public key as `glasscase consent keygen` printed it, or the text of a passkey
    #[arg(long, value_name = "KEY")]
    pub(crate) public_key: Option<String>,
}
