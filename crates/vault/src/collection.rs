//! Making a collection, and getting at its identity.

use crate::envelope::Envelope;
use crate::place::Files;
use crate::{DueHour, Vault, VaultError, durable, name};
use age::x25519::Identity;

impl Vault {
    /// Makes a collection and gives its recipient: the age public key that a runner seals it to. Asking again for the
    /// same collection and hour gives the same recipient.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if it exists with another hour, [`VaultError::KeyDestroyed`] if it was due and is gone,
    /// [`VaultError::BadName`], and [`VaultError::File`] if the file system fails.
    pub fn create_collection(
        &self,
        tenant: &str,
        collection: &str,
        due: DueHour,
    ) -> Result<String, VaultError> {
        let files = self.files(tenant, collection)?;
        if durable::read_if_there(&files.identity)?.is_none() {
            let key = self.keyring.hour_key_or_new(tenant, due)?;
            // A crash here leaves an hour key that nothing needs yet; it is destroyed at its hour like any other.
            let envelope = Envelope::seal(&Identity::generate(), due, &key)?;
            self.place.create(tenant, &files)?;
            // A crash here leaves an empty folder, which the next call fills and `list_collections` shows.
            durable::create_whole(&files.identity, &envelope.to_bytes())?;
        }
        // Read back even what was just written: if two callers make one collection, the first identity counts.
        let envelope = envelope(&files, collection)?;
        if envelope.due != due {
            return Err(VaultError::Exists { collection: collection.to_owned(), due: envelope.due });
        }
        Ok(self.unwrap(tenant, collection, &files, &envelope)?.to_public().to_string())
    }

    /// The hour in which a collection is due.
    ///
    /// # Errors
    ///
    /// [`VaultError::NoCollection`], [`VaultError::BadName`], and [`VaultError::File`] if the file system fails.
    pub fn due_hour(&self, tenant: &str, collection: &str) -> Result<DueHour, VaultError> {
        Ok(envelope(&self.files(tenant, collection)?, collection)?.due)
    }

    /// The names of a tenant's collections, in order, including those that were never completed.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], or [`VaultError::File`] if the file system fails.
    pub fn list_collections(&self, tenant: &str) -> Result<Vec<String>, VaultError> {
        self.place.collections(name::tenant(tenant)?)
    }

    /// The files of a collection, its names checked.
    pub(crate) fn files(&self, tenant: &str, collection: &str) -> Result<Files, VaultError> {
        Ok(self.place.files(name::tenant(tenant)?, name::collection(collection)?))
    }

    /// The identity of a collection.
    pub(crate) fn identity(
        &self,
        tenant: &str,
        collection: &str,
        files: &Files,
    ) -> Result<Identity, VaultError> {
        self.unwrap(tenant, collection, files, &envelope(files, collection)?)
    }

    fn unwrap(
        &self,
        tenant: &str,
        collection: &str,
        files: &Files,
        envelope: &Envelope,
    ) -> Result<Identity, VaultError> {
        let destroyed = || VaultError::KeyDestroyed { collection: collection.to_owned(), due: envelope.due };
        let key = self.keyring.hour_key(tenant, envelope.due)?.ok_or_else(destroyed)?;
        if let Some(identity) = envelope.open(&key) {
            return Ok(identity);
        }
        // The key may have been read while it was being overwritten.
        if self.keyring.hour_key(tenant, envelope.due)?.is_none() {
            return Err(destroyed());
        }
        Err(VaultError::Damaged {
            what: "a collection's identity or its hour key",
            path: files.identity.clone(),
        })
    }

    /// Whether a collection can be opened: its own key is there, and that of its hour.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], and [`VaultError::File`] if the file system fails.
    pub fn can_open(&self, tenant: &str, collection: &str) -> Result<bool, VaultError> {
        let files = self.files(tenant, collection)?;
        match self.identity(tenant, collection, &files) {
            Ok(_) => Ok(true),
            Err(VaultError::KeyDestroyed { .. } | VaultError::NoCollection { .. }) => Ok(false),
            Err(why) => Err(why),
        }
    }
}

/// The wrapped identity of a collection.
pub(crate) fn envelope(files: &Files, collection: &str) -> Result<Envelope, VaultError> {
    let gone = || VaultError::NoCollection { collection: collection.to_owned() };
    let bytes = durable::read_if_there(&files.identity)?.ok_or_else(gone)?;
    Envelope::from_bytes(&bytes, &files.identity).or_else(|damaged| {
        // It may have been read while it was being overwritten.
        if durable::read_if_there(&files.identity)?.is_none() { Err(gone()) } else { Err(damaged) }
    })
}
