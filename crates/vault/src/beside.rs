//! Small texts that live and die with a collection: sealed to its identity, and kept by the caller, say in a database.

use crate::{Vault, VaultError};
use age::x25519::Recipient;
use aws_lc_rs::digest::{SHA256, digest};

impl Vault {
    /// The size and SHA-256 of a collection that is complete.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], and [`VaultError::File`] if the file system fails.
    pub fn sealed_collection(
        &self,
        tenant: &str,
        collection: &str,
    ) -> Result<Option<(u64, [u8; 32])>, VaultError> {
        crate::upload::sealed_already(&self.files(tenant, collection)?)
    }

    /// Seals content that did not come sealed, and completes the collection with it. Gives the size of the sealed object and
    /// its SHA-256. A collection that is complete already stays as it is.
    ///
    /// # Errors
    ///
    /// As [`Vault::append_part`] and [`Vault::commit`].
    pub fn seal_collection(
        &self,
        tenant: &str,
        collection: &str,
        content: &[u8],
    ) -> Result<(u64, [u8; 32]), VaultError> {
        let files = self.files(tenant, collection)?;
        if let Some(complete) = crate::upload::sealed_already(&files)? {
            return Ok(complete);
        }
        let sealed = self.seal_beside(tenant, collection, content)?;
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest(&SHA256, &sealed).as_ref());
        let bytes = sealed.len() as u64;
        // What a crash left of an earlier attempt was sealed otherwise.
        self.discard(tenant, collection)?;
        self.append_part(tenant, collection, 0, &sealed)?;
        self.commit(tenant, collection, bytes, &sha256)?;
        Ok((bytes, sha256))
    }

    /// Seals a text to a collection, so that it becomes unreadable with it, in backups too.
    ///
    /// # Errors
    ///
    /// [`VaultError::KeyDestroyed`] once the hour key is gone, [`VaultError::NoCollection`], [`VaultError::BadName`], and
    /// [`VaultError::File`] if the file system fails.
    pub fn seal_beside(&self, tenant: &str, collection: &str, text: &[u8]) -> Result<Vec<u8>, VaultError> {
        let files = self.files(tenant, collection)?;
        let recipient: Recipient = self.identity(tenant, collection, &files)?.to_public();
        age::encrypt(&recipient, text)
            .map_err(|_| VaultError::Cryptography { doing: "seal a text to a collection" })
    }

    /// Opens a text that was sealed to this collection.
    ///
    /// # Errors
    ///
    /// [`VaultError::KeyDestroyed`] once the hour key is gone, [`VaultError::NoCollection`] once the collection is,
    /// [`VaultError::TextRefused`] if the text was changed or sealed to another, [`VaultError::BadName`], and
    /// [`VaultError::File`] if the file system fails.
    pub fn open_beside(&self, tenant: &str, collection: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let files = self.files(tenant, collection)?;
        let identity = self.identity(tenant, collection, &files)?;
        age::decrypt(&identity, sealed).map_err(|_| VaultError::TextRefused { tenant: tenant.to_owned() })
    }
}
