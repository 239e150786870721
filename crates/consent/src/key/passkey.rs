//! Passkeys as consent keys (WebAuthn): a key's one text, and whether an assertion is the key's over a document.
//!
//! The text is `passkey/1,RP ID,ORIGINS,CREDENTIAL ID,COSE KEY`: origins in byte order with `+` between, the last two in
//! base64url. So whoever pins it reads for which site the key signs.

mod assertion;
mod authenticator_data;
mod client_data;
mod cose;
mod registration;
mod relying_party;

pub use assertion::{Assertion, BadAssertion};
pub use authenticator_data::BadAuthenticatorData;
pub use client_data::BadClientData;
pub use cose::BadCoseKey;
pub use registration::{BadRegistration, Registration};
pub use relying_party::{BadRelyingParty, RelyingParty};

use crate::digest::Digest;
use assertion::decoded;
use authenticator_data::CREDENTIAL_BYTES_MAX;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use cose::CoseKey;
use std::fmt;
use std::str::FromStr;

/// How the text of a passkey begins.
pub(super) const VERSION: &str = "passkey/1";
/// The longest text in bytes.
const TEXT_BYTES_MAX: usize = 8_192;
/// The longest COSE key in bytes: that of RSA with 8192 bits.
const COSE_BYTES_MAX: usize = 1_040;

/// The public half of a passkey, and the site that it signs for.
#[derive(Clone, PartialEq, Eq)]
pub struct Passkey {
    relying_party: RelyingParty,
    credential: Vec<u8>,
    key: CoseKey,
}

/// A text that is no passkey.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadPasskey {
    /// It does not have the parts of one.
    #[error(
        "it is not {VERSION}, relying party, origins, credential and key with commas between, or is written otherwise"
    )]
    Form,
    /// The site is none.
    #[error(transparent)]
    RelyingParty(#[from] BadRelyingParty),
    /// The key is none that can sign consents.
    #[error(transparent)]
    Key(#[from] BadCoseKey),
}

impl Passkey {
    /// The name of the algorithm: es256, es384, rs256 or eddsa.
    pub const fn algorithm(&self) -> &'static str {
        self.key.algorithm()
    }

    /// The site that the passkey signs for.
    pub const fn relying_party(&self) -> &RelyingParty {
        &self.relying_party
    }

    /// By what browsers find the passkey: the credential id, base64url.
    pub fn credential_id(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&self.credential)
    }

    /// Checks that the assertion with this text is the passkey's over `challenge`.
    pub(super) fn verify(&self, challenge: &Digest, assertion: &str) -> Result<(), BadAssertion> {
        assertion.parse::<Assertion>()?.check(challenge, &self.key, &self.relying_party)
    }
}

impl fmt::Display for Passkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION},{}", self.relying_party.id())?;
        for (place, origin) in self.relying_party.origins().iter().enumerate() {
            write!(f, "{}{origin}", if place == 0 { ',' } else { '+' })?;
        }
        write!(f, ",{},{}", self.credential_id(), BASE64_URL_SAFE_NO_PAD.encode(self.key.to_bytes()))
    }
}

impl fmt::Debug for Passkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {self}", self.algorithm())
    }
}

impl FromStr for Passkey {
    type Err = BadPasskey;

    fn from_str(text: &str) -> Result<Self, BadPasskey> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(BadPasskey::Form);
        }
        let mut parts = text.split(',');
        let mut next = || parts.next().ok_or(BadPasskey::Form);
        let (version, id, origins, credential, key) = (next()?, next()?, next()?, next()?, next()?);
        if version != VERSION {
            return Err(BadPasskey::Form);
        }
        let relying_party = RelyingParty::new(id, origins.split('+').map(str::to_owned))?;
        let credential = decoded(credential, CREDENTIAL_BYTES_MAX).filter(|id| !id.is_empty());
        let credential = credential.ok_or(BadPasskey::Form)?;
        let key = CoseKey::parse(&decoded(key, COSE_BYTES_MAX).ok_or(BadPasskey::Form)?)?;
        let passkey = Self { relying_party, credential, key };
        // Also refuses what follows, and origins in another order.
        if passkey.to_string() == text { Ok(passkey) } else { Err(BadPasskey::Form) }
    }
}
