//! `glasscase verify`

use clap::Args;
use std::path::PathBuf;

/// How `verify` ends, below its help.
pub(crate) const VERIFY_EXITS: &str = "\
Ends with 0 if the log is sound, 3 if it is not, 2 if an argument or a file cannot be used, 1 if reading failed.
docs/export-format.md tells what is checked; tools/verify.py checks it once more, without this program.";

/// An export to check.
#[derive(Debug, Args)]
#[command(after_help = VERIFY_EXITS)]
pub(crate) struct VerifyArguments {
    /// The export; `-` reads standard input
    #[arg(required_unless_present = "receipt", conflicts_with = "receipt")]
    pub(crate) file: Option<PathBuf>,

    /// A receipt, as `glasscase audit receipt` writes it, in place of an export; `-` reads standard input
    #[arg(long, value_name = "FILE", requires = "key", conflicts_with_all = ["consent_key", "runner_log", "since"])]
    pub(crate) receipt: Option<PathBuf>,

    /// The log's public key, or a file that holds it; without it the report says whose key it believed
    #[arg(long, value_name = "KEY|FILE")]
    pub(crate) key: Option<String>,

    /// What `glasscase audit key --json` writes: statements that the log's key was changed, which lead from the key that was
    /// kept to the one that signed a receipt. An export holds its own
    #[arg(long, value_name = "FILE", requires = "receipt")]
    pub(crate) rotations: Option<PathBuf>,

    /// One of the customer's consent keys (its public key, or the text of a passkey); then only what the given ones signed
    /// counts. Repeatable
    #[arg(long, value_name = "KEY")]
    pub(crate) consent_key: Vec<String>,

    /// Public key of a witness that must have signed the log up to its last event. Repeatable
    #[arg(long, value_name = "KEY")]
    pub(crate) witness: Vec<String>,

    /// A runner's own log, `run-records.jsonl` of its data folder, to hold this one against
    #[arg(long, value_name = "FILE")]
    pub(crate) runner_log: Option<PathBuf>,

    /// An earlier export, or a checkpoint that was kept: this log must extend it, or the event at which they part is named
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<PathBuf>,
}
