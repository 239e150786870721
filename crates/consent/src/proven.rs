//! A signature that was checked already: whoever reads a long log checks signatures ahead, beside what must go in order.

use crate::approval::ApprovalDocument;
use crate::canonical;
use crate::digest::Digest;
use crate::document::ConsentDocument;
use crate::key::{PublicKey, Unproven, verify_ed25519};
use crate::run_record::RunRecord;
use domain::{Event, KeyId, Proof, RunnerId};

/// That one signature of one key over one challenge holds.
///
/// INVARIANT: only this module makes one, after it checked the signature; so whoever is given one need not.
#[derive(Clone, Debug)]
pub struct Proven {
    by: By,
    challenge: Digest,
    signature: String,
}

/// Whose signature it is.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Checks the signature in an event ahead of its turn. None if it has none, its key is not known, or it does not hold:
    /// then the check in its turn tells what is wrong.
    pub fn ahead(event: &Event, keys: &impl KnownKeys) -> Option<Self> {
        match event {
            Event::ConsentGiven { document, proof, .. } => {
                Self::of_proof(ConsentDocument::challenge_of(document), proof, keys)
            }
            Event::AccessApproved { document, proof, .. } => {
                Self::of_proof(ApprovalDocument::challenge_of(document), proof, keys)
            }
            Event::EvidenceStored { record, signature, .. } => Self::of_run_record(record, signature, keys),
            _ => None,
        }
    }

    fn of_proof(challenge: Digest, proof: &Proof, keys: &impl KnownKeys) -> Option<Self> {
        let Proof::Key { key, signature } = proof else { return None };
        let public = keys.consent_key(key)?;
        public.verify(&challenge, signature).ok()?;
        Some(Self { by: By::ConsentKey(public), challenge, signature: signature.clone() })
    }

    fn of_run_record(record: &str, signature: &str, keys: &impl KnownKeys) -> Option<Self> {
        let key = keys.runner_key(&RunRecord::parse(record).ok()?.runner)?;
        let challenge = canonical::challenge::<RunRecord>(record);
        let holds = verify_ed25519(&key, &challenge, signature).ok()?;
        holds.then(|| Self { by: By::Runner(key), challenge, signature: signature.to_owned() })
    }

    fn is_of(&self, by: &By, challenge: &Digest, signature: &str) -> bool {
        self.by == *by && self.challenge == *challenge && self.signature == signature
    }
}

/// Checks a signature of a consent key's, unless it was.
pub(crate) fn verify_consent_key(
    proven: Option<&Proven>,
    key: &PublicKey,
    challenge: &Digest,
    signature: &str,
) -> Result<(), Unproven> {
    let by = By::ConsentKey(key.clone());
    if proven.is_some_and(|proven| proven.is_of(&by, challenge, signature)) {
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
    let by = By::Runner(key.to_owned());
    if proven.is_some_and(|proven| proven.is_of(&by, challenge, signature)) {
        return Ok(true);
    }
    verify_ed25519(key, challenge, signature)
}
