//! The latest consent that the runner saw of each case, so that no older one counts again.

use super::error::FolderError;
use super::{DataFolder, durable};
use consent::{ConsentDocument, Digest, Document as _};
use domain::{CaseId, Proof};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

const FOLDER: &str = "consents";
const EXTENSION: &str = "json";

/// A consent as the server showed it to this runner. It was checked, and stays here for the customer to compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptConsent {
    /// Of which case.
    pub case: CaseId,
    /// The how-manieth consent of the case.
    pub number: u64,
    /// The canonical document.
    pub document: String,
    /// What stands behind it.
    pub proof: Proof,
}

impl KeptConsent {
    /// What a consent key signs for it.
    pub(crate) fn challenge(&self) -> Digest {
        ConsentDocument::challenge_of(&self.document)
    }
}

impl DataFolder {
    /// The latest consent of a case, if the runner saw one.
    ///
    /// # Errors
    /// [`FolderError`] if it cannot be read: the runner then runs nothing for the case.
    pub fn consent(&self, case: &CaseId) -> Result<Option<KeptConsent>, FolderError> {
        let path = self.consent_path(case);
        let Some(text) = durable::read_if_there(&path)? else { return Ok(None) };
        let kept: KeptConsent =
            serde_json::from_slice(&text).map_err(|why| FolderError::damaged(&path, why))?;
        if kept.case == *case {
            Ok(Some(kept))
        } else {
            Err(FolderError::damaged(&path, "it is of another case"))
        }
    }

    /// The latest consents of all cases that the runner saw.
    ///
    /// # Errors
    /// [`FolderError`] if one cannot be read.
    pub fn consents(&self) -> Result<Vec<KeptConsent>, FolderError> {
        let read = |path: PathBuf| {
            let text = durable::read_if_there(&path)?.unwrap_or_default();
            serde_json::from_slice(&text).map_err(|why| FolderError::damaged(&path, why))
        };
        durable::files(&self.file(FOLDER), EXTENSION)?.into_iter().map(read).collect()
    }

    /// Keeps a consent that was checked, in place of the case's earlier one.
    pub(crate) fn keep_consent(&self, consent: &KeptConsent) -> Result<(), FolderError> {
        durable::open_folder(&self.file(FOLDER))?;
        let path = self.consent_path(&consent.case);
        let text = serde_json::to_vec(consent).map_err(|why| FolderError::damaged(&path, why))?;
        durable::write_whole(&path, &text)
    }

    /// Case ids may hold any printable character, so the file is named by a digest.
    fn consent_path(&self, case: &CaseId) -> PathBuf {
        self.file(FOLDER).join(format!("{}.{EXTENSION}", Digest::of(case.as_str().as_bytes())))
    }
}
