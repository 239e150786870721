//! The public half of a log's key, in the text form of C2SP signed notes.

use crate::bytes32::encode;
use crate::origin::Origin;
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt;
use std::str::FromStr;

/// The algorithm byte of Ed25519 (C2SP signed-note, signature types).
const ED25519_TYPE: u8 = 1;

/// The key that checks the checkpoints of one log. Its text is `<origin>+<key id>+<base64 of type and key>`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    origin: Origin,
    public: [u8; 32],
}

/// A text that is no verifier key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "a log's public key looks like `desk.example/log/tenant+1a2b3c4d+AV…`; `{}` {why}: copy it again, whole, from where it was published",
    text.escape_debug()
)]
pub struct BadVerifierKey {
    /// The beginning of what was given.
    pub text: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl VerifierKey {
    pub(crate) fn new(origin: Origin, public: [u8; 32]) -> Self {
        Self { origin, public }
    }

    /// The log whose checkpoints the key checks.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The Ed25519 public key, 32 bytes.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// The public key in hexadecimal digits: the same for all tenants of an installation.
    pub fn fingerprint(&self) -> String {
        encode(&self.public).iter().map(|&digit| char::from(digit)).collect()
    }

    fn typed_key(&self) -> Vec<u8> {
        let mut bytes = vec![ED25519_TYPE];
        bytes.extend_from_slice(&self.public);
        bytes
    }
}

/// The id that a signature carries for an Ed25519 key of this name.
pub(crate) fn key_id(name: &str, public: &[u8; 32]) -> u32 {
    let mut bytes = vec![ED25519_TYPE];
    bytes.extend_from_slice(public);
    signed_note::key_id(name, &bytes)
}

impl signed_note::Verifier for VerifierKey {
    fn name(&self) -> &str {
        self.origin.as_str()
    }

    fn key_id(&self) -> u32 {
        key_id(self.origin.as_str(), &self.public)
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.public).verify(message, signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, key) =
            (key_id(self.origin.as_str(), &self.public), BASE64_STANDARD.encode(self.typed_key()));
        write!(f, "{}+{id:08x}+{key}", self.origin)
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for VerifierKey {
    type Err = BadVerifierKey;

    fn from_str(text: &str) -> Result<Self, BadVerifierKey> {
        parse(text).map_err(|why| BadVerifierKey { text: text.chars().take(200).collect(), why })
    }
}

fn parse(text: &str) -> Result<VerifierKey, &'static str> {
    let mut fields = text.splitn(3, '+');
    let (Some(name), Some(_), Some(key)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("lacks a name, a key id or a key");
    };
    let origin = name.parse().map_err(|_| "does not begin with a log's name")?;
    let typed = BASE64_STANDARD.decode(key).map_err(|_| "does not end in base64")?;
    let Some((&ED25519_TYPE, public)) = typed.split_first() else { return Err("is not an Ed25519 key") };
    let public = public.try_into().map_err(|_| "does not hold 32 bytes of key")?;
    let parsed = VerifierKey { origin, public };
    // Writing it again must give the same text: this checks the key id, and that there is one way to write it.
    if parsed.to_string() == text { Ok(parsed) } else { Err("has a key id that does not fit name and key") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> VerifierKey {
        VerifierKey::new(Origin::new("desk.example", "contoso").unwrap(), [9; 32])
    }

    #[test]
    fn text_brings_the_key_back() {
        assert_eq!(key().to_string().parse(), Ok(key()));
    }

    #[test]
    fn the_reference_reads_the_text() {
        let public = crate::LogKey::from_seed("desk.example", &[3; 32]).unwrap();
        let key = public.verifier_key(&Origin::new("desk.example", "contoso").unwrap());
        let reference = signed_note::StandardVerifier::new(&key.to_string()).unwrap();
        assert_eq!(signed_note::Verifier::key_id(&reference), signed_note::Verifier::key_id(&key));
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let text = key().to_string();
        for (place, bit) in (0..text.len()).flat_map(|place| (0..7).map(move |bit| (place, bit))) {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(changed.parse::<VerifierKey>().is_err(), "{changed}");
        }
    }
}
