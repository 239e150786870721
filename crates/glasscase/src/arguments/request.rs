//! `glasscase request`

use super::duration::Duration;
use super::{SigningArguments, word};
use clap::{Args, Subcommand};
use consent::Language;
use domain::{CaseId, Categories, Category, RequestId};

/// What can be done with access requests.
#[derive(Debug, Subcommand)]
pub(crate) enum RequestCommand {
    /// Ask the customer for more categories for a while
    Ask(AskArguments),
    /// List the access requests of a case
    List {
        /// The case
        case: CaseId,
    },
    /// Approve an access request, in full or in part
    Approve(ApproveArguments),
    /// Print the document that a signature under an approval would cover, for signing elsewhere
    Draft {
        /// The access request
        request: RequestId,
        #[command(flatten)]
        part: PartArguments,
    },
    /// Deny an access request
    Deny {
        /// The access request
        request: RequestId,
    },
    /// Endorse an engineer's access request, so that the customer is asked
    Endorse {
        /// The access request
        request: RequestId,
    },
}

/// More categories to ask for.
#[derive(Debug, Args)]
pub(crate) struct AskArguments {
    /// The case
    pub(crate) case: CaseId,

    /// Categories to ask for
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',', required = true, value_parser = word::category())]
    pub(crate) categories: Vec<Category>,

    /// For how long after the approval, such as 90m, 2h or 1d
    #[arg(long = "for", value_name = "TIME")]
    pub(crate) span: Duration,

    /// Why; the customer reads it
    #[arg(long)]
    pub(crate) reason: String,
}

/// Which part of a request is approved, and in which language it is shown.
#[derive(Clone, Debug, Args)]
pub(crate) struct PartArguments {
    /// Categories to approve [default: all that were asked for]
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',', value_parser = word::category())]
    categories: Option<Vec<Category>>,

    /// Language of the text that you agree to
    #[arg(long, default_value = "en", value_parser = word::language())]
    pub(crate) language: Language,
}

impl PartArguments {
    /// The categories, if any were named.
    pub(crate) fn categories(&self) -> Option<Categories> {
        self.categories.as_ref().map(|listed| listed.iter().copied().collect())
    }
}

/// An approval to give.
#[derive(Debug, Args)]
pub(crate) struct ApproveArguments {
    /// The access request
    pub(crate) request: RequestId,

    #[command(flatten)]
    pub(crate) part: PartArguments,

    #[command(flatten)]
    pub(crate) signing: SigningArguments,
}
