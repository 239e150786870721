//! Ed25519 (RFC 8032), as offline keys and runners use it.

use super::{BadKey, BadSecret, PublicKey};
use crate::digest::Digest;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use zeroize::{Zeroize as _, Zeroizing};

/// The public key of this base64 text.
pub(super) fn public(text: &str) -> Result<[u8; 32], BadKey> {
    let bytes = BASE64_STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| BadKey::Form {
        text: text.chars().take(80).collect(),
        expected: "the 32 bytes of an Ed25519 key",
    })
}

/// Whether `signature`, base64, is over `challenge` by `key`.
pub(super) fn verify(key: &[u8; 32], challenge: &Digest, signature: &str) -> bool {
    let Ok(signature) = BASE64_STANDARD.decode(signature) else { return false };
    UnparsedPublicKey::new(&ED25519, key).verify(&challenge.0, &signature).is_ok()
}

/// A secret key and its text form: a word with a version, the key's id, and the base64 text of the seed.
pub(super) struct Secret {
    seed: Zeroizing<[u8; 32]>,
    pair: Ed25519KeyPair,
}

impl Secret {
    pub(super) fn from_seed(what: &'static str, seed: &[u8; 32]) -> Result<Self, BadSecret> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .map_err(|_| BadSecret { what, why: "the cryptographic library refuses the seed" })?;
        Ok(Self { seed: Zeroizing::new(*seed), pair })
    }

    /// Reads what [`Secret::to_text`] wrote; a newline at the end is accepted.
    pub(super) fn from_text(what: &'static str, version: &str, text: &str) -> Result<Self, BadSecret> {
        let bad = |why| BadSecret { what, why };
        let line = text.strip_suffix('\n').unwrap_or(text);
        let rest = line.strip_prefix(version).and_then(|rest| rest.strip_prefix(' '));
        let rest = rest.ok_or(bad("it does not begin with the name and version of its form"))?;
        let (_, seed) = rest.split_once(' ').ok_or(bad("it lacks the key's id or the secret"))?;
        let bytes =
            Zeroizing::new(BASE64_STANDARD.decode(seed).map_err(|_| bad("it does not end in base64"))?);
        let seed: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| bad("it does not hold 32 bytes"))?;
        let secret = Self::from_seed(what, seed)?;
        // Writing it again gives the same text: this checks the id, so a damaged file is found here.
        if *secret.to_text(version) == line {
            Ok(secret)
        } else {
            Err(bad("its parts do not fit together: restore the file from its copy"))
        }
    }

    pub(super) fn to_text(&self, version: &str) -> Zeroizing<String> {
        let mut seed = BASE64_STANDARD.encode(*self.seed);
        let text = Zeroizing::new(format!("{version} {} {seed}", self.public().id()));
        seed.zeroize();
        text
    }

    pub(super) fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(self.pair.public_key().as_ref()) {
            *to = *from;
        }
        PublicKey::Ed25519(bytes)
    }

    /// The signature over a challenge, base64.
    pub(super) fn sign(&self, challenge: &Digest) -> String {
        BASE64_STANDARD.encode(self.pair.sign(&challenge.0))
    }
}
