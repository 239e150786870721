//! The consent keys that the customer pinned on this machine. They are never taken from the server.

use super::error::FolderError;
use super::{DataFolder, durable};
use consent::{BadKey, PublicKey};
use domain::KeyId;
use std::collections::BTreeMap;

const FOLDER: &str = "trusted";
const EXTENSION: &str = "key";

/// Why a consent key cannot be pinned.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The text is the secret half of a key.
    #[error("this is a secret key: keep it to yourself, and give the public key that belongs to it")]
    Secret,
    /// The text is no key.
    #[error(transparent)]
    Key(#[from] BadKey),
    /// The data folder refuses.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl DataFolder {
    /// Pins a consent key: its text with or without its algorithm. From then on, also while the runner works, every
    /// consent needs a signature by a pinned key.
    ///
    /// # Errors
    /// [`TrustError`] if the text is no public key, or the folder cannot be written.
    pub fn trust(&self, text: &str) -> Result<KeyId, TrustError> {
        let key = read(text)?;
        let folder = durable::open_folder(&self.file(FOLDER))?;
        let path = folder.join(format!("{}.{EXTENSION}", key.id()));
        durable::write_whole(&path, format!("{key}\n").as_bytes())?;
        Ok(key.id())
    }

    /// Takes a pinned key away; false if it was not pinned. Without any pinned key, consents need no signature.
    ///
    /// # Errors
    /// [`FolderError`] if the folder cannot be written.
    pub fn distrust(&self, key: &KeyId) -> Result<bool, FolderError> {
        let was_there = self.trusted()?.contains_key(key);
        if was_there {
            durable::remove_if_there(&self.file(FOLDER).join(format!("{key}.{EXTENSION}")))?;
        }
        Ok(was_there)
    }

    /// The pinned keys.
    ///
    /// # Errors
    /// [`FolderError`] if one cannot be read: a key that was pinned must not be passed over in silence.
    pub fn trusted(&self) -> Result<BTreeMap<KeyId, PublicKey>, FolderError> {
        let mut keys = BTreeMap::new();
        for path in durable::files(&self.file(FOLDER), EXTENSION)? {
            let text = durable::read_text_if_there(&path)?.unwrap_or_default();
            let key = read(&text).map_err(|why| FolderError::damaged(&path, why))?;
            keys.insert(key.id(), key);
        }
        Ok(keys)
    }
}

fn read(text: &str) -> Result<PublicKey, TrustError> {
    let text = text.trim();
    // Whoever mixes up the two halves must not find the secret one in an error message. No public key has this in its text,
    // whatever the site of a passkey is called.
    if text.contains("-key/") {
        return Err(TrustError::Secret);
    }
    Ok(text.parse::<PublicKey>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use consent::{Registration, RelyingParty, SigningKey};

    fn folder() -> (tempfile::TempDir, DataFolder) {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::create(folder.path()).unwrap();
        (folder, data)
    }

    #[test]
    fn a_pinned_key_is_trusted_until_it_is_taken_away() {
        let (_folder, data) = folder();
        let key = SigningKey::from_seed(&[1; 32]).unwrap().public();
        for text in [key.text(), format!("{key}\n")] {
            assert_eq!(data.trust(&text).unwrap(), key.id());
            assert_eq!(data.trusted().unwrap(), BTreeMap::from([(key.id(), key.clone())]));
        }
        assert!(data.distrust(&key.id()).unwrap());
        assert!(!data.distrust(&key.id()).unwrap());
        assert!(data.trusted().unwrap().is_empty());
    }

    #[test]
    fn a_passkey_is_pinned_as_it_is_shown() {
        let (_folder, data) = folder();
        let (id, origin) = ("glasscase-key.example", "https://glasscase-key.example");
        let passkey = authenticator::Passkey::new(authenticator::Algorithm::Es384);
        let made = passkey.create(&authenticator::Ceremony::create(id, origin, b"challenge"));
        let made =
            Registration { client_data: made.client_data, attestation_object: made.attestation_object };
        let key: PublicKey = made.check(b"challenge", &RelyingParty::at(origin).unwrap()).unwrap().into();
        for text in [key.text(), key.to_string(), format!(" {key}\n")] {
            assert_eq!(data.trust(&text).unwrap(), key.id());
            assert_eq!(data.trusted().unwrap(), BTreeMap::from([(key.id(), key.clone())]));
        }
        let other = key.text().replace(origin, "https://evil.example");
        assert!(data.trust(&other).unwrap_err().to_string().contains("no origin of"));
    }

    #[test]
    fn a_secret_key_is_refused_and_not_repeated() {
        let (_folder, data) = folder();
        let secret = SigningKey::from_seed(&[1; 32]).unwrap().to_text();
        let refused = data.trust(&secret).unwrap_err().to_string();
        assert!(refused.starts_with("this is a secret key") && !refused.contains("AQEB"), "{refused}");
    }

    #[test]
    fn a_damaged_pinned_key_is_an_error_and_not_no_key() {
        let (_folder, data) = folder();
        let key = data.trust(&SigningKey::from_seed(&[1; 32]).unwrap().public().text()).unwrap();
        std::fs::write(data.file(FOLDER).join(format!("{key}.{EXTENSION}")), "ed25519 AA").unwrap();
        assert!(matches!(data.trusted(), Err(FolderError::Damaged { .. })));
    }
}
