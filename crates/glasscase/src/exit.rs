//! How the program ends.

use std::process::ExitCode;

/// How the program ended. The numbers are part of its interface and stand in `glasscase --help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// What was asked for was done.
    Done,
    /// It was refused, or failed.
    Failed,
    /// The arguments or a file's content cannot be used.
    BadInput,
    /// The answer is no: a run was denied, or an export is not sound.
    Denied,
}

impl Exit {
    pub(crate) fn code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Failed => ExitCode::from(1),
            Self::BadInput => ExitCode::from(2),
            Self::Denied => ExitCode::from(3),
        }
    }
}
