//! Two folders with a vault, and what runners and thieves do.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use tempfile::TempDir;
use vault::{DueHour, Vault, VaultError};

/// The hour in which the scene's collections are due.
pub(crate) const DUE: DueHour = DueHour(490_000);

pub(crate) struct Scene {
    root: TempDir,
    pub(crate) vault: Vault,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let vault = Vault::open(&root.path().join("objects"), &root.path().join("keyring")).unwrap();
        Self { root, vault }
    }

    pub(crate) fn objects(&self) -> PathBuf {
        self.root.path().join("objects")
    }

    pub(crate) fn keyring(&self) -> PathBuf {
        self.root.path().join("keyring")
    }

    pub(crate) fn object(&self, tenant: &str, collection: &str) -> PathBuf {
        self.objects().join(tenant).join(collection).join("object.age")
    }

    pub(crate) fn hour_key(&self, tenant: &str, due: DueHour) -> PathBuf {
        self.keyring().join("hours").join(tenant).join(format!("{}.key", due.0))
    }

    /// Makes, seals, uploads and commits a collection.
    pub(crate) fn keep(&self, tenant: &str, collection: &str, due: DueHour, evidence: &[u8]) {
        let sealed = seal(&self.vault.create_collection(tenant, collection, due).unwrap(), evidence);
        self.vault.append_part(tenant, collection, 0, &sealed).unwrap();
        self.commit(tenant, collection, &sealed).unwrap();
    }

    pub(crate) fn commit(&self, tenant: &str, collection: &str, sealed: &[u8]) -> Result<(), VaultError> {
        self.vault.commit(tenant, collection, u64::try_from(sealed.len()).unwrap(), &sha256(sealed))
    }

    pub(crate) fn read(&self, tenant: &str, collection: &str) -> Result<Vec<u8>, VaultError> {
        read(&self.vault, tenant, collection)
    }
}

pub(crate) fn read(vault: &Vault, tenant: &str, collection: &str) -> Result<Vec<u8>, VaultError> {
    let mut bytes = Vec::new();
    vault.open_collection(tenant, collection)?.read_to_end(&mut bytes).unwrap();
    Ok(bytes)
}

/// Seals as a runner does: with the public recipient alone.
pub(crate) fn seal(recipient: &str, evidence: &[u8]) -> Vec<u8> {
    let recipient = age::x25519::Recipient::from_str(recipient).unwrap();
    let encryptor =
        age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut writer = encryptor.wrap_output(Vec::new()).unwrap();
    writer.write_all(evidence).unwrap();
    writer.finish().unwrap()
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref().try_into().unwrap()
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Copies a folder, as a backup does.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
