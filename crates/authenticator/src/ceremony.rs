//! One ceremony: what the page asked, and what browser and authenticator say about it.

use aws_lc_rs::digest::{SHA256, digest};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};

/// The flags of authenticator data (WebAuthn, 6.1).
pub mod flag {
    /// A person was present.
    pub const USER_PRESENT: u8 = 0x01;
    /// The person was verified.
    pub const USER_VERIFIED: u8 = 0x04;
    /// The passkey can be backed up.
    pub const BACKUP_ELIGIBLE: u8 = 0x08;
    /// The passkey is backed up.
    pub const BACKED_UP: u8 = 0x10;
    /// There is a new passkey in it.
    pub const CREDENTIAL: u8 = 0x40;
    /// There are extensions in it.
    pub const EXTENSIONS: u8 = 0x80;
}

/// One ceremony. What [`Ceremony::create`] and [`Ceremony::get`] give is honest; a test changes what it lies about.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// `webauthn.create` or `webauthn.get`.
    pub kind: &'static str,
    /// What was asked.
    pub challenge: Vec<u8>,
    /// The page's origin.
    pub origin: String,
    /// Further members of the client data as JSON text, each after a comma.
    pub more: String,
    /// The relying party id.
    pub relying_party: String,
    /// What the authenticator says of person and passkey.
    pub flags: u8,
    /// How often it signed.
    pub counter: u32,
    /// What stands at the end of the authenticator data.
    pub extensions: Vec<u8>,
}

impl Ceremony {
    /// An honest registration.
    pub fn create(relying_party: &str, origin: &str, challenge: &[u8]) -> Self {
        let get = Self::get(relying_party, origin, challenge);
        Self { kind: "webauthn.create", flags: get.flags | flag::CREDENTIAL, counter: 0, ..get }
    }

    /// An honest authentication.
    pub fn get(relying_party: &str, origin: &str, challenge: &[u8]) -> Self {
        Self {
            kind: "webauthn.get",
            challenge: challenge.to_vec(),
            origin: origin.to_owned(),
            more: r#","crossOrigin":false"#.to_owned(),
            relying_party: relying_party.to_owned(),
            flags: flag::USER_PRESENT | flag::USER_VERIFIED,
            counter: 1,
            extensions: Vec::new(),
        }
    }

    pub(crate) fn client_data(&self) -> Vec<u8> {
        let Self { kind, origin, more, .. } = self;
        let challenge = base64url(&self.challenge);
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}"{more}}}"#).into_bytes()
    }

    pub(crate) fn authenticator_data(&self, credential: &[u8]) -> Vec<u8> {
        let relying_party = digest(&SHA256, self.relying_party.as_bytes());
        let start = [relying_party.as_ref(), &[self.flags], &self.counter.to_be_bytes()].concat();
        [&start, credential, &self.extensions].concat()
    }
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
