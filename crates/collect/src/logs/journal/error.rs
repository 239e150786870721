//! Why a journal, or a part of one, cannot be read.

use std::io;

/// What is wrong, in words that quote nothing of the journal's texts.
#[derive(Debug, thiserror::Error)]
pub(in crate::logs) enum Broken {
    /// The system refuses.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The file ends inside something.
    #[error("the journal ends at byte {0}, inside an object")]
    Short(u64),
    /// Written by a systemd that is newer than this program knows.
    #[error("the journal has features that are not known here (incompatible flags {0:#x})")]
    Unsupported(u32),
    /// What stands at an offset cannot stand there.
    #[error("the journal is damaged at byte {at}: {what}")]
    Damaged {
        /// Where.
        at: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// A list of entries is damaged, so that what is behind it cannot be found.
    #[error("the journal's list of entries is damaged at byte {at}: {what}")]
    Lost {
        /// Where.
        at: u64,
        /// What is wrong there.
        what: &'static str,
    },
}

impl Broken {
    /// The same, where it concerns the one entry at `at`: others may be whole even if this one lies behind the end.
    pub(super) fn of_one(self, at: u64) -> Self {
        match self {
            Self::Short(_) => Self::Damaged { at, what: "it reaches beyond the end of the file" },
            other => other,
        }
    }

    /// Whether nothing behind it can be found.
    pub(in crate::logs) const fn ends_the_file(&self) -> bool {
        !matches!(self, Self::Damaged { .. })
    }
}
