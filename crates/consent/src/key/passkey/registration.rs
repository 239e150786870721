//! Enrolling a passkey as a consent key, from what `navigator.credentials.create` gave (WebAuthn, 7.1).

use super::Passkey;
use super::assertion::decoded;
use super::authenticator_data::{AuthenticatorData, BadAuthenticatorData};
use super::client_data::{self, BadClientData, CLIENT_DATA_BYTES_MAX, Ceremony};
use super::relying_party::RelyingParty;
use ciborium::Value;

/// The longest attestation object in bytes. Attestation statements may hold chains of certificates.
const ATTESTATION_BYTES_MAX: usize = 64 << 10;

/// A new passkey as a browser hands it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// What the browser says was asked.
    pub client_data: Vec<u8>,
    /// The authenticator's data with the new key, and a statement about the authenticator.
    pub attestation_object: Vec<u8>,
}

/// Why a passkey cannot be enrolled.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadRegistration {
    /// It is not as a page sends it.
    #[error("client data and attestation object are not base64url without padding, or too long")]
    Encoding,
    /// It is no attestation object.
    #[error("the attestation object is not the CBOR map of an authenticator, of at most 64 KiB")]
    Form,
    /// What the browser says does not hold.
    #[error(transparent)]
    ClientData(#[from] BadClientData),
    /// What the authenticator says does not hold, or the key is none that can sign consents.
    #[error(transparent)]
    AuthenticatorData(#[from] BadAuthenticatorData),
}

impl Registration {
    /// Reads what a page sends: `clientDataJSON` and `attestationObject`, each base64url without padding.
    ///
    /// # Errors
    /// [`BadRegistration::Encoding`] if one is not, or is longer than any browser makes it.
    pub fn decode(client_data: &str, attestation_object: &str) -> Result<Self, BadRegistration> {
        let decode = |text, bytes_max| decoded(text, bytes_max).ok_or(BadRegistration::Encoding);
        Ok(Self {
            client_data: decode(client_data, CLIENT_DATA_BYTES_MAX)?,
            attestation_object: decode(attestation_object, ATTESTATION_BYTES_MAX)?,
        })
    }

    /// The challenge that it was made for, as the browser says: whoever makes challenges knows which are theirs.
    pub fn challenge(&self) -> Option<Vec<u8>> {
        client_data::challenge(&self.client_data)
    }

    /// The new passkey, if it was made for `challenge` on a page of `relying_party`'s by a person who was verified.
    ///
    /// No statement about the authenticator is looked at: what makes the key the customer's is that the customer pins it.
    ///
    /// # Errors
    /// [`BadRegistration`] naming the first thing that does not hold.
    pub fn check(&self, challenge: &[u8], relying_party: &RelyingParty) -> Result<Passkey, BadRegistration> {
        client_data::check(&self.client_data, Ceremony::Registration, challenge, relying_party)?;
        let bytes = self.authenticator_data()?;
        let data = AuthenticatorData::parse(&bytes)?;
        data.check(relying_party)?;
        let (credential, key) = data.credential()?;
        Ok(Passkey { relying_party: relying_party.clone(), credential, key })
    }

    fn authenticator_data(&self) -> Result<Vec<u8>, BadRegistration> {
        let mut rest = self.attestation_object.as_slice();
        if rest.len() > ATTESTATION_BYTES_MAX {
            return Err(BadRegistration::Form);
        }
        let object = ciborium::from_reader(&mut rest).map_err(|_| BadRegistration::Form)?;
        let (Value::Map(entries), []) = (object, rest) else { return Err(BadRegistration::Form) };
        let mut found = entries.into_iter().filter(|(name, _)| name.as_text() == Some("authData"));
        match (found.next(), found.next()) {
            (Some((_, Value::Bytes(bytes))), None) => Ok(bytes),
            _ => Err(BadRegistration::Form),
        }
    }
}
