//! Sealing what arrived as a whole.

use crate::{DueHour, Vault, VaultError};
use age::Encryptor;
use aws_lc_rs::digest::{SHA256, digest};
use std::io::Write as _;

/// How many bytes are written to disk at a time.
const PART_BYTES: usize = 4 << 20;

/// A collection that was sealed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The size of the sealed object.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

impl Vault {
    /// Makes a collection of `content`, complete. It is held in memory twice.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if there is such a collection with another hour, [`VaultError::OtherBytes`] with other
    /// content, [`VaultError::Cryptography`] if sealing fails, and the errors of names and files.
    pub fn seal_collection(
        &self,
        tenant: &str,
        collection: &str,
        due: DueHour,
        content: &[u8],
    ) -> Result<Sealed, VaultError> {
        self.create_collection(tenant, collection, due)?;
        let files = self.files(tenant, collection)?;
        let recipient = self.identity(tenant, collection, &files)?.to_public();
        let sealed =
            seal(&recipient, content).ok_or(VaultError::Cryptography { doing: "seal a collection" })?;
        let sha256 = digest(&SHA256, &sealed);
        let sha256: [u8; 32] = sha256
            .as_ref()
            .try_into()
            .map_err(|_| VaultError::Cryptography { doing: "hash a collection" })?;
        let mut offset = 0;
        for part in sealed.chunks(PART_BYTES) {
            offset = self.append_part(tenant, collection, offset, part)?;
        }
        self.commit(tenant, collection, offset, &sha256)?;
        Ok(Sealed { bytes: offset, sha256 })
    }
}

/// Writing into memory fails only with the library.
fn seal(recipient: &age::x25519::Recipient, content: &[u8]) -> Option<Vec<u8>> {
    let mut sealed = Vec::with_capacity(content.len() + content.len() / 1_000 + 1_024);
    let recipients = std::iter::once(recipient as &dyn age::Recipient);
    let mut writer = Encryptor::with_recipients(recipients).ok()?.wrap_output(&mut sealed).ok()?;
    writer.write_all(content).ok()?;
    writer.finish().ok()?;
    Some(sealed)
}
