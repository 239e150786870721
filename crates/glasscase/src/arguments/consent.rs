//! `glasscase consent`

use super::{LevelArguments, SigningArguments, TermsArguments, word};
use clap::{Args, Subcommand};
use consent::Language;
use domain::{CaseId, Category};
use std::path::PathBuf;

/// What can be done with consents.
#[derive(Debug, Subcommand)]
pub(crate) enum ConsentCommand {
    /// Give consent for a case, or give it again with other terms
    ///
    /// Shows the text that you agree to, and asks. Standard diagnostics unless --advanced is given. Where your
    /// organisation has consent keys, sign with --key FILE, or offline: `consent draft`, `consent sign`, and then
    /// this command with --signed FILE.
    Give(GiveArguments),
    /// Give the consent in force again, so that its time starts anew
    Renew(RenewArguments),
    /// Withdraw the consent of a case; access ends at once
    Withdraw {
        /// The case
        case: CaseId,
    },
    /// Ask the customer for consent, renewal or another level; grants nothing
    Ask {
        /// The case
        case: CaseId,
        #[command(flatten)]
        level: LevelArguments,
        /// Categories to ask for [default: those of the case's nature]
        #[arg(long, value_name = "CATEGORIES", value_delimiter = ',', value_parser = word::category())]
        categories: Option<Vec<Category>>,
    },
    /// Print the document that a signature would cover, for signing elsewhere
    Draft {
        /// The case
        case: CaseId,
        #[command(flatten)]
        terms: TermsArguments,
    },
    /// Sign a drafted consent or approval, offline
    ///
    /// Shows the text of the very document that is signed, asks, and prints what `consent give --signed` or `request
    /// approve --signed` sends. Needs no network.
    Sign(SignArguments),
    /// Make a key that signs consents, offline
    Keygen(KeygenArguments),
}

/// A consent to give.
#[derive(Debug, Args)]
pub(crate) struct GiveArguments {
    /// The case
    pub(crate) case: CaseId,

    #[command(flatten)]
    pub(crate) terms: TermsArguments,

    #[command(flatten)]
    pub(crate) signing: SigningArguments,
}

/// A consent to give again.
#[derive(Debug, Args)]
pub(crate) struct RenewArguments {
    /// The case
    pub(crate) case: CaseId,

    /// Language of the text that you agree to
    #[arg(long, default_value = "en", value_parser = word::language())]
    pub(crate) language: Language,

    #[command(flatten)]
    pub(crate) signing: SigningArguments,
}

/// A document to sign.
#[derive(Debug, Args)]
pub(crate) struct SignArguments {
    /// The draft, as `consent draft` or `request draft` printed it; `-` reads standard input
    pub(crate) draft: PathBuf,

    /// File with the consent key
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,

    /// Do not ask whether you agree
    #[arg(long, short)]
    pub(crate) yes: bool,
}

/// A key to make.
#[derive(Debug, Args)]
pub(crate) struct KeygenArguments {
    /// File to write the secret key to; it must not exist
    pub(crate) file: PathBuf,
}
