//! `glasscase diagnostic`

use super::{LevelArguments, word};
use clap::{Args, Subcommand};
use domain::{CaseId, Categories, Category, DiagnosticId, RunId, SubscriptionId};
use std::path::PathBuf;

/// What can be done with diagnostics.
#[derive(Debug, Subcommand)]
pub(crate) enum DiagnosticCommand {
    /// List the diagnostics of the catalogue
    List,
    /// Show what each diagnostic would read under a consent, before you give it
    Preview(PreviewArguments),
    /// Run a diagnostic, and wait for what it finds
    Run(RunArguments),
    /// List the runs of a case
    Runs {
        /// The case
        case: CaseId,
    },
    /// Show a run and what it found
    Show {
        /// The run
        run: RunId,
    },
    /// Stop a run
    Stop {
        /// The run
        run: RunId,
    },
}

/// A consent to imagine.
#[derive(Debug, Args)]
pub(crate) struct PreviewArguments {
    /// The case
    pub(crate) case: CaseId,

    #[command(flatten)]
    pub(crate) level: LevelArguments,

    /// Categories to assume [default: those in force, or of the case's nature]
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',', value_parser = word::category())]
    categories: Option<Vec<Category>>,
}

impl PreviewArguments {
    /// The categories, if any were named.
    pub(crate) fn categories(&self) -> Option<Categories> {
        self.categories.as_ref().map(|listed| listed.iter().copied().collect())
    }
}

/// A diagnostic to run.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// The case
    pub(crate) case: CaseId,

    /// The diagnostic
    pub(crate) diagnostic: DiagnosticId,

    /// The subscription to run on [default: the case's only one]
    #[arg(long, short)]
    pub(crate) subscription: Option<SubscriptionId>,

    /// An input; give it again for each further one, or for each entry of a list
    #[arg(long = "input", short, value_name = "NAME=VALUE")]
    pub(crate) inputs: Vec<String>,

    /// File with the inputs as one JSON object; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    pub(crate) inputs_file: Option<PathBuf>,

    /// Wait until the run has ended (this is what happens anyway)
    #[arg(long, conflicts_with = "no_wait")]
    wait: bool,

    /// Do not wait for what it finds
    #[arg(long)]
    no_wait: bool,
}

impl RunArguments {
    /// Whether to wait until the run has ended.
    pub(crate) const fn waits(&self) -> bool {
        self.wait || !self.no_wait
    }
}
