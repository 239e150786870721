//! How a run ends, and what the server is told of it.

use crate::check::Refusal;
use crate::folder::FolderError;
use crate::halt::Cause;
use collect::CollectError;
use wire::Stopped;

/// Why a run ended without evidence. The messages are for the log on the runner's machine; the server gets
/// [`Ending::report`].
#[derive(Debug, thiserror::Error)]
pub(crate) enum Ending {
    /// The runner's own check stands against it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// It was halted.
    #[error("halted: {0}")]
    Halted(Cause),
    /// The server gave it to another runner, or ended it.
    #[error("the server ended it: {0}")]
    Gone(String),
    /// A collector stopped or failed.
    #[error(transparent)]
    Collecting(#[from] CollectError),
    /// The second pass found a credential in what was about to be shipped.
    #[error(
        "a credential of the shape `{shape}` was found in the screened output; nothing more is shipped, and the classifier needs a look"
    )]
    Credential {
        /// Its shape. Never the credential.
        shape: &'static str,
    },
    /// What was collected could not be screened.
    #[error("the screened output is not text")]
    Screening,
    /// What was collected could not be encrypted.
    #[error("sealing failed: {0}")]
    Sealing(std::io::Error),
    /// The server did not take the collection, and said why.
    #[error("the server refused the upload: {0}")]
    Upload(String),
    /// The run took longer than any may.
    #[error("the run took too long")]
    Timeout,
    /// The data folder failed.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A part of the program failed.
    #[error("a part of the runner ended unexpectedly")]
    Unexpected,
}

impl Ending {
    /// What the server is told; nothing if it knows already.
    pub(crate) fn report(&self) -> Option<Stopped> {
        let (why, code) = match self {
            Self::Halted(Cause::Server) | Self::Gone(_) => return None,
            Self::Refused(refusal) => ("refused", refusal.code()),
            Self::Collecting(CollectError::OutOfScope(_)) => ("refused", "not_in_scope"),
            Self::Collecting(CollectError::Input { input: Some(input), .. }) => {
                return Some(Stopped { why: "refused".to_owned(), code: format!("input_{input}") });
            }
            Self::Collecting(CollectError::Input { .. }) => ("refused", "inputs"),
            Self::Collecting(CollectError::Unconfined(_)) => ("refused", "not_confined"),
            Self::Halted(Cause::LeaseLost) => ("lease_lost", ""),
            Self::Halted(Cause::StoppedHere) => ("refused", "stopped_on_machine"),
            Self::Halted(Cause::ShuttingDown) => ("failed", "shut_down"),
            Self::Collecting(_) => ("failed", "collector"),
            Self::Credential { .. } => ("failed", "credential_in_output"),
            Self::Screening => ("failed", "screening"),
            Self::Sealing(_) => ("failed", "sealing"),
            Self::Upload(_) => ("failed", "upload"),
            Self::Timeout => ("failed", "timeout"),
            Self::Folder(_) => ("failed", "data_folder"),
            Self::Unexpected => ("failed", "unexpected"),
        };
        Some(Stopped { why: why.to_owned(), code: code.to_owned() })
    }
}
