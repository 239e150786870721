//! Opening sealed evidence.

use crate::upload::open_if_there;
use crate::{Vault, VaultError};
use age::stream::StreamReader;
use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// How many bytes of a sealed object are read at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// The opened bytes of a collection.
///
/// Bytes come out as soon as their piece is verified, so an error may follow good bytes: nothing is complete until a
/// read gives no bytes. After an error every further read fails.
pub struct EvidenceReader {
    stream: StreamReader<BufReader<File>>,
    failed: bool,
}

impl Read for EvidenceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.failed {
            return Err(damaged());
        }
        self.stream.read(buffer).inspect_err(|error| self.failed = error.kind() != io::ErrorKind::Interrupted)
    }
}

impl std::fmt::Debug for EvidenceReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EvidenceReader").field("failed", &self.failed).finish_non_exhaustive()
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the sealed evidence is damaged")
}

impl Vault {
    /// Opens a complete collection.
    ///
    /// # Errors
    ///
    /// [`VaultError::KeyDestroyed`] once its hour key is gone, [`VaultError::NotCommitted`] while it is not complete,
    /// [`VaultError::NoCollection`], [`VaultError::Damaged`] if its files do not belong together,
    /// [`VaultError::BadName`], and [`VaultError::File`] if the file system fails.
    pub fn open_collection(&self, tenant: &str, collection: &str) -> Result<EvidenceReader, VaultError> {
        let files = self.files(tenant, collection)?;
        let identity = self.identity(tenant, collection, &files)?;
        let Some(object) = open_if_there(&files.object)? else {
            return Err(VaultError::NotCommitted { collection: collection.to_owned() });
        };
        match decrypt(object, &identity) {
            Ok(stream) => Ok(EvidenceReader { stream, failed: false }),
            Err(DecryptError::Io(source)) if source.kind() != io::ErrorKind::UnexpectedEof => {
                Err(VaultError::file("read", &files.object)(source))
            }
            Err(_) => Err(VaultError::Damaged { what: "sealed evidence", path: files.object }),
        }
    }
}

/// Checks that a file begins as one that is sealed to this identity.
pub(crate) fn check_recipient(path: &Path, collection: &str, identity: &Identity) -> Result<(), VaultError> {
    let file = File::open(path).map_err(VaultError::file("open", path))?;
    match decrypt(file, identity) {
        Ok(_) => Ok(()),
        Err(_) => Err(VaultError::OtherRecipient { collection: collection.to_owned() }),
    }
}

fn decrypt(file: File, identity: &Identity) -> Result<StreamReader<BufReader<File>>, DecryptError> {
    let input = BufReader::with_capacity(BUFFER_BYTES, file);
    Decryptor::new_buffered(input)?.decrypt(std::iter::once(identity as &dyn age::Identity))
}
