//! Keys: those that check consents, the offline key that signs them, and the key of a runner.

mod ed25519;
mod passkey;
mod runner_key;
mod signing_key;

pub use passkey::{
    Assertion, BadAssertion, BadAuthenticatorData, BadClientData, BadCoseKey, BadPasskey, BadRegistration,
    BadRelyingParty, Passkey, Registration, RelyingParty,
};
pub use runner_key::RunnerKey;
pub use signing_key::SigningKey;

use crate::digest::Digest;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use domain::KeyId;
use std::fmt;
use std::str::FromStr;

/// The algorithms of consent keys that this version can check: that of the offline key, and those of passkeys.
pub const ALGORITHMS: &[&str] = &[ED25519, "es256", "es384", "rs256", "eddsa"];

/// The algorithm of the offline key.
const ED25519: &str = "ed25519";

/// A key that checks consents.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// An offline key (RFC 8032). Its text is base64.
    Ed25519([u8; 32]),
    /// A passkey. Its text says for which site it signs.
    Passkey(Box<Passkey>),
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
    /// The key is no passkey that can be used.
    #[error("the public key is no passkey: {0}; copy it again, whole")]
    Passkey(#[from] BadPasskey),
    /// The passkey has another algorithm than the one that was named.
    #[error("the passkey's algorithm is {found}, not {named}")]
    OtherAlgorithm {
        /// What was named.
        named: String,
        /// What the key says.
        found: &'static str,
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
    /// Reads a key from the name of its algorithm and its text, as an enrolment has them. A key has one text.
    ///
    /// # Errors
    /// [`BadKey`] if the algorithm is not supported or the text is not a key of it.
    pub fn parse(algorithm: &str, text: &str) -> Result<Self, BadKey> {
        if algorithm == ED25519 {
            return ed25519::public(text).map(Self::Ed25519);
        }
        if !ALGORITHMS.contains(&algorithm) {
            return Err(BadKey::Algorithm { algorithm: algorithm.chars().take(80).collect() });
        }
        let passkey: Passkey = text.parse()?;
        match passkey.algorithm() {
            found if found == algorithm => Ok(passkey.into()),
            found => Err(BadKey::OtherAlgorithm { named: algorithm.to_owned(), found }),
        }
    }

    /// The name of the key's algorithm.
    pub const fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => ED25519,
            Self::Passkey(passkey) => passkey.algorithm(),
        }
    }

    /// The key's text, without its algorithm.
    pub fn text(&self) -> String {
        match self {
            Self::Ed25519(bytes) => BASE64_STANDARD.encode(bytes),
            Self::Passkey(passkey) => passkey.to_string(),
        }
    }

    /// The key's id: `key_` and the first 16 hexadecimal digits of SHA-256 of an offline key's bytes, or of a passkey's text.
    pub fn id(&self) -> KeyId {
        match self {
            Self::Ed25519(bytes) => key_id(&Digest::of(bytes)),
            Self::Passkey(passkey) => key_id(&Digest::of(passkey.to_string().as_bytes())),
        }
    }

    /// The passkey, if it is one.
    pub fn passkey(&self) -> Option<&Passkey> {
        match self {
            Self::Ed25519(_) => None,
            Self::Passkey(passkey) => Some(passkey),
        }
    }

    /// Checks that `signature` is this key's over `challenge`: base64 of an offline key, the text of an [`Assertion`] of a
    /// passkey.
    pub(crate) fn verify(&self, challenge: &Digest, signature: &str) -> Result<(), Unproven> {
        match self {
            Self::Ed25519(key) if ed25519::verify(key, challenge, signature) => Ok(()),
            Self::Ed25519(_) => Err(Unproven::Signature),
            Self::Passkey(passkey) => passkey.verify(challenge, signature).map_err(Unproven::Assertion),
        }
    }
}

/// Why a key does not stand behind a challenge.
pub(crate) enum Unproven {
    /// The signature is not the key's.
    Signature,
    /// The passkey's assertion does not hold.
    Assertion(BadAssertion),
}

impl From<Passkey> for PublicKey {
    fn from(passkey: Passkey) -> Self {
        Self::Passkey(Box::new(passkey))
    }
}

/// As a person copies it: the algorithm, a space, and the key's text.
impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm(), self.text())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads what a person copied: the text with its algorithm, or alone. Space around it is accepted.
impl FromStr for PublicKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        match text.split_once(' ') {
            Some((algorithm, key)) => Self::parse(algorithm, key.trim_start()),
            None if text.starts_with(passkey::VERSION) => Ok(text.parse::<Passkey>()?.into()),
            None => Self::parse(ED25519, text),
        }
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
        assert_eq!(
            refused,
            "consent keys of the algorithm `rot13` are not supported; supported: ed25519, es256, es384, rs256, eddsa"
        );
    }

    #[test]
    fn a_key_is_32_bytes_of_base64() {
        let key = PublicKey::Ed25519([7; 32]);
        assert_eq!(PublicKey::parse("ed25519", &key.text()), Ok(key.clone()));
        let text = key.text();
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
