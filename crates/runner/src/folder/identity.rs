//! Who the runner is.

use super::error::FolderError;
use super::secret::TenantSecret;
use super::{DataFolder, durable};
use consent::RunnerKey;
use domain::{RunnerId, TenantId};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::Zeroizing;

const IDENTITY: &str = "runner.json";
const TOKEN: &str = "token";
const KEY: &str = "run-record.key";
const SECRET: &str = "tenant.secret";

/// What a runner is called, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Its id.
    pub runner: RunnerId,
    /// Whose data it stands beside. It works for nobody else, whatever the server says.
    pub tenant: TenantId,
    /// The server that it enrolled with.
    pub server: String,
    /// What its operator calls it.
    pub name: String,
}

/// What enrolling yields.
pub(crate) struct Enrolment<'a> {
    pub(crate) identity: &'a Identity,
    pub(crate) token: &'a str,
}

impl DataFolder {
    /// Who the runner is.
    ///
    /// # Errors
    /// [`FolderError::NotEnrolled`], or another if the file cannot be read.
    pub fn identity(&self) -> Result<Identity, FolderError> {
        let path = self.file(IDENTITY);
        let text = durable::read_if_there(&path)?.ok_or_else(|| self.not_enrolled())?;
        serde_json::from_slice(&text).map_err(|why| FolderError::damaged(&path, why))
    }

    /// Whether a runner is enrolled in the folder. Its file need not be readable: a damaged one is still a runner's.
    pub(super) fn has_runner(&self) -> Result<bool, FolderError> {
        let path = self.file(IDENTITY);
        path.try_exists().map_err(FolderError::file("look for", &path))
    }

    /// Refuses a folder that belongs to a runner.
    pub(crate) fn check_free(&self) -> Result<(), FolderError> {
        match self.identity() {
            Ok(found) => Err(FolderError::Enrolled { path: self.path().to_owned(), runner: found.runner }),
            Err(FolderError::NotEnrolled { .. }) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// Makes the key and the secret before the runner enrols; what an interrupted attempt left is used again.
    pub(crate) fn prepare(&self, given: Option<&TenantSecret>) -> Result<RunnerKey, FolderError> {
        let path = self.file(KEY);
        if durable::read_if_there(&path)?.is_none() {
            let mut seed = Zeroizing::new([0; 32]);
            getrandom::fill(seed.as_mut_slice())?;
            let key = RunnerKey::from_seed(&seed).map_err(|why| FolderError::damaged(&path, why))?;
            durable::write_whole(&path, format!("{}\n", *key.to_text()).as_bytes())?;
        }
        let path = self.file(SECRET);
        match given {
            Some(secret) => durable::write_whole(&path, secret.to_text().as_bytes())?,
            None if durable::read_if_there(&path)?.is_some() => {}
            None => durable::write_whole(&path, TenantSecret::random()?.to_text().as_bytes())?,
        }
        self.runner_key()
    }

    /// Keeps what enrolling yielded.
    pub(crate) fn keep(&self, enrolment: &Enrolment<'_>) -> Result<(), FolderError> {
        durable::write_whole(&self.file(TOKEN), enrolment.token.as_bytes())?;
        let path = self.file(IDENTITY);
        let text =
            serde_json::to_vec_pretty(enrolment.identity).map_err(|why| FolderError::damaged(&path, why))?;
        // A crash before this leaves a folder in which no runner is enrolled: ask for another code.
        durable::write_whole(&path, &text)
    }

    /// What the runner sends as bearer token.
    pub(crate) fn token(&self) -> Result<Zeroizing<String>, FolderError> {
        durable::read_text_if_there(&self.file(TOKEN))?.ok_or_else(|| self.not_enrolled())
    }

    /// The key that signs its run records.
    pub(crate) fn runner_key(&self) -> Result<RunnerKey, FolderError> {
        let path = self.file(KEY);
        let text = durable::read_text_if_there(&path)?.ok_or_else(|| self.not_enrolled())?;
        RunnerKey::from_text(&text).map_err(|why| FolderError::damaged(&path, why))
    }

    /// The secret behind the pseudonyms.
    pub(crate) fn tenant_secret(&self) -> Result<TenantSecret, FolderError> {
        let path = self.file(SECRET);
        if Path::new(&path).exists() { TenantSecret::read(&path) } else { Err(self.not_enrolled()) }
    }

    fn not_enrolled(&self) -> FolderError {
        FolderError::NotEnrolled { path: self.path().to_owned() }
    }
}
