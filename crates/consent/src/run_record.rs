//! What a runner says about a run of its own: signed, and kept by both sides (design.md, *What a consent proves*).

use crate::ahead::Ahead;
use crate::canonical::sealed::Kind;
use crate::canonical::{BadDocument, Document, NUMBER_MAX};
use crate::coverage::CLOCK_SKEW;
use crate::digest::Digest;
use crate::key::BadKey;
use crate::proven::verify_runner;
use domain::{CaseId, Categories, DiagnosticId, Moment, RunId, RunnerId, TenantId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A runner's record of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a run record")]
pub struct RunRecord {
    /// The size of the sealed object.
    pub bytes: u64,
    /// For which case.
    pub case: CaseId,
    /// The challenge of the consent that the runner relied on; none if it was shown none.
    pub consent: Option<Digest>,
    /// What was shipped unmasked at most.
    pub covered: Categories,
    /// Which diagnostic.
    pub diagnostic: DiagnosticId,
    /// SHA-256 of the diagnostic's text.
    pub digest: Digest,
    /// When it was done.
    pub ended_at: Moment,
    /// SHA-256 of the screened text inside the seal.
    pub plain_sha256: Digest,
    /// The run.
    pub run: RunId,
    /// Which runner.
    pub runner: RunnerId,
    /// SHA-256 of the sealed object that was shipped.
    pub sha256: Digest,
    /// How many spans of each category were found, kept or masked, by the category's word.
    pub spans: BTreeMap<String, u64>,
    /// When the runner began.
    pub started_at: Moment,
    /// Whose systems.
    pub tenant: TenantId,
    /// Its version.
    pub version: u32,
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

impl Document for RunRecord {}

/// A run record whose times do not fit what the log says of the run.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadTimes {
    /// The runner began before it had the run.
    #[error(
        "the runner's record says that it began at {started_at}, and the run was claimed only at {claimed_at}; \
         set the clock of its machine right"
    )]
    BeforeClaim {
        /// When the runner says it began.
        started_at: Moment,
        /// When the log says it took the run.
        claimed_at: Moment,
    },
    /// The runner was at work after it had delivered.
    #[error(
        "the runner's record says that it ended at {ended_at}, and what it shipped was stored at {stored_at} already; \
         set the clock of its machine right"
    )]
    AfterStoring {
        /// When the runner says it was done.
        ended_at: Moment,
        /// When the log says that its evidence was stored.
        stored_at: Moment,
    },
}

impl RunRecord {
    /// Whether the runner was at work between the claim and the storing of its evidence, by its own clock, give or take
    /// [`CLOCK_SKEW`].
    ///
    /// The rules stop a claimed run as soon as access ends, so a run that was stored was covered all the time between.
    /// Within the skew the order of the record's instants and of the log's events is the server's word.
    ///
    /// # Errors
    /// [`BadTimes`] naming the instant that does not fit.
    pub fn check_times(&self, claimed_at: Moment, stored_at: Moment) -> Result<(), BadTimes> {
        let Self { started_at, ended_at, .. } = *self;
        if started_at.plus(CLOCK_SKEW) < claimed_at {
            return Err(BadTimes::BeforeClaim { started_at, claimed_at });
        }
        if ended_at > stored_at.plus(CLOCK_SKEW) {
            return Err(BadTimes::AfterStoring { ended_at, stored_at });
        }
        Ok(())
    }
}

impl Kind for RunRecord {
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
    verify_run_record_ahead(public_key, text, signature, None).map(Cow::into_owned)
}

/// The same as [`verify_run_record`], where the event that holds the record may have been looked at ahead.
///
/// # Errors
/// [`BadRunRecord`] if text, key or signature is wrong.
pub fn verify_run_record_ahead<'a>(
    public_key: &str,
    text: &str,
    signature: &str,
    ahead: Option<&'a Ahead>,
) -> Result<Cow<'a, RunRecord>, BadRunRecord> {
    let challenge = RunRecord::challenge_of(text);
    let record = match ahead.and_then(|ahead| ahead.run_record(&challenge)) {
        Some(record) => Cow::Borrowed(record),
        None => Cow::Owned(RunRecord::parse(text)?),
    };
    if verify_runner(ahead.and_then(Ahead::proven), public_key, &challenge, signature)? {
        Ok(record)
    } else {
        Err(BadRunRecord::Signature)
    }
}
