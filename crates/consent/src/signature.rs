//! Whether what stands behind a consent or an approval holds.

use crate::digest::Digest;
use crate::key::{BadAssertion, PublicKey, Unproven};
use crate::proven::{Proven, verify_consent_key};
use domain::{KeyId, Proof};

/// Whose word a consent or an approval rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attestation {
    /// The server's alone: the tenant had no consent keys.
    Server,
    /// The customer's: a signature by this key holds.
    SignedBy(KeyId),
}

/// Why a signature does not hold.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignatureError {
    /// No key of this id is known.
    #[error("it is signed by the consent key `{key}`, which is not known here")]
    UnknownKey {
        /// The key that is named.
        key: KeyId,
    },
    /// The signature is not that key's over this document.
    #[error(
        "the signature in the name of the consent key `{key}` is wrong: the document or the signature was changed"
    )]
    Wrong {
        /// The key that is named.
        key: KeyId,
    },
    /// What a passkey signed does not stand behind this document.
    #[error("the proof in the name of the passkey `{key}` does not hold: {why}")]
    Assertion {
        /// The key that is named.
        key: KeyId,
        /// What does not hold.
        why: BadAssertion,
    },
}

/// Checks the proof behind the document with this challenge. `keys` finds a key that may sign.
///
/// # Errors
/// [`SignatureError`] if the named key is not known, or the signature is not its own over the challenge.
pub fn verify(
    challenge: &Digest,
    proof: &Proof,
    keys: &impl Fn(&KeyId) -> Option<PublicKey>,
) -> Result<Attestation, SignatureError> {
    verify_ahead(challenge, proof, keys, None)
}

/// The same, where the signature may have been checked ahead.
pub(crate) fn verify_ahead(
    challenge: &Digest,
    proof: &Proof,
    keys: &impl Fn(&KeyId) -> Option<PublicKey>,
    proven: Option<&Proven>,
) -> Result<Attestation, SignatureError> {
    let Proof::Key { key, signature } = proof else { return Ok(Attestation::Server) };
    let public = keys(key).ok_or_else(|| SignatureError::UnknownKey { key: key.clone() })?;
    let key = key.clone();
    match verify_consent_key(proven, &public, challenge, signature) {
        Ok(()) => Ok(Attestation::SignedBy(key)),
        Err(Unproven::Signature) => Err(SignatureError::Wrong { key }),
        Err(Unproven::Assertion(why)) => Err(SignatureError::Assertion { key, why }),
    }
}
