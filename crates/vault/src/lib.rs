//! Seals, opens and destroys evidence; keeps the keys.
//!
//! Two folders: *objects* holds each collection, sealed in the age format to its own identity, and that identity
//! wrapped with the key of the hour in which the collection is due. The *keyring* holds these hour keys and one key
//! per tenant for case text. Objects may be copied and backed up; the keyring is kept apart, and of it only tenant
//! keys are ever backed up. When an hour key is destroyed, everything due in that hour is gone, copies included.
//!
//! What always holds:
//! - the identity of a collection exists outside memory only in wrapped form;
//! - a key file appears whole or not at all, is readable by its owner alone, and is never replaced;
//! - every destruction can be repeated, and finishes what an interrupted one began;
//! - no tenant or collection name leads outside its folder.
//!
//! What is absent: a clock (hours arrive as numbers), async (callers run these calls where blocking is allowed), and
//! any judgement of who may read. Keys are overwritten before they are unlinked; whether a disk keeps old blocks
//! elsewhere is beyond a program's reach, so the keyring belongs on an encrypted or a memory-backed volume.

mod beside;
mod collection;
mod destroy;
mod durable;
mod envelope;
mod error;
mod keyring;
mod name;
mod open;
mod place;
mod text;
mod upload;

pub use destroy::{Destroyed, Removed};
pub use error::VaultError;
pub use keyring::DueHour;
pub use open::EvidenceReader;

use keyring::Keyring;
use place::Place;
use std::path::Path;

/// The folders of sealed evidence and of the keys that open it.
#[derive(Clone, Debug)]
pub struct Vault {
    place: Place,
    keyring: Keyring,
}

impl Vault {
    /// Opens the vault; folders that are not there are made, for their owner alone.
    ///
    /// # Errors
    ///
    /// [`VaultError::Nested`] if one folder lies in the other, since whoever copies one would copy both;
    /// [`VaultError::File`] if a folder cannot be made.
    pub fn open(objects: &Path, keyring: &Path) -> Result<Self, VaultError> {
        let objects = durable::open_root(objects)?;
        let keyring = durable::open_root(keyring)?;
        if objects.starts_with(&keyring) || keyring.starts_with(&objects) {
            return Err(VaultError::Nested { objects, keyring });
        }
        Ok(Self { place: Place::new(objects), keyring: Keyring::new(keyring) })
    }
}
