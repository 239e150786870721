//! Small texts that live and die with a collection: sealed to its identity, and kept by the caller, say in a database.

use crate::{Vault, VaultError};
use age::x25519::Recipient;

impl Vault {
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
