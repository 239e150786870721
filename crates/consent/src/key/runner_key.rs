//! The key with which a runner signs its run records.

use super::BadSecret;
use super::ed25519::Secret;
use crate::canonical::Document as _;
use crate::run_record::RunRecord;
use std::fmt;
use zeroize::Zeroizing;

/// How the text of a runner's key begins.
const VERSION: &str = "glasscase-runner-key/1";
const WHAT: &str = "runner key of this program";

/// A runner's own key: Ed25519, made on its machine at enrolment.
pub struct RunnerKey(Secret);

impl RunnerKey {
    /// The key that grows from 32 random bytes.
    ///
    /// # Errors
    /// [`BadSecret`] if the cryptographic library refuses the bytes; it takes any.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, BadSecret> {
        Secret::from_seed(WHAT, seed).map(Self)
    }

    /// Reads the text of [`RunnerKey::to_text`]; a newline at the end is accepted.
    ///
    /// # Errors
    /// [`BadSecret`] if it is damaged or something else; the text is not repeated.
    pub fn from_text(text: &str) -> Result<Self, BadSecret> {
        Secret::from_text(WHAT, VERSION, text).map(Self)
    }

    /// The key as one line without its newline: `glasscase-runner-key/1 <key id> <base64 of the seed>`.
    pub fn to_text(&self) -> Zeroizing<String> {
        self.0.to_text(VERSION)
    }

    /// The public half as the server enrols it, base64.
    pub fn public_base64(&self) -> String {
        self.0.public().text()
    }

    /// The signature over a run record, base64.
    pub fn sign(&self, record: &RunRecord) -> String {
        self.0.sign(&record.challenge())
    }
}

impl fmt::Debug for RunnerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RunnerKey").field(&self.0.public().id()).finish()
    }
}
