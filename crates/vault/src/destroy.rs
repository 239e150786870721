//! Destroying evidence: keys first, then bytes.

use crate::place::Files;
use crate::{DueHour, Vault, VaultError, collection, durable, name};
use std::fs;
use std::io::ErrorKind;

/// What a sweep of due hour keys did. A key that cannot be destroyed keeps no other alive.
#[derive(Debug, Default)]
pub struct Destroyed {
    /// The hours whose keys are gone now, with their tenants.
    pub hours: Vec<(String, DueHour)>,
    /// The hours whose keys are still there, and why.
    pub failed: Vec<(String, DueHour, VaultError)>,
}

/// What a sweep of unreadable objects did.
#[derive(Debug, Default)]
pub struct Removed {
    /// The collections whose bytes are gone now, with their tenants.
    pub collections: Vec<(String, String)>,
    /// The collections that could not be removed or judged, and why.
    pub failed: Vec<(String, String, VaultError)>,
}

impl Vault {
    /// Destroys the key of an hour: everything of the tenant that is due in it is gone, in all copies. Nothing happens
    /// if there is no such key.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], or [`VaultError::File`] if the file system fails; then repeat it.
    pub fn destroy_hour(&self, tenant: &str, due: DueHour) -> Result<(), VaultError> {
        self.keyring.destroy_hour(name::tenant(tenant)?, due)
    }

    /// The hours of which there are keys, of all tenants, with them; in order.
    ///
    /// # Errors
    ///
    /// [`VaultError::File`] if the keyring cannot be listed.
    pub fn hour_keys(&self) -> Result<Vec<(String, DueHour)>, VaultError> {
        self.keyring.hours_due(DueHour(i64::MAX))
    }

    /// Destroys the keys of all hours up to and including `now`, of all tenants.
    ///
    /// # Errors
    ///
    /// [`VaultError::File`] if the keyring cannot be listed. What happened to each key is in the answer.
    pub fn destroy_due(&self, now: DueHour) -> Result<Destroyed, VaultError> {
        let mut destroyed = Destroyed::default();
        for (tenant, due) in self.keyring.hours_due(now)? {
            match self.keyring.destroy_hour(&tenant, due) {
                Ok(()) => destroyed.hours.push((tenant, due)),
                Err(error) => destroyed.failed.push((tenant, due, error)),
            }
        }
        Ok(destroyed)
    }

    /// Destroys one collection before its hour: its wrapped identity, then its bytes. A copy made before stays
    /// readable to whoever has the hour key, until that is destroyed. Nothing happens if there is no such collection.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], or [`VaultError::File`] if the file system fails; then repeat it.
    pub fn destroy_collection(&self, tenant: &str, collection: &str) -> Result<(), VaultError> {
        remove(&self.files(tenant, collection)?)
    }

    /// Removes the bytes of all collections that were due up to and including `now` and whose hour key is gone. While
    /// the key is there, so are the bytes; and a missing keyring removes nothing that is not due.
    ///
    /// # Errors
    ///
    /// [`VaultError::File`] if the objects cannot be listed. What happened to each collection is in the answer.
    pub fn sweep_objects(&self, now: DueHour) -> Result<Removed, VaultError> {
        let mut removed = Removed::default();
        for tenant in self.place.tenants()? {
            for collection in self.place.collections(&tenant)? {
                match self.remove_if_unreadable(&tenant, &collection, now) {
                    Ok(true) => removed.collections.push((tenant.clone(), collection)),
                    Ok(false) => {}
                    Err(error) => removed.failed.push((tenant.clone(), collection, error)),
                }
            }
        }
        Ok(removed)
    }

    fn remove_if_unreadable(&self, tenant: &str, collection: &str, now: DueHour) -> Result<bool, VaultError> {
        let files = self.place.files(tenant, collection);
        let due = match collection::envelope(&files, collection) {
            Ok(envelope) => envelope.due,
            // Being made right now, or left by a crash: `list_collections` shows it to whoever knows which.
            Err(VaultError::NoCollection { .. }) => return Ok(false),
            Err(error) => return Err(error),
        };
        if due > now || self.keyring.hour_key(tenant, due)?.is_some() {
            return Ok(false);
        }
        remove(&files)?;
        Ok(true)
    }
}

/// How often removing is tried while others are at the same files.
const ATTEMPTS: usize = 16;

/// Removes the files of a collection, the identity first and overwritten. A part that was arriving meanwhile may make a
/// new upload once, and goes by the same way when it sees that the identity is gone.
pub(crate) fn remove(files: &Files) -> Result<(), VaultError> {
    let is_shared = |error: &VaultError| match error {
        VaultError::File { source, .. } => {
            matches!(source.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty)
        }
        _ => false,
    };
    for _ in 1..ATTEMPTS {
        match remove_once(files) {
            Err(error) if is_shared(&error) => {}
            outcome => return outcome,
        }
    }
    remove_once(files)
}

fn remove_once(files: &Files) -> Result<(), VaultError> {
    durable::shred(&files.identity)?;
    // A crash here leaves sealed bytes that nothing opens; repeating this removes them.
    durable::remove_if_there(&files.object)?;
    durable::remove_if_there(&files.upload)?;
    match fs::remove_dir(&files.folder) {
        Ok(()) => durable::sync_parent(&files.folder),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(VaultError::file("remove the folder", &files.folder)(error)),
    }
}
