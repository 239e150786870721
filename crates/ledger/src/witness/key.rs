//! The keys of witnesses.

use crate::note_key::{self, COSIGNATURE};
use crate::origin::may_name_a_key;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// How a secret's text begins (the form of Go's `sumdb/note`).
const PREFIX: &str = "PRIVATE+KEY+";

/// The public key of a witness. Its text is `<name>+<key id>+<base64 of type 4 and key>`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WitnessKey {
    name: String,
    public: [u8; 32],
}

/// A text that is no key of a witness. A secret is never repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a witness's key looks like `witness.example+1a2b3c4d+BF…` (C2SP tlog-cosignature); this one {why}")]
pub struct BadWitnessKey {
    /// What is wrong with it.
    pub why: &'static str,
}

impl WitnessKey {
    /// The witness's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// The id that its cosignatures carry.
    pub(super) fn id(&self) -> u32 {
        note_key::key_id(&self.name, COSIGNATURE, &self.public)
    }
}

impl fmt::Display for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&note_key::to_text(&self.name, self.id(), COSIGNATURE, &self.public))
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for WitnessKey {
    type Err = BadWitnessKey;

    fn from_str(text: &str) -> Result<Self, BadWitnessKey> {
        let bad = |why| BadWitnessKey { why };
        let (name, id, public) = note_key::from_text(text, COSIGNATURE).map_err(bad)?;
        if !may_name_a_key(name) {
            return Err(bad("has a name that no key may have"));
        }
        let key = Self { name: name.to_owned(), public: *public };
        if key.id() == id { Ok(key) } else { Err(bad("has a key id that does not fit name and key")) }
    }
}

/// The secret key of a witness.
pub struct CosigningKey {
    seed: Zeroizing<[u8; 32]>,
    pair: Ed25519KeyPair,
    key: WitnessKey,
}

impl CosigningKey {
    /// The key of this name that grows from 32 random bytes.
    ///
    /// # Errors
    ///
    /// [`BadWitnessKey`] if no key may have the name.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, BadWitnessKey> {
        if !may_name_a_key(name) {
            return Err(BadWitnessKey { why: "has a name that is empty or holds a space or a `+`" });
        }
        let refused = BadWitnessKey { why: "is refused by the cryptographic library" };
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| refused.clone())?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| refused)?;
        let key = WitnessKey { name: name.to_owned(), public };
        Ok(Self { seed: Zeroizing::new(*seed), pair, key })
    }

    /// The key that [`CosigningKey::to_secret`] wrote; a newline at the end is accepted.
    ///
    /// # Errors
    ///
    /// [`BadWitnessKey`] if the text is damaged.
    pub fn from_secret(text: &str) -> Result<Self, BadWitnessKey> {
        let bad = |why| BadWitnessKey { why };
        let text = text.strip_suffix('\n').unwrap_or(text);
        let rest = text.strip_prefix(PREFIX).ok_or(bad("does not begin with `PRIVATE+KEY+`"))?;
        let (name, id, seed) = note_key::from_text(rest, COSIGNATURE).map_err(bad)?;
        let key = Self::from_seed(name, &seed)?;
        if key.key.id() == id { Ok(key) } else { Err(bad("has a key id that does not fit it")) }
    }

    /// The secret as one line of text, for a file that only the witness reads.
    pub fn to_secret(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(note_key::to_text(&self.key.name, self.key.id(), COSIGNATURE, &self.seed));
        Zeroizing::new(format!("{PREFIX}{}", *text))
    }

    /// The public half.
    pub fn witness_key(&self) -> &WitnessKey {
        &self.key
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

impl fmt::Debug for CosigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CosigningKey").field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_bring_the_keys_back() {
        let key = CosigningKey::from_seed("witness.example/w1", &[5; 32]).unwrap();
        assert_eq!(key.witness_key().to_string().parse().as_ref(), Ok(key.witness_key()));
        let again = CosigningKey::from_secret(&key.to_secret()).unwrap();
        assert_eq!(again.witness_key(), key.witness_key());
        assert!(!format!("{key:?}").contains(&key.to_secret()[20..]));
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let text = CosigningKey::from_seed("w", &[5; 32]).unwrap().witness_key().to_string();
        for (place, bit) in (0..text.len()).flat_map(|place| (0..7).map(move |bit| (place, bit))) {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(changed.parse::<WitnessKey>().is_err(), "{changed}");
        }
    }

    #[test]
    fn the_key_of_a_log_is_no_witness() {
        let log = crate::LogKey::from_seed("desk.example", &[3; 32]).unwrap();
        let key = log.verifier_key(&crate::Origin::new("desk.example", "contoso").unwrap());
        assert!(key.to_string().parse::<WitnessKey>().is_err());
    }
}
