//! A collection's identity, wrapped with the key of its hour.
//!
//! File: five bytes `GCID` and version 1, the due hour (8 bytes, big-endian, signed), and the age identity as text
//! under AES-256 key wrap with padding (NIST SP 800-38F, KWP).

use crate::keyring::Key;
use crate::{DueHour, VaultError};
use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded as _};
use std::path::Path;
use std::str::FromStr as _;
use zeroize::Zeroizing;

const START: &[u8; 5] = b"GCID\x01";

/// What key wrap with padding may add at most, in bytes.
const WRAP_BYTES_MAX: usize = 15;

/// A wrapped identity as it is stored.
pub(crate) struct Envelope {
    pub(crate) due: DueHour,
    wrapped: Vec<u8>,
}

impl Envelope {
    /// Wraps an identity with the key of the hour in which its collection is due.
    pub(crate) fn seal(identity: &Identity, due: DueHour, key: &Key) -> Result<Self, VaultError> {
        let failed = || VaultError::Cryptography { doing: "wrap a collection's identity" };
        let text = identity.to_string();
        let text = text.expose_secret().as_bytes();
        let mut wrapped = vec![0; text.len() + WRAP_BYTES_MAX];
        let kek = AesKek::new(&AES_256, key.as_ref()).map_err(|_| failed())?;
        let length = kek.wrap_with_padding(text, &mut wrapped).map_err(|_| failed())?.len();
        wrapped.truncate(length);
        Ok(Self { due, wrapped })
    }

    /// Unwraps the identity; none if this is not the key, or the envelope was changed.
    pub(crate) fn open(&self, key: &Key) -> Option<Identity> {
        let mut text = Zeroizing::new(vec![0; self.wrapped.len()]);
        let kek = AesKek::new(&AES_256, key.as_ref()).ok()?;
        let text = kek.unwrap_with_padding(&self.wrapped, text.as_mut_slice()).ok()?;
        Identity::from_str(std::str::from_utf8(text).ok()?).ok()
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        [&START[..], &self.due.0.to_be_bytes(), &self.wrapped].concat()
    }

    /// Reads what [`Envelope::to_bytes`] wrote. The path serves the message.
    pub(crate) fn from_bytes(bytes: &[u8], path: &Path) -> Result<Self, VaultError> {
        let parts = bytes.strip_prefix(START).and_then(<[u8]>::split_first_chunk::<8>);
        let (due, wrapped) = parts
            .ok_or_else(|| VaultError::Damaged { what: "a collection's identity", path: path.to_owned() })?;
        Ok(Self { due: DueHour(i64::from_be_bytes(*due)), wrapped: wrapped.to_vec() })
    }
}
