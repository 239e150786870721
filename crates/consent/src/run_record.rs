//! What a runner says about a run of its own: signed, and kept by both sides (design.md, *What a consent proves*).

use crate::canonical::{self, BadDocument, Document, NUMBER_MAX};
use crate::digest::Digest;
use crate::key::{BadKey, verify_ed25519};
use domain::{CaseId, Categories, DiagnosticId, Moment, RunId, RunnerId, TenantId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A runner's record of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a run record")]
pub struct RunRecord {
    /// Whose systems.
    pub tenant: TenantId,
    /// The run.
    pub run: RunId,
    /// For which case.
    pub case: CaseId,
    /// Which runner.
    pub runner: RunnerId,
    /// Which diagnostic.
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// SHA-256 of the diagnostic's text.
    pub digest: Digest,
    /// The challenge of the consent that the runner relied on; none if it was shown none.
    pub consent: Option<Digest>,
    /// What was shipped unmasked at most.
    pub covered: Categories,
    /// SHA-256 of the sealed object that was shipped.
    pub sha256: Digest,
    /// The size of the sealed object.
    pub bytes: u64,
    /// SHA-256 of the screened text inside the seal.
    pub plain_sha256: Digest,
    /// How many spans of each category were found, kept or masked, by the category's word.
    pub spans: BTreeMap<String, u64>,
    /// When the runner began.
    pub started_at: Moment,
    /// When it was done.
    pub ended_at: Moment,
}

/// Why a run record cannot be believed.
#[derive(Debug, thiserror::Error)]
pub enum BadRunRecord {
    /// The text is no run record.
    #[error(transparent)]
    Text(#[from] BadDocument),
    /// The runner's key is no key.
    #[error("the runner's key cannot be used: {0}")]
    Key(#[from] BadKey),
    /// The signature is not the runner's over this record.
    #[error(
        "the runner's signature is wrong: the record or the signature was changed, or another runner made it"
    )]
    Signature,
}

impl RunRecord {
    /// The text that is hashed and signed (RFC 8785).
    pub fn canonical(&self) -> String {
        canonical::text(self)
    }

    /// Reads a canonical text. Unknown fields, other ways to write the same, and impossible values are refused.
    ///
    /// # Errors
    /// [`BadDocument`] naming what is wrong.
    pub fn parse(text: &str) -> Result<Self, BadDocument> {
        canonical::parse(text)
    }

    /// What the runner signs: SHA-256 of `glasscase/run/v1`, a zero byte and the canonical text.
    pub fn challenge(&self) -> Digest {
        canonical::challenge::<Self>(&self.canonical())
    }
}

impl Document for RunRecord {
    const WHAT: &'static str = "a run record";
    const PREFIX: &'static [u8] = b"glasscase/run/v1\0";

    fn check(&self) -> Result<(), &'static str> {
        if self.spans.values().chain([&self.bytes]).any(|number| *number > NUMBER_MAX) {
            return Err("`bytes` and the counts in `spans` must be below 2^53");
        }
        if self.ended_at < self.started_at {
            return Err("`ended_at` must not be before `started_at`");
        }
        Ok(())
    }
}

/// Reads a run record and checks that the runner with this public key, base64, signed it.
///
/// # Errors
/// [`BadRunRecord`] if text, key or signature is wrong.
pub fn verify_run_record(public_key: &str, text: &str, signature: &str) -> Result<RunRecord, BadRunRecord> {
    let record = RunRecord::parse(text)?;
    let challenge = canonical::challenge::<RunRecord>(text);
    if verify_ed25519(public_key, &challenge, signature)? { Ok(record) } else { Err(BadRunRecord::Signature) }
}
