//! A virtual authenticator and the browser in front of it, for tests: it makes passkeys of each algorithm, and signs what
//! it is told to, lies included. No product code uses it.
//!
//! What is absent: any check, and attestation. What it makes is held to the specification by recorded vectors of other
//! programs, in the tests of `consent`.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a tool of tests may panic")]

mod ceremony;
mod secret;

pub use ceremony::{Ceremony, flag};
pub use secret::Algorithm;

use aws_lc_rs::digest::{SHA256, digest};
use secret::Secret;

/// A passkey with its secret.
pub struct Passkey {
    secret: Secret,
    id: Vec<u8>,
}

/// What `navigator.credentials.create` gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// `response.clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `response.attestationObject`, without attestation.
    pub attestation_object: Vec<u8>,
}

/// What `navigator.credentials.get` gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asserted {
    /// `response.authenticatorData`.
    pub authenticator_data: Vec<u8>,
    /// `response.clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `response.signature`.
    pub signature: Vec<u8>,
}

impl Passkey {
    /// A new passkey, whose credential id is 16 bytes made of its public key.
    pub fn new(algorithm: Algorithm) -> Self {
        let secret = Secret::new(algorithm);
        let id = digest(&SHA256, &secret.cose_key()).as_ref().get(..16).unwrap().to_vec();
        Self { secret, id }
    }

    /// The credential id.
    pub fn id(&self) -> &[u8] {
        &self.id
    }

    /// The public key as a COSE key.
    pub fn cose_key(&self) -> Vec<u8> {
        self.secret.cose_key()
    }

    /// Registers it.
    pub fn create(&self, ceremony: &Ceremony) -> Created {
        let key = self.secret.cose_key();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let credential = [&[0; 16][..], &length, &self.id, &key].concat();
        let data = ceremony.authenticator_data(&credential);
        Created { client_data: ceremony.client_data(), attestation_object: attestation_object(&data) }
    }

    /// Signs with it.
    pub fn get(&self, ceremony: &Ceremony) -> Asserted {
        let (authenticator_data, client_data) = (ceremony.authenticator_data(&[]), ceremony.client_data());
        let message = [&authenticator_data, digest(&SHA256, &client_data).as_ref()].concat();
        Asserted { signature: self.secret.sign(&message), authenticator_data, client_data }
    }
}

impl Asserted {
    /// The base64url of authenticator data, client data and signature, with dots between.
    pub fn text(&self) -> String {
        let parts = [&self.authenticator_data, &self.client_data, &self.signature];
        parts.map(|part| ceremony::base64url(part)).join(".")
    }
}

/// The CBOR of `{"fmt": "none", "attStmt": {}, "authData": data}`.
fn attestation_object(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"[..], &length, data].concat()
}
