//! The secret half of an installation's log key.

use crate::origin::{Origin, may_name_a_key};
use crate::verifier_key::{VerifierKey, key_id};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt;
use zeroize::{Zeroize as _, Zeroizing};

/// How the secret's text begins (the form of Go's `sumdb/note`).
const PREFIX: &str = "PRIVATE+KEY+";

/// The algorithm byte of Ed25519.
const ED25519_TYPE: u8 = 1;

/// The key that signs the checkpoints of every tenant of an installation.
///
/// One Ed25519 key serves all of them: a checkpoint names its log, and each log's [`VerifierKey`] carries that
/// name, so a signature made for one tenant passes for no other.
pub struct LogKey {
    installation: String,
    seed: Zeroizing<[u8; 32]>,
    pair: Ed25519KeyPair,
}

/// A text or name that makes no log key. The secret is never repeated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadLogKey {
    /// The installation's name cannot name a key.
    #[error(
        "an installation's name is not empty and has no spaces, `+` or control characters, unlike `{}`",
        .name.escape_debug()
    )]
    Name {
        /// What was given.
        name: String,
    },
    /// The text is not in the form of a secret key.
    #[error("the log's secret key {why}: restore the file from its copy")]
    Secret {
        /// What is wrong with it.
        why: &'static str,
    },
}

impl LogKey {
    /// The key of the installation that grows from 32 random bytes.
    ///
    /// # Errors
    ///
    /// [`BadLogKey::Name`] if the name cannot be part of a key's name.
    pub fn from_seed(installation: &str, seed: &[u8; 32]) -> Result<Self, BadLogKey> {
        if !may_name_a_key(installation) {
            return Err(BadLogKey::Name { name: installation.chars().take(200).collect() });
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .map_err(|_| BadLogKey::Secret { why: "is refused by the cryptographic library" })?;
        Ok(Self { installation: installation.to_owned(), seed: Zeroizing::new(*seed), pair })
    }

    /// The key that [`LogKey::to_secret`] wrote; a newline at the end is accepted.
    ///
    /// # Errors
    ///
    /// [`BadLogKey::Secret`] if the text is damaged, [`BadLogKey::Name`] if its name is.
    pub fn from_secret(text: &str) -> Result<Self, BadLogKey> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let bad = |why| BadLogKey::Secret { why };
        let rest = text.strip_prefix(PREFIX).ok_or(bad("does not begin with `PRIVATE+KEY+`"))?;
        let mut fields = rest.splitn(3, '+');
        let (Some(name), Some(_), Some(secret)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(bad("lacks a name, a key id or a key"));
        };
        let typed =
            Zeroizing::new(BASE64_STANDARD.decode(secret).map_err(|_| bad("does not end in base64"))?);
        let Some((&ED25519_TYPE, seed)) = typed.split_first() else {
            return Err(bad("is not an Ed25519 key"));
        };
        let seed: &[u8; 32] = seed.try_into().map_err(|_| bad("does not hold 32 bytes"))?;
        let key = Self::from_seed(name, seed)?;
        if *key.to_secret() == text { Ok(key) } else { Err(bad("has a key id that does not fit it")) }
    }

    /// The secret as one line of text for a file that only the server reads.
    pub fn to_secret(&self) -> Zeroizing<String> {
        let mut typed = Zeroizing::new([ED25519_TYPE; 33]);
        for (to, from) in typed.iter_mut().skip(1).zip(self.seed.iter()) {
            *to = *from;
        }
        let mut encoded = BASE64_STANDARD.encode(*typed);
        let id = key_id(&self.installation, &self.public());
        let text = Zeroizing::new(format!("{PREFIX}{}+{id:08x}+{encoded}", self.installation));
        encoded.zeroize();
        text
    }

    /// The installation's name.
    pub fn installation(&self) -> &str {
        &self.installation
    }

    /// The log of a tenant of this installation.
    ///
    /// # Errors
    ///
    /// [`crate::BadOrigin`] if the tenant's name cannot be part of a key's name.
    pub fn origin(&self, tenant: &str) -> Result<Origin, crate::BadOrigin> {
        Origin::new(&self.installation, tenant)
    }

    /// The public key of one log.
    pub fn verifier_key(&self, origin: &Origin) -> VerifierKey {
        VerifierKey::new(origin.clone(), self.public())
    }

    /// The Ed25519 signature of a message, 64 bytes.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(self.pair.public_key().as_ref()) {
            *to = *from;
        }
        bytes
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogKey").field("installation", &self.installation).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> LogKey {
        LogKey::from_seed("desk.example", &[3; 32]).unwrap()
    }

    #[test]
    fn the_secret_text_brings_the_key_back() {
        let again = LogKey::from_secret(&format!("{}\n", *key().to_secret())).unwrap();
        let origin = key().origin("contoso").unwrap();
        assert_eq!(again.verifier_key(&origin), key().verifier_key(&origin));
    }

    #[test]
    fn the_reference_reads_the_secret() {
        signed_note::StandardSigner::new(&key().to_secret()).unwrap();
    }

    #[test]
    fn a_damaged_secret_is_refused_and_not_repeated() {
        let secret = key().to_secret();
        for place in 0..secret.len() {
            let mut bytes = secret.as_bytes().to_vec();
            bytes[place] ^= 1;
            let error = LogKey::from_secret(&String::from_utf8(bytes).unwrap()).unwrap_err();
            assert!(!error.to_string().contains(&secret[30..40]), "{error}");
        }
    }

    #[test]
    fn debug_output_shows_no_secret() {
        assert_eq!(format!("{:?}", key()), "LogKey { installation: \"desk.example\", .. }");
    }
}
