//! Receiving a sealed collection in parts.

use crate::place::Files;
use crate::{Vault, VaultError, collection, destroy, durable, open};
use age::x25519::Identity;
use aws_lc_rs::digest::{Context, SHA256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// How many bytes are read at a time.
const BUFFER_BYTES: usize = 64 * 1024;

impl Vault {
    /// Adds a part of a collection at `offset` in bytes, and gives the number of bytes that have arrived. The part is
    /// on disk when this returns. Parts may be repeated or overlap what arrived, also after the commit, as long as the
    /// bytes are the same.
    ///
    /// # Errors
    ///
    /// [`VaultError::Gap`] if bytes before it are missing, [`VaultError::OtherBytes`] if a repeated part differs,
    /// [`VaultError::NoCollection`], [`VaultError::BadName`], and [`VaultError::File`] if the file system fails.
    pub fn append_part(
        &self,
        tenant: &str,
        collection: &str,
        offset: u64,
        bytes: &[u8],
    ) -> Result<u64, VaultError> {
        let files = self.files(tenant, collection)?;
        collection::envelope(&files, collection)?;
        let received = Part { collection, offset, bytes }.receive(&files);
        unless_destroyed(&files, collection, received)
    }

    /// How many bytes of a collection have arrived, so that an interrupted upload can go on from there.
    ///
    /// # Errors
    ///
    /// [`VaultError::NoCollection`], [`VaultError::BadName`], and [`VaultError::File`] if the file system fails.
    pub fn uploaded_bytes(&self, tenant: &str, collection: &str) -> Result<u64, VaultError> {
        let files = self.files(tenant, collection)?;
        collection::envelope(&files, collection)?;
        for path in [&files.object, &files.upload] {
            if let Some(file) = open_if_there(path)? {
                return length(&file).map_err(VaultError::file("read", path));
            }
        }
        Ok(0)
    }

    /// Completes a collection: checks length, SHA-256 digest and recipient of what arrived. Repeating it is fine.
    ///
    /// # Errors
    ///
    /// [`VaultError::OtherLength`], [`VaultError::OtherDigest`] or [`VaultError::OtherRecipient`] if it is not what was
    /// announced; then it stays an upload. [`VaultError::NotCommitted`] if nothing arrived,
    /// [`VaultError::KeyDestroyed`] if its hour has passed, and the errors of names and files.
    pub fn commit(
        &self,
        tenant: &str,
        collection: &str,
        bytes: u64,
        sha256: &[u8; 32],
    ) -> Result<(), VaultError> {
        let files = self.files(tenant, collection)?;
        let identity = self.identity(tenant, collection, &files)?;
        let committed = complete(&files, collection, &identity, (bytes, sha256));
        unless_destroyed(&files, collection, committed)
    }

    /// Drops what arrived of a collection that is not complete, so that its upload can begin again. Nothing happens if
    /// nothing arrived or it is complete.
    ///
    /// # Errors
    ///
    /// [`VaultError::BadName`], or [`VaultError::File`] if the file system fails.
    pub fn discard(&self, tenant: &str, collection: &str) -> Result<(), VaultError> {
        let files = self.files(tenant, collection)?;
        durable::remove_if_there(&files.upload)
    }
}

/// The size and SHA-256 of a collection that is complete.
pub(crate) fn sealed_already(files: &Files) -> Result<Option<(u64, [u8; 32])>, VaultError> {
    let Some(mut object) = open_if_there(&files.object)? else { return Ok(None) };
    let bytes = length(&object).map_err(VaultError::file("read", &files.object))?;
    let found = digest(&mut object).map_err(VaultError::file("read", &files.object))?;
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(found.as_ref());
    Ok(Some((bytes, sha256)))
}

/// What came of work on a collection's files, unless the collection was destroyed meanwhile: then what that work left
/// behind goes too.
fn unless_destroyed<T>(
    files: &Files,
    collection: &str,
    outcome: Result<T, VaultError>,
) -> Result<T, VaultError> {
    match collection::envelope(files, collection) {
        Err(gone @ VaultError::NoCollection { .. }) => {
            destroy::remove(files)?;
            Err(gone)
        }
        _ => outcome,
    }
}

fn complete(
    files: &Files,
    collection: &str,
    identity: &Identity,
    announced: (u64, &[u8; 32]),
) -> Result<(), VaultError> {
    let upload = open_if_there(&files.upload)?;
    if let Some(upload) = &upload {
        // Held until the upload is closed, when it is no upload any more: no part must come in between.
        upload.lock().map_err(VaultError::file("lock", &files.upload))?;
    }
    if let Some(object) = open_if_there(&files.object)? {
        return check_content(&object, &files.object, collection, announced);
    }
    let upload = upload.ok_or_else(|| VaultError::NotCommitted { collection: collection.to_owned() })?;
    check_content(&upload, &files.upload, collection, announced)?;
    open::check_recipient(&files.upload, collection, identity)?;
    keep(&upload, files)
}

/// Opens the upload of a collection, new or begun, once nobody else is writing it. It is locked until it is closed.
fn open_upload(files: &Files) -> Result<File, VaultError> {
    let path = &files.upload;
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let upload = options.open(path).map_err(VaultError::file("open", path))?;
    upload.lock().map_err(VaultError::file("lock", path))?;
    Ok(upload)
}

fn keep(upload: &File, files: &Files) -> Result<(), VaultError> {
    upload.sync_all().map_err(VaultError::file("sync", &files.upload))?;
    // A crash here leaves a whole upload; committing again completes it.
    fs::rename(&files.upload, &files.object).map_err(VaultError::file("complete", &files.upload))?;
    durable::sync_folder(&files.folder)
}

/// A part that arrives.
#[derive(Clone, Copy)]
struct Part<'a> {
    collection: &'a str,
    offset: u64,
    bytes: &'a [u8],
}

impl Part<'_> {
    fn receive(self, files: &Files) -> Result<u64, VaultError> {
        if let Some(object) = open_if_there(&files.object)? {
            return self.repeat(object, &files.object);
        }
        let upload = open_upload(files)?;
        // It may have been committed while this waited for the lock: then it must not grow.
        if let Some(object) = open_if_there(&files.object)? {
            return self.repeat(object, &files.object);
        }
        self.append(upload, files)
    }

    /// Adds what is new of the part to a locked upload.
    fn append(self, mut upload: File, files: &Files) -> Result<u64, VaultError> {
        let new = self.compare(&mut upload, &files.upload)?;
        let write = |upload: &mut File| {
            upload.seek(SeekFrom::End(0))?;
            upload.write_all(new)?;
            // A crash before this may leave some of the part, or zeros for it: a repeat then adds the rest, or is told
            // that the bytes differ and begins again.
            upload.sync_data()?;
            length(upload)
        };
        let have = write(&mut upload).map_err(VaultError::file("write", &files.upload))?;
        if self.offset == 0 {
            durable::sync_folder(&files.folder)?;
        }
        Ok(have)
    }

    /// Checks that the part is nothing new in a complete collection.
    fn repeat(self, mut file: File, path: &Path) -> Result<u64, VaultError> {
        let new = self.compare(&mut file, path)?;
        if !new.is_empty() {
            return Err(self.differs());
        }
        length(&file).map_err(VaultError::file("read", path))
    }

    /// Compares the part with what is there already, and gives the rest of it.
    fn compare(&self, file: &mut File, path: &Path) -> Result<&[u8], VaultError> {
        let have = length(file).map_err(VaultError::file("read", path))?;
        let Some(overlap) = have.checked_sub(self.offset) else {
            let collection = self.collection.to_owned();
            return Err(VaultError::Gap { collection, offset: self.offset, have });
        };
        let overlap = usize::try_from(overlap).unwrap_or(usize::MAX).min(self.bytes.len());
        let (old, new) = self.bytes.split_at(overlap);
        file.seek(SeekFrom::Start(self.offset)).map_err(VaultError::file("read", path))?;
        let mut buffer = vec![0; BUFFER_BYTES];
        for expected in old.chunks(BUFFER_BYTES) {
            let there = buffer.get_mut(..expected.len()).unwrap_or_default();
            file.read_exact(there).map_err(VaultError::file("read", path))?;
            if there != expected {
                return Err(self.differs());
            }
        }
        Ok(new)
    }

    fn differs(&self) -> VaultError {
        VaultError::OtherBytes { collection: self.collection.to_owned(), offset: self.offset }
    }
}

fn check_content(
    mut file: &File,
    path: &Path,
    collection: &str,
    (expected, sha256): (u64, &[u8; 32]),
) -> Result<(), VaultError> {
    let have = length(file).map_err(VaultError::file("read", path))?;
    if have != expected {
        return Err(VaultError::OtherLength { collection: collection.to_owned(), expected, have });
    }
    let digest = digest(&mut file).map_err(VaultError::file("read", path))?;
    if digest.as_ref() != sha256 {
        return Err(VaultError::OtherDigest { collection: collection.to_owned() });
    }
    Ok(())
}

fn digest(input: &mut impl Read) -> io::Result<aws_lc_rs::digest::Digest> {
    let (mut context, mut buffer) = (Context::new(&SHA256), vec![0; BUFFER_BYTES]);
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(context.finish()),
            count => context.update(buffer.get(..count).unwrap_or_default()),
        }
    }
}

fn length(file: &File) -> io::Result<u64> {
    file.metadata().map(|metadata| metadata.len())
}

/// Opens a file for reading, or none if it is not there.
pub(crate) fn open_if_there(path: &Path) -> Result<Option<File>, VaultError> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(VaultError::file("open", path)(error)),
    }
}
