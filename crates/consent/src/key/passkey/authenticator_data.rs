//! What the authenticator says: for whom, whether a person was there and proved who they are, and at registration the
//! new key (WebAuthn, 6.1).

use super::cose::{BadCoseKey, CoseKey};
use super::relying_party::RelyingParty;
use crate::digest::Digest;
use ciborium::Value;

/// The longest credential id in bytes (WebAuthn, 4).
pub(super) const CREDENTIAL_BYTES_MAX: usize = 1_023;
/// What stands before the length of the credential id.
const AAGUID_BYTES: usize = 16;

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// Why authenticator data does not hold.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadAuthenticatorData {
    /// It is cut.
    #[error("the authenticator data is cut")]
    Cut,
    /// It is for another relying party.
    #[error("the authenticator signed for another site than `{id}`")]
    RelyingParty {
        /// The id that it should be for.
        id: String,
    },
    /// Nobody touched the authenticator.
    #[error("nobody was present at the authenticator")]
    NotPresent,
    /// The authenticator did not check who the person is.
    #[error("the authenticator did not verify the person: a PIN, a fingerprint or a face is needed")]
    NotVerified,
    /// It contradicts itself.
    #[error("the authenticator says that the passkey is backed up and cannot be")]
    Backup,
    /// There are bytes that the flags do not announce, or the other way round.
    #[error("the authenticator data does not end where its flags say")]
    Trailing,
    /// Something that should be at registration is not there.
    #[error(
        "the authenticator data has no new passkey in it, with an id of 1 to {CREDENTIAL_BYTES_MAX} bytes"
    )]
    NoCredential,
    /// The new key cannot be used.
    #[error(transparent)]
    Key(#[from] BadCoseKey),
}

/// Authenticator data in its parts.
pub(super) struct AuthenticatorData<'d> {
    relying_party: &'d [u8; 32],
    flags: u8,
    rest: &'d [u8],
}

impl<'d> AuthenticatorData<'d> {
    /// # Errors
    /// [`BadAuthenticatorData::Cut`] if it is shorter than the parts that it always has.
    pub(super) fn parse(bytes: &'d [u8]) -> Result<Self, BadAuthenticatorData> {
        let (relying_party, rest) = bytes.split_first_chunk().ok_or(BadAuthenticatorData::Cut)?;
        let (&[flags], rest) = rest.split_first_chunk().ok_or(BadAuthenticatorData::Cut)?;
        // The counter is no use here: passkeys that are synchronised leave it at 0. A consent is used once since it has
        // a nonce.
        let (_counter, rest) = rest.split_first_chunk::<4>().ok_or(BadAuthenticatorData::Cut)?;
        Ok(Self { relying_party, flags, rest })
    }

    /// Whether it is for this relying party, and by a person who was verified.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub(super) fn check(&self, relying_party: &RelyingParty) -> Result<(), BadAuthenticatorData> {
        if Digest::of(relying_party.id().as_bytes()).0 != *self.relying_party {
            return Err(BadAuthenticatorData::RelyingParty { id: relying_party.id().to_owned() });
        }
        if !self.has(USER_PRESENT) {
            return Err(BadAuthenticatorData::NotPresent);
        }
        if !self.has(USER_VERIFIED) {
            return Err(BadAuthenticatorData::NotVerified);
        }
        if self.has(BACKED_UP) && !self.has(BACKUP_ELIGIBLE) {
            return Err(BadAuthenticatorData::Backup);
        }
        Ok(())
    }

    /// Whether there is nothing but, if announced, extensions.
    ///
    /// # Errors
    /// [`BadAuthenticatorData::Trailing`] otherwise.
    pub(super) fn check_end(&self) -> Result<(), BadAuthenticatorData> {
        if self.has(HAS_CREDENTIAL) {
            Err(BadAuthenticatorData::Trailing)
        } else {
            self.check_rest(self.rest)
        }
    }

    /// The id and the key of the new passkey.
    ///
    /// # Errors
    /// What is missing, or wrong with the key.
    pub(super) fn credential(&self) -> Result<(Vec<u8>, CoseKey), BadAuthenticatorData> {
        use BadAuthenticatorData::{Cut, NoCredential};
        if !self.has(HAS_CREDENTIAL) {
            return Err(NoCredential);
        }
        let (_aaguid, rest) = self.rest.split_first_chunk::<AAGUID_BYTES>().ok_or(Cut)?;
        let (length, rest) = rest.split_first_chunk().ok_or(Cut)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (id, mut rest) = rest.split_at_checked(length).ok_or(Cut)?;
        if !(1..=CREDENTIAL_BYTES_MAX).contains(&length) {
            return Err(NoCredential);
        }
        let key = CoseKey::of(&ciborium::from_reader(&mut rest).map_err(|_| BadCoseKey::Form)?)?;
        self.check_rest(rest)?;
        Ok((id.to_vec(), key))
    }

    fn check_rest(&self, mut rest: &[u8]) -> Result<(), BadAuthenticatorData> {
        if self.has(HAS_EXTENSIONS) {
            match ciborium::from_reader(&mut rest) {
                Ok(Value::Map(_)) => {}
                _ => return Err(BadAuthenticatorData::Trailing),
            }
        }
        if rest.is_empty() { Ok(()) } else { Err(BadAuthenticatorData::Trailing) }
    }

    const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}
