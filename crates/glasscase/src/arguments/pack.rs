//! `glasscase pack`

use clap::Subcommand;
use std::path::PathBuf;

/// What a publisher of diagnostics does.
#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    /// Make a publisher's key; prints its public key, which runners trust
    Keygen {
        /// The publisher's name, for instance `acme.example/diagnostics`
        name: String,
        /// The file for the secret key; it must not be there yet
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Sign diagnostics as a pack
    Sign {
        /// The files of the diagnostics
        #[arg(required = true, value_name = "DIAGNOSTIC.yaml")]
        files: Vec<PathBuf>,
        /// The publisher's secret key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The pack's version: higher than that of every earlier one
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
        version: u64,
        /// Where to write the pack
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
    /// Check a pack against a publisher's public key, and show what is in it
    Show {
        /// The pack
        #[arg(value_name = "FILE")]
        pack: PathBuf,
        /// The publisher's public key
        #[arg(long, value_name = "KEY")]
        publisher: String,
    },
}
