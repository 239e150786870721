//! The keys of publishers, in the text forms of signed notes (Go's `sumdb/note`).

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use signed_note::{StandardSigner, StandardVerifier, is_key_name_valid, key_id};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// The algorithm byte of Ed25519.
const ED25519: u8 = 1;
/// How a secret key begins.
const SECRET: &str = "PRIVATE+KEY+";

/// A text that is no key of a publisher. A secret is never repeated.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadPublisherKey {
    /// The name cannot be that of a key.
    #[error("a publisher's name is not empty and has no spaces and no `+`, unlike `{}`", .0.escape_debug())]
    Name(String),
    /// Not a secret key.
    #[error("it is no publisher's secret key as `glasscase pack keygen` writes it")]
    Secret,
    /// Not a public key.
    #[error("`{}` is no publisher's public key as `glasscase pack keygen` prints it", .0.escape_debug())]
    Public(String),
}

/// The secret key of a publisher.
pub struct PublisherKey {
    name: String,
    seed: Zeroizing<[u8; 32]>,
    public: [u8; 32],
}

impl PublisherKey {
    /// The key that grows from 32 random bytes.
    ///
    /// # Errors
    /// [`BadPublisherKey::Name`] if the name cannot be that of a key.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, BadPublisherKey> {
        if !is_key_name_valid(name) || name.chars().any(char::is_control) {
            return Err(BadPublisherKey::Name(name.chars().take(200).collect()));
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| BadPublisherKey::Secret)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| BadPublisherKey::Secret)?;
        Ok(Self { name: name.to_owned(), seed: Zeroizing::new(*seed), public })
    }

    /// The key that [`PublisherKey::to_secret`] wrote.
    ///
    /// # Errors
    /// [`BadPublisherKey::Secret`] if it is something else.
    pub fn from_secret(text: &str) -> Result<Self, BadPublisherKey> {
        let rest = text.trim_end().strip_prefix(SECRET).ok_or(BadPublisherKey::Secret)?;
        let mut fields = rest.splitn(3, '+');
        let (Some(name), Some(_), Some(secret)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(BadPublisherKey::Secret);
        };
        let typed = Zeroizing::new(BASE64_STANDARD.decode(secret).map_err(|_| BadPublisherKey::Secret)?);
        let Some((&ED25519, seed)) = typed.split_first() else { return Err(BadPublisherKey::Secret) };
        let seed: &[u8; 32] = seed.try_into().map_err(|_| BadPublisherKey::Secret)?;
        Self::from_seed(name, seed)
    }

    /// The secret as one line, for a file that its owner alone reads.
    pub fn to_secret(&self) -> Zeroizing<String> {
        let mut typed = Zeroizing::new([ED25519; 33]);
        for (to, from) in typed.iter_mut().skip(1).zip(self.seed.iter()) {
            *to = *from;
        }
        let encoded = Zeroizing::new(BASE64_STANDARD.encode(*typed));
        Zeroizing::new(format!("{SECRET}{}+{:08x}+{}", self.name, self.id(), *encoded))
    }

    /// The publisher's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What others trust.
    pub fn public(&self) -> Trusted {
        let encoded = BASE64_STANDARD.encode(self.typed_public());
        Trusted(format!("{}+{:08x}+{encoded}", self.name, self.id()))
    }

    pub(super) fn signer(&self) -> Result<StandardSigner, BadPublisherKey> {
        StandardSigner::new(&self.to_secret()).map_err(|_| BadPublisherKey::Secret)
    }

    fn id(&self) -> u32 {
        key_id(&self.name, &self.typed_public())
    }

    fn typed_public(&self) -> Vec<u8> {
        [&[ED25519], self.public.as_slice()].concat()
    }
}

impl fmt::Debug for PublisherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublisherKey").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The public key of a publisher who is trusted, as `name+id+base64`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Trusted(String);

impl Trusted {
    /// The publisher's name.
    pub fn name(&self) -> &str {
        self.0.split('+').next().unwrap_or_default()
    }

    pub(super) fn verifier(&self) -> Result<StandardVerifier, BadPublisherKey> {
        StandardVerifier::new(&self.0).map_err(|_| BadPublisherKey::Public(self.0.clone()))
    }
}

impl FromStr for Trusted {
    type Err = BadPublisherKey;

    fn from_str(text: &str) -> Result<Self, BadPublisherKey> {
        let key = Self(text.trim().chars().take(400).collect());
        key.verifier().map(|_| key)
    }
}

impl TryFrom<String> for Trusted {
    type Error = BadPublisherKey;

    fn try_from(text: String) -> Result<Self, BadPublisherKey> {
        text.parse()
    }
}

impl From<Trusted> for String {
    fn from(key: Trusted) -> Self {
        key.0
    }
}

impl fmt::Display for Trusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
