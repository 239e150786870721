//! Why the runner does not run what it is offered.

use collect::scope::OutOfScope;
use consent::{BadDocument, NotCovered, NotShown, SignatureError};
use diagnostics::InputError;
use domain::{DiagnosticId, Moment};

/// Why the runner refuses a run by itself. The messages are for the log on its machine; the server gets the code.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The server gave out another run than the one that was claimed.
    #[error("the server answered the claim with another run")]
    OtherRun,
    /// The run is another organisation's.
    #[error("the run is of another organisation than this runner")]
    OtherTenant,
    /// The settings do not list what it wants to touch.
    #[error(transparent)]
    NotInScope(#[from] OutOfScope),
    /// The diagnostic is not in this program's catalogue.
    #[error(
        "the diagnostic `{0}` is not in this program's catalogue; update the older one of runner and server"
    )]
    UnknownDiagnostic(DiagnosticId),
    /// The server's diagnostic is not the one of this program.
    #[error(
        "the server's diagnostic has another {0} than this program's; update the older one of runner and server"
    )]
    OtherDiagnostic(&'static str),
    /// The settings allow no advanced diagnostics.
    #[error("the diagnostic needs the advanced level, and the settings of this runner say `advanced: false`")]
    AdvancedOff,
    /// The settings allow no dry runs.
    #[error("the settings of this runner do not say `dry_runs: true`")]
    DryRunsOff,
    /// A dry run is so old that nobody waits for it.
    #[error("the dry run was asked for more than a day ago")]
    Stale,
    /// The inputs do not fit the diagnostic.
    #[error(transparent)]
    Inputs(#[from] InputError),
    /// Runner and server do not agree on the time.
    #[error("the server says it is {server} and this machine says {own}; set the clocks right")]
    Clock {
        /// The server's time.
        server: Moment,
        /// The runner's.
        own: Moment,
    },
    /// The consent is no consent document.
    #[error(transparent)]
    Document(#[from] BadDocument),
    /// The text that was shown is not the text of the document.
    #[error(transparent)]
    Shown(#[from] NotShown),
    /// No signature, though consent keys are pinned here.
    #[error("the consent is not signed, and consent keys are pinned on this machine")]
    Unsigned,
    /// The signature does not hold.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// A later consent of the case is known here, or another one with the same number.
    #[error(
        "the consent has number {number}, and this runner saw another one of its case with number {seen}"
    )]
    Replayed {
        /// The number of what was shown.
        number: u64,
        /// The number of what is known.
        seen: u64,
    },
    /// The documents do not cover the run.
    #[error(transparent)]
    NotCovered(#[from] NotCovered),
    /// The recipient is no age recipient.
    #[error("what the collection should be encrypted to is no age recipient")]
    Recipient,
}

impl Refusal {
    /// The word for it in the run's record and over HTTP.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::OtherRun => "other_run",
            Self::OtherTenant => "other_tenant",
            Self::NotInScope(_) => "not_in_scope",
            Self::UnknownDiagnostic(_) => "unknown_diagnostic",
            Self::OtherDiagnostic(_) => "other_diagnostic",
            Self::AdvancedOff => "advanced_off",
            Self::DryRunsOff => "dry_runs_off",
            Self::Stale => "stale",
            Self::Inputs(_) => "inputs",
            Self::Clock { .. } => "clock",
            Self::Document(_) => "consent_document",
            Self::Shown(_) => "consent_not_shown",
            Self::Unsigned | Self::Signature(_) => "signature",
            Self::Replayed { .. } => "consent_replayed",
            Self::NotCovered(why) => why.code(),
            Self::Recipient => "recipient",
        }
    }
}
