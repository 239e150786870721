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
    /// The answer is no: a run was denied, an export is not sound, or a text holds what it must not.
    Denied,
    /// A text could not be read; what could was done.
    Unread,
    /// Something is no text, and was left out; everything else was done.
    Binary,
}

impl Exit {
    pub(crate) fn code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Failed => ExitCode::from(1),
            Self::BadInput => ExitCode::from(2),
            Self::Denied => ExitCode::from(3),
            Self::Unread => ExitCode::from(4),
            Self::Binary => ExitCode::from(5),
        }
    }
}
