//! What can be wrong with a data folder.

use domain::RunnerId;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The file system refused.
    #[error("cannot {doing} `{}`: {why}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// A file does not hold what it should.
    #[error("`{}` is damaged: {why}; restore it from a copy, or enrol in a new folder", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it. Never repeats a secret.
        why: String,
    },
    /// The folder belongs to no runner yet.
    #[error(
        "no runner is enrolled in `{}`: run `glasscase runner enrol` with the code that an owner gives you",
        path.display()
    )]
    NotEnrolled {
        /// The folder.
        path: PathBuf,
    },
    /// The folder belongs to a runner already.
    #[error("the runner `{runner}` is enrolled in `{}` already; use another data folder", path.display())]
    Enrolled {
        /// The folder.
        path: PathBuf,
        /// Its runner.
        runner: RunnerId,
    },
    /// Others can write in the folder.
    #[error(
        "others can write in `{}`, so they could exchange what this runner trusts; run `chmod go-w` on it",
        path.display()
    )]
    Exposed {
        /// The folder.
        path: PathBuf,
    },
    /// Another process works in the folder.
    #[error("another process runs the runner of `{}`; stop it first", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// Somebody stopped the runner on its machine.
    #[error(
        "this runner was stopped on its machine and stands still; `glasscase runner resume` lets it work again"
    )]
    Stopped,
    /// The runner's process could not be ended.
    #[error("the process {process} that runs the runner does not end: {why}; end it as its user or as root")]
    Unstoppable {
        /// Its process id.
        process: u32,
        /// What the system said.
        why: String,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl FolderError {
    /// For `map_err`: what was tried with which file.
    pub(super) fn file(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> Self {
        move |why| Self::File { doing, path: path.to_owned(), why }
    }

    pub(super) fn damaged(path: &Path, why: impl fmt::Display) -> Self {
        Self::Damaged { path: path.to_owned(), why: why.to_string() }
    }
}
