//! The offline key with which a customer signs consents (`glasscase consent sign`).

use super::ed25519::Secret;
use super::{BadSecret, PublicKey};
use crate::digest::Digest;
use domain::{KeyId, Proof};
use std::fmt;
use zeroize::Zeroizing;

/// How the text of an offline key begins.
const VERSION: &str = "glasscase-consent-key/1";
const WHAT: &str = "consent key of this program";

/// A customer's offline key: Ed25519, kept as one line of text in a file of theirs.
pub struct SigningKey(Secret);

impl SigningKey {
    /// The key that grows from 32 random bytes.
    ///
    /// # Errors
    /// [`BadSecret`] if the cryptographic library refuses the bytes; it takes any.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, BadSecret> {
        Secret::from_seed(WHAT, seed).map(Self)
    }

    /// Reads the text of [`SigningKey::to_text`]; a newline at the end is accepted.
    ///
    /// # Errors
    /// [`BadSecret`] if it is damaged or something else; the text is not repeated.
    pub fn from_text(text: &str) -> Result<Self, BadSecret> {
        Secret::from_text(WHAT, VERSION, text).map(Self)
    }

    /// The key as one line without its newline: `glasscase-consent-key/1 <key id> <base64 of the seed>`.
    pub fn to_text(&self) -> Zeroizing<String> {
        self.0.to_text(VERSION)
    }

    /// The half that is enrolled and pinned.
    pub fn public(&self) -> PublicKey {
        self.0.public()
    }

    /// The id of [`SigningKey::public`].
    pub fn id(&self) -> KeyId {
        self.public().id()
    }

    /// Signs the challenge of a consent or an approval.
    pub fn sign(&self, challenge: &Digest) -> Proof {
        Proof::Key { key: self.id(), signature: self.0.sign(challenge) }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.id()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[3; 32]).unwrap()
    }

    #[test]
    fn the_text_brings_the_key_back() {
        let text = key().to_text();
        assert!(text.starts_with("glasscase-consent-key/1 key_"), "{}", *text);
        assert_eq!(SigningKey::from_text(&format!("{}\n", *text)).unwrap().public(), key().public());
    }

    #[test]
    fn a_damaged_text_is_refused_and_not_repeated() {
        let text = key().to_text();
        for place in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[place] ^= 1;
            let refused = SigningKey::from_text(&String::from_utf8(bytes).unwrap()).unwrap_err();
            assert!(!refused.to_string().contains("AwMDAwMD"), "{refused}");
        }
    }

    #[test]
    fn debug_output_shows_no_secret() {
        assert_eq!(format!("{:?}", key()), format!("SigningKey({})", key().id()));
    }

    #[test]
    fn the_signature_is_the_one_of_rfc_8032() {
        // RFC 8032, 7.1, test 1: the public key of this seed.
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        let mut bytes = [0; 32];
        hex::decode_to_slice(seed, &mut bytes).unwrap();
        let found = SigningKey::from_seed(&bytes).unwrap().public();
        assert!(matches!(found, PublicKey::Ed25519(found) if hex::encode(found) == public));
    }
}
