//! `glasscase diagnostic`

use super::{LevelArguments, word};
use clap::{Args, Subcommand};
use domain::{CaseId, Categories, Category, DiagnosticId, RunId, SubscriptionId};
use std::path::PathBuf;

/// What can be done with diagnostics.
#[derive(Debug, Subcommand)]
pub(crate) enum DiagnosticCommand {
    #[command(flatten)]
    AtServer(DiagnosticServerCommand),
    #[command(flatten)]
    Here(DiagnosticHereCommand),
}

/// What the server is asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum DiagnosticServerCommand {
    /// List the diagnostics of the catalogue
    List,
    /// Show what each diagnostic would read under a consent, before you give it
    Preview(PreviewArguments),
    /// Run a diagnostic, and wait for what it finds
    Run(RunArguments),
    /// Count what a diagnostic would hand over on your own systems; nothing but counts and sizes leaves
    ///
    /// A runner whose settings say `dry_runs: true` runs it without a case or a consent; if none does within a day, it
    /// expires. `glasscase diagnostic try` shows the findings too, on the runner's machine.
    DryRun(DryRunArguments),
    /// List your organisation's dry runs
    DryRuns,
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
    /// Show what changed since the same diagnostic ran before
    Compare {
        /// The later run
        run: RunId,
        /// The earlier run [default: the last one of the same diagnostic in the case]
        #[arg(long, value_name = "RUN")]
        with: Option<RunId>,
    },
    /// Stop a run
    Stop {
        /// The run
        run: RunId,
    },
}

/// What stands below the help of `diagnostic try`.
const LEAST_SETTINGS: &str = "\
The least settings, as `runner.yaml`; `glasscase runner enrol --help` shows all of them:

  server: http://127.0.0.1:8080   # `try` does not ask it
  name: mine
  data: runner-data
  scope:
    mine:
      host_facts: true
      folders: [/var/log]";

/// What needs no server.
#[derive(Debug, Subcommand)]
pub(crate) enum DiagnosticHereCommand {
    /// Run a diagnostic for yourself, on this machine: shows what it finds, and what a run would hand over
    ///
    /// Nothing leaves this machine unless you attach the findings to a case, and no server is needed. It reads what the
    /// runner's settings let a runner read.
    #[command(after_help = LEAST_SETTINGS)]
    Try(TryArguments),
    /// Check files of diagnostics: their form, expressions, texts and limits
    Check {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Describe diagnostics, as Markdown
    Docs(DocsArguments),
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

/// The inputs of a run.
#[derive(Debug, Args)]
pub(crate) struct InputArguments {
    /// An input; give it again for each further one, or for each entry of a list
    #[arg(long = "input", short, value_name = "NAME=VALUE")]
    pub(crate) inputs: Vec<String>,

    /// File with the inputs as one JSON object; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    pub(crate) inputs_file: Option<PathBuf>,
}

/// A diagnostic to try.
#[derive(Debug, Args)]
pub(crate) struct TryArguments {
    /// A diagnostic of the catalogue, or a file (`./mine.yaml`)
    pub(crate) diagnostic: String,

    /// The runner's settings, which say what may be touched; it need not be enrolled
    #[arg(long, value_name = "FILE", default_value = "runner.yaml")]
    pub(crate) settings: PathBuf,

    /// The subscription whose systems to look at [default: the settings' only one]
    #[arg(long, short)]
    pub(crate) subscription: Option<SubscriptionId>,

    #[command(flatten)]
    pub(crate) inputs: InputArguments,

    /// Write what it finds into this case, with every sensitive value replaced
    #[arg(long, value_name = "CASE")]
    pub(crate) attach: Option<CaseId>,

    /// Show findings in French
    #[arg(long)]
    pub(crate) french: bool,
}

/// Diagnostics to describe.
#[derive(Debug, Args)]
pub(crate) struct DocsArguments {
    /// Diagnostics of the catalogue, or files (`./mine.yaml`) [default: the whole catalogue]
    pub(crate) diagnostics: Vec<String>,

    /// Write a page for each, and a list of them, into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,

    /// In French
    #[arg(long)]
    pub(crate) french: bool,
}

/// A diagnostic to count with.
#[derive(Debug, Args)]
pub(crate) struct DryRunArguments {
    /// The diagnostic
    pub(crate) diagnostic: DiagnosticId,

    /// The subscription to run on [default: your organisation's only one]
    #[arg(long, short)]
    pub(crate) subscription: Option<SubscriptionId>,

    #[command(flatten)]
    pub(crate) inputs: InputArguments,

    /// Do not wait for what it counts
    #[arg(long)]
    pub(crate) no_wait: bool,
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

    #[command(flatten)]
    pub(crate) inputs: InputArguments,

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
