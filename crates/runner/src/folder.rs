//! The runner's data folder. Everything in it is readable by its owner alone, and appears whole or not at all.
//!
//! | file | holds |
//! | --- | --- |
//! | `runner.json` | who the runner is: written last when it enrols |
//! | `token` | what it sends as bearer token |
//! | `run-record.key` | the Ed25519 key that signs its run records |
//! | `tenant.secret` | the secret behind the pseudonyms; never sent anywhere |
//! | `trusted/` | the consent keys that the customer pinned here |
//! | `consents/` | the latest consent that it saw of each case |
//! | `packs/` | the latest pack of diagnostics of each publisher |
//! | `run-records.jsonl` | the signed record of each run that it shipped |
//! | `runner.lock` | the process that works in the folder |
//! | `stop` | there while somebody wants the runner to stand still |
//!
//! The map from pseudonyms back to values is not written in this version: it lives in memory as long as its run.

mod consents;
mod durable;
mod error;
mod identity;
mod packs;
mod presence;
mod records;
mod secret;
mod trusted;

pub use consents::KeptConsent;
pub use error::FolderError;
pub use identity::Identity;
pub use packs::TakeError;
pub use presence::{StopOutcome, resume, stop};
pub use records::SignedRecord;
pub use secret::TenantSecret;
pub use trusted::TrustError;

pub(crate) use identity::Enrolment;
pub(crate) use presence::Presence;

use std::path::{Path, PathBuf};

/// A runner's data folder.
#[derive(Clone, Debug)]
pub struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// Opens the folder of an enrolled runner.
    ///
    /// # Errors
    /// [`FolderError::NotEnrolled`] if there is none, or [`FolderError::File`] if it cannot be entered.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let not_enrolled = || FolderError::NotEnrolled { path: path.to_owned() };
        let real = durable::real_path(path)?.ok_or_else(not_enrolled)?;
        let folder = Self { path: real };
        if folder.has_runner()? { Ok(folder) } else { Err(not_enrolled()) }
    }

    /// Opens the folder for a runner to be; if it is not there it is made, for its owner alone.
    ///
    /// # Errors
    /// [`FolderError::File`] if it cannot be made or entered.
    pub(crate) fn create(path: &Path) -> Result<Self, FolderError> {
        Ok(Self { path: durable::open_folder(path)? })
    }

    /// Its path without symlinks.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}
