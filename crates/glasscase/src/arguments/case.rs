//! `glasscase case`

use super::{PageArguments, TermsArguments, word};
use clap::{Args, Subcommand};
use domain::{CaseId, NatureId, PersonId, ServiceId, Severity, SubscriptionId, TenantId};
use std::path::PathBuf;

/// What can be done with cases.
#[derive(Debug, Subcommand)]
pub(crate) enum CaseCommand {
    /// Open a case
    ///
    /// Without --advanced or --standard the case is opened without consent: it is handled without diagnostics until
    /// somebody who may consent gives it. `glasscase case problems` lists services and natures.
    Open(Box<OpenArguments>),
    /// List cases, newest first
    List(ListArguments),
    /// Show a case with its messages
    Show {
        /// The case
        case: CaseId,
    },
    /// Write a message in a case
    Say {
        /// The case
        case: CaseId,
        /// The words; `-` reads them from standard input
        text: String,
    },
    /// Close a case; its consent ends at once
    Close {
        /// The case
        case: CaseId,
    },
    /// Reopen a case, without consent
    Reopen {
        /// The case
        case: CaseId,
    },
    /// Take a case of your teams, or hand it over; for the vendor's engineers
    Assign {
        /// The case
        case: CaseId,
        /// Another engineer of its team, by id
        #[arg(long, value_name = "ENGINEER")]
        to: Option<PersonId>,
    },
    /// Follow what happens in a case, live, until interrupted
    Watch {
        /// The case
        case: CaseId,
    },
    /// List the services and natures of problems that a case can be about
    Problems,
}

/// A case to open.
#[derive(Debug, Args)]
pub(crate) struct OpenArguments {
    /// The problem in a line
    pub(crate) title: String,

    /// Subscriptions that help may look at
    #[arg(
        long = "subscription",
        short,
        value_name = "SUBSCRIPTION",
        value_delimiter = ',',
        required = true,
        env = "GLASSCASE_SUBSCRIPTION"
    )]
    pub(crate) subscriptions: Vec<SubscriptionId>,

    /// Which service it is about
    #[arg(long)]
    pub(crate) service: ServiceId,

    /// What kind of problem it is
    #[arg(long)]
    pub(crate) nature: NatureId,

    /// How urgent it is
    #[arg(long, default_value = "moderate", value_parser = word::severity())]
    pub(crate) severity: Severity,

    /// The problem in your own words
    #[arg(long, conflicts_with = "text_file")]
    pub(crate) text: Option<String>,

    /// File with the problem in your own words; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) text_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) terms: TermsArguments,

    /// Without consent: no diagnostics until somebody gives it
    #[arg(long, conflicts_with_all = ["advanced", "standard", "categories"])]
    pub(crate) no_consent: bool,

    /// For the vendor's people: the customer on whose behalf to open it, always without consent
    #[arg(long, conflicts_with_all = ["advanced", "standard", "categories"])]
    pub(crate) tenant: Option<TenantId>,
}

/// Which cases to list.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Open cases alone
    #[arg(long, conflicts_with = "closed")]
    pub(crate) open: bool,

    /// Closed cases alone
    #[arg(long)]
    pub(crate) closed: bool,

    #[command(flatten)]
    pub(crate) page: PageArguments,
}
