//! What a consent is to cover, and how it is signed: shared by the commands that deal with consents.

use super::word;
use clap::Args;
use consent::Language;
use domain::{Categories, Category, Level};
use std::path::PathBuf;
use wire::ConsentTerms;

/// A level, or none.
#[derive(Clone, Debug, Args)]
#[group(multiple = false)]
pub(crate) struct LevelArguments {
    /// Advanced diagnostics: adds the vendor's support tenant as a partner
    #[arg(long)]
    advanced: bool,

    /// Standard diagnostics
    #[arg(long)]
    standard: bool,
}

impl LevelArguments {
    /// The level that was named, if one was.
    pub(crate) const fn level(&self) -> Option<Level> {
        match (self.advanced, self.standard) {
            (true, _) => Some(Level::Advanced),
            (false, true) => Some(Level::Standard),
            (false, false) => None,
        }
    }
}

/// What a consent is to cover.
#[derive(Clone, Debug, Args)]
pub(crate) struct TermsArguments {
    #[command(flatten)]
    pub(crate) level: LevelArguments,

    /// Categories of data that may be read [default: those of the case's nature]
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',', value_parser = word::category())]
    pub(crate) categories: Option<Vec<Category>>,

    /// Language of the text that you agree to
    #[arg(long, default_value = "en", value_parser = word::language())]
    pub(crate) language: Language,
}

impl TermsArguments {
    /// The categories, if any were named.
    pub(crate) fn categories(&self) -> Option<Categories> {
        self.categories.as_ref().map(|listed| listed.iter().copied().collect())
    }

    /// The terms of a consent at `level`.
    pub(crate) fn at(&self, level: Level) -> ConsentTerms {
        let language = Some(self.language.name().to_owned());
        ConsentTerms { level, categories: self.categories(), language }
    }
}

/// How a consent or an approval is signed.
#[derive(Clone, Debug, Args)]
pub(crate) struct SigningArguments {
    /// File with the consent key to sign with, where your organisation has consent keys
    #[arg(long, value_name = "FILE", conflicts_with = "signed")]
    pub(crate) key: Option<PathBuf>,

    /// File that `glasscase consent sign` wrote; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) signed: Option<PathBuf>,

    /// Do not ask whether you agree
    #[arg(long, short)]
    pub(crate) yes: bool,
}
