//! Keys: those that check consents, the offline key that signs them, and the key of a runner.

mod ed25519;
mod runner_key;
mod signing_key;

pub use runner_key::RunnerKey;
pub use signing_key::SigningKey;

use crate::digest::Digest;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use domain::KeyId;
use std::fmt;

/// The algorithms of consent keys that this version can check.
pub const ALGORITHMS: &[&str] = &[ED25519];

/// The algorithm of the offline key.
const ED25519: &str = "ed25519";

/// A key that checks consents.
///
/// Passkeys join here: each of their algorithms (`es256`, `es384`, `rs256`, `eddsa`) becomes a variant that holds the
/// COSE key, the relying party and its origins, and `PublicKey::verify` reads the assertion from the signature.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// An offline key (RFC 8032).
    Ed25519([u8; 32]),
}

/// A text that is no consent key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadKey {
    /// The algorithm is not known.
    #[error("consent keys of the algorithm `{}` are not supported; supported: {}", .algorithm.escape_debug(), ALGORITHMS.join(", "))]
    Algorithm {
        /// What was given.
        algorithm: String,
    },
    /// The key's bytes are not in the form of the algorithm.
    #[error("the public key `{}` is not the base64 text of {expected}: copy it again, whole", .text.escape_debug())]
    Form {
        /// The beginning of what was given.
        text: String,
        /// What it should hold.
        expected: &'static str,
    },
}

/// A text that is no secret key. The text is never repeated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the text is no {what}: {why}")]
pub struct BadSecret {
    /// Which secret was wanted.
    pub what: &'static str,
    /// What is wrong with it.
    pub why: &'static str,
}

impl PublicKey {
    /// Reads a key from the name of its algorithm and its base64 text, as an enrolment has them.
    ///
    /// # Errors
    /// [`BadKey`] if the algorithm is not supported or the text is not a key of it.
    pub fn parse(algorithm: &str, text: &str) -> Result<Self, BadKey> {
        match algorithm {
            ED25519 => ed25519::public(text).map(Self::Ed25519),
            _ => Err(BadKey::Algorithm { algorithm: algorithm.chars().take(80).collect() }),
        }
    }

    /// The name of the key's algorithm.
    pub const fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => ED25519,
        }
    }

    /// The key's base64 text.
    pub fn to_base64(&self) -> String {
        match self {
            Self::Ed25519(bytes) => BASE64_STANDARD.encode(bytes),
        }
    }

    /// The key's id: `key_` and the first 16 hexadecimal digits of SHA-256 of its bytes.
    pub fn id(&self) -> KeyId {
        let Self::Ed25519(bytes) = self;
        key_id(&Digest::of(bytes))
    }

    /// Whether `signature`, base64, is this key's over `challenge`.
    pub(crate) fn verify(&self, challenge: &Digest, signature: &str) -> bool {
        match self {
            Self::Ed25519(key) => ed25519::verify(key, challenge, signature),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm(), self.to_base64())
    }
}

#[expect(clippy::expect_used, reason = "20 ASCII characters are an id")]
fn key_id(digest: &Digest) -> KeyId {
    let digits = digest.to_string();
    format!("key_{}", digits.get(..16).unwrap_or_default()).parse().expect("an id is short and printable")
}

/// Whether `signature` is one over `challenge` by the Ed25519 key with the base64 text `key`.
pub(crate) fn verify_ed25519(key: &str, challenge: &Digest, signature: &str) -> Result<bool, BadKey> {
    Ok(ed25519::verify(&ed25519::public(key)?, challenge, signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_algorithm_is_told_what_is_supported() {
        let refused = PublicKey::parse("rot13", "AAAA").unwrap_err().to_string();
        assert_eq!(refused, "consent keys of the algorithm `rot13` are not supported; supported: ed25519");
    }

    #[test]
    fn a_key_is_32_bytes_of_base64() {
        let key = PublicKey::Ed25519([7; 32]);
        assert_eq!(PublicKey::parse("ed25519", &key.to_base64()), Ok(key.clone()));
        let text = key.to_base64();
        let unpadded = text.trim_end_matches('=');
        for bad in ["", "AAAA", unpadded, &format!("{text}\n"), &text.replace("Bwc=", "Bwd=")] {
            assert!(PublicKey::parse("ed25519", bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_keys_id_is_made_of_its_digest() {
        // python3 -c 'import hashlib; print(hashlib.sha256(bytes([7]*32)).hexdigest()[:16])'
        assert_eq!(PublicKey::Ed25519([7; 32]).id().as_str(), "key_4bb06f8e4e3a7715");
    }
}
