//! A signature that was checked already: whoever reads a long log checks signatures ahead, beside what must go in order.

use crate::digest::Digest;
use crate::key::{PublicKey, Unproven, verify_ed25519};
use domain::{KeyId, Proof, RunnerId};

/// That one signature of one key over one challenge holds.
///
/// INVARIANT: only this module makes one, after it checked the signature; so whoever is given one need not.
#[derive(Debug)]
pub(crate) struct Proven {
    by: By,
    challenge: Digest,
    signature: String,
}

/// Whose signature it is.
#[derive(Debug)]
enum By {
    ConsentKey(PublicKey),
    /// The text of the runner's key.
    Runner(String),
}

/// The keys that may have signed, as far as they are known.
pub trait KnownKeys {
    /// A consent key by its id.
    fn consent_key(&self, id: &KeyId) -> Option<PublicKey>;
    /// The text of a runner's public key.
    fn runner_key(&self, id: &RunnerId) -> Option<String>;
}

impl Proven {
    /// The proof behind a consent or an approval, if it is a signature that holds.
    pub(crate) fn of_proof(challenge: Digest, proof: &Proof, keys: &impl KnownKeys) -> Option<Self> {
        let Proof::Key { key, signature } = proof else { return None };
        let public = keys.consent_key(key)?;
        public.verify(&challenge, signature).ok()?;
        Some(Self { by: By::ConsentKey(public), challenge, signature: signature.clone() })
    }

    /// The signature of a runner, if it holds.
    pub(crate) fn of_runner(
        challenge: Digest,
        runner: &RunnerId,
        signature: &str,
        keys: &impl KnownKeys,
    ) -> Option<Self> {
        let key = keys.runner_key(runner)?;
        let holds = verify_ed25519(&key, &challenge, signature).ok()?;
        holds.then(|| Self { by: By::Runner(key), challenge, signature: signature.to_owned() })
    }

    fn is_of_consent_key(&self, key: &PublicKey, challenge: &Digest, signature: &str) -> bool {
        matches!(&self.by, By::ConsentKey(by) if by == key) && self.is_over(challenge, signature)
    }

    fn is_of_runner(&self, key: &str, challenge: &Digest, signature: &str) -> bool {
        matches!(&self.by, By::Runner(by) if by == key) && self.is_over(challenge, signature)
    }

    fn is_over(&self, challenge: &Digest, signature: &str) -> bool {
        self.challenge == *challenge && self.signature == signature
    }
}

/// Checks a signature of a consent key's, unless it was.
pub(crate) fn verify_consent_key(
    proven: Option<&Proven>,
    key: &PublicKey,
    challenge: &Digest,
    signature: &str,
) -> Result<(), Unproven> {
    if proven.is_some_and(|proven| proven.is_of_consent_key(key, challenge, signature)) {
        return Ok(());
    }
    key.verify(challenge, signature)
}

/// Whether a signature is a runner's.
pub(crate) fn verify_runner(
    proven: Option<&Proven>,
    key: &str,
    challenge: &Digest,
    signature: &str,
) -> Result<bool, crate::BadKey> {
    if proven.is_some_and(|proven| proven.is_of_runner(key, challenge, signature)) {
        return Ok(true);
    }
    verify_ed25519(key, challenge, signature)
}
