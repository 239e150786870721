//! Sealing case text with the tenant's key.
//!
//! Sealed text is a version byte, a random nonce of 12 bytes, and AES-256-GCM ciphertext with its tag of 16 bytes.
//! Random nonces are safe for 2^32 texts under one key (NIST SP 800-38D, 8.3), more than a tenant writes.

use crate::keyring::Key;
use crate::{Vault, VaultError, name};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};

/// The version of the form above.
const VERSION: u8 = 1;

/// Keeps sealed text from being mistaken for anything else that may be sealed with this key.
const PREFIX: &[u8] = b"glasscase/text/v1\0";

impl Vault {
    /// Seals a text with the tenant's key, which is made at its first use. `context` says where the text belongs (which
    /// case, which field); it is not stored, and the same context is needed to open it.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], and [`VaultError::File`] if the keyring fails.
    pub fn seal_text(&self, tenant: &str, text: &[u8], context: &[u8]) -> Result<Vec<u8>, VaultError> {
        let failed = |_| VaultError::Cryptography { doing: "seal a text" };
        let key = cipher(&self.keyring.tenant_key_or_new(name::tenant(tenant)?)?)?;
        let mut bytes = text.to_vec();
        let nonce = key.seal_in_place_append_tag(Aad::from(bound(context)), &mut bytes).map_err(failed)?;
        Ok([&[VERSION][..], nonce.as_ref(), &bytes].concat())
    }

    /// Opens a text that was sealed for this tenant and context.
    ///
    /// # Errors
    ///
    /// [`VaultError::TextKeyDestroyed`] once the tenant's key is gone, [`VaultError::TextRefused`] if it was changed or
    /// sealed for another tenant or context, [`VaultError::BadName`], and [`VaultError::File`] if the keyring fails.
    pub fn open_text(&self, tenant: &str, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, VaultError> {
        let refused = || VaultError::TextRefused { tenant: tenant.to_owned() };
        let key = self.keyring.tenant_key(name::tenant(tenant)?)?;
        let key = cipher(&key.ok_or_else(|| VaultError::TextKeyDestroyed { tenant: tenant.to_owned() })?)?;
        let Some((&VERSION, rest)) = sealed.split_first() else { return Err(refused()) };
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(refused)?;
        let mut bytes = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened =
            key.open_in_place(nonce, Aad::from(bound(context)), &mut bytes).map_err(|_| refused())?;
        let length = opened.len();
        bytes.truncate(length);
        Ok(bytes)
    }

    /// Destroys the key of a tenant's text: all of it is gone, in all copies but those of the key. Nothing happens if
    /// there is no such key.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], or [`VaultError::File`] if the file system fails; then repeat it.
    pub fn destroy_tenant_key(&self, tenant: &str) -> Result<(), VaultError> {
        self.keyring.destroy_tenant_key(name::tenant(tenant)?)
    }
}

fn cipher(key: &Key) -> Result<RandomizedNonceKey, VaultError> {
    RandomizedNonceKey::new(&AES_256_GCM, key.as_ref())
        .map_err(|_| VaultError::Cryptography { doing: "take a key" })
}

fn bound(context: &[u8]) -> Vec<u8> {
    [PREFIX, context].concat()
}
