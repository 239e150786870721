//! What a passkey signed: the proof behind a consent, as one text.

use super::authenticator_data::{AuthenticatorData, BadAuthenticatorData};
use super::client_data::{self, BadClientData, CLIENT_DATA_BYTES_MAX, Ceremony};
use super::cose::CoseKey;
use super::relying_party::RelyingParty;
use crate::digest::Digest;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use std::fmt;
use std::str::FromStr;

/// The longest authenticator data of an assertion in bytes.
const AUTHENTICATOR_DATA_BYTES_MAX: usize = 1_024;
/// The longest signature in bytes: that of RSA with 8192 bits.
const SIGNATURE_BYTES_MAX: usize = 1_024;

/// An assertion (WebAuthn, 5.2.2). Its text is the base64url of its parts, in the order of the fields, with a dot between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// For whom, and whether a person was verified.
    pub authenticator_data: Vec<u8>,
    /// What the browser says was asked.
    pub client_data: Vec<u8>,
    /// The signature over both.
    pub signature: Vec<u8>,
}

/// Why an assertion does not stand behind a document.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadAssertion {
    /// The text is none.
    #[error(
        "it is no assertion of a passkey: authenticator data, client data and signature, each base64url, with dots between"
    )]
    Form,
    /// What the browser says does not hold.
    #[error(transparent)]
    ClientData(#[from] BadClientData),
    /// What the authenticator says does not hold.
    #[error(transparent)]
    AuthenticatorData(#[from] BadAuthenticatorData),
    /// It is not this passkey's.
    #[error("the passkey did not sign this: the assertion was changed, or is another passkey's")]
    Signature,
}

impl Assertion {
    /// Checks that the passkey with `key` signed `challenge` on a page of `relying_party`'s, with its person verified, in the
    /// order of WebAuthn, 7.2.
    ///
    /// # Errors
    /// [`BadAssertion`] naming the first thing that does not hold.
    pub(super) fn check(
        &self,
        challenge: &Digest,
        key: &CoseKey,
        relying_party: &RelyingParty,
    ) -> Result<(), BadAssertion> {
        client_data::check(&self.client_data, Ceremony::Authentication, &challenge.0, relying_party)?;
        let data = AuthenticatorData::parse(&self.authenticator_data)?;
        data.check(relying_party)?;
        data.check_end()?;
        let signed = [&self.authenticator_data[..], &Digest::of(&self.client_data).0].concat();
        if key.verify(&signed, &self.signature) { Ok(()) } else { Err(BadAssertion::Signature) }
    }
}

impl fmt::Display for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |bytes| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let Self { authenticator_data, client_data, signature } = self;
        write!(f, "{}.{}.{}", text(authenticator_data), text(client_data), text(signature))
    }
}

impl FromStr for Assertion {
    type Err = BadAssertion;

    fn from_str(text: &str) -> Result<Self, BadAssertion> {
        let mut parts = text.split('.');
        let mut next = |bytes_max: usize| decoded(parts.next()?, bytes_max);
        let whole =
            (next(AUTHENTICATOR_DATA_BYTES_MAX), next(CLIENT_DATA_BYTES_MAX), next(SIGNATURE_BYTES_MAX));
        match (whole, parts.next()) {
            ((Some(authenticator_data), Some(client_data), Some(signature)), None) => {
                Ok(Self { authenticator_data, client_data, signature })
            }
            _ => Err(BadAssertion::Form),
        }
    }
}

/// At most so many bytes, from the one base64url text that they have.
pub(super) fn decoded(text: &str, bytes_max: usize) -> Option<Vec<u8>> {
    // Four letters are three bytes, so a longer text is not even read.
    if text.len() > bytes_max.div_ceil(3) * 4 {
        return None;
    }
    BASE64_URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() <= bytes_max)
}
