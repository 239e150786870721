//! Where the files of a collection lie: `<objects>/<tenant>/<collection>/`.

use crate::{VaultError, durable, name};
use std::path::{Path, PathBuf};

/// The folder of objects.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    root: PathBuf,
}

/// The files of one collection.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    /// Their folder.
    pub(crate) folder: PathBuf,
    /// The wrapped identity.
    pub(crate) identity: PathBuf,
    /// An upload that is not committed.
    pub(crate) upload: PathBuf,
    /// The sealed bytes.
    pub(crate) object: PathBuf,
}

impl Place {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The files of a collection, there or not. Names must have been checked.
    pub(crate) fn files(&self, tenant: &str, collection: &str) -> Files {
        let folder = self.root.join(tenant).join(collection);
        let [identity, upload, object] = ["identity", "upload", "object.age"].map(|file| folder.join(file));
        Files { folder, identity, upload, object }
    }

    /// Makes the folder of a collection.
    pub(crate) fn create(&self, tenant: &str, files: &Files) -> Result<(), VaultError> {
        durable::create_folder(&self.root.join(tenant))?;
        durable::create_folder(&files.folder)
    }

    /// The tenants that have a folder, in order.
    pub(crate) fn tenants(&self) -> Result<Vec<String>, VaultError> {
        safe_names(&self.root)
    }

    /// The collections of a tenant that have a folder, in order.
    pub(crate) fn collections(&self, tenant: &str) -> Result<Vec<String>, VaultError> {
        safe_names(&self.root.join(tenant))
    }
}

fn safe_names(folder: &Path) -> Result<Vec<String>, VaultError> {
    Ok(durable::names(folder)?.into_iter().filter(|found| name::is_safe(found)).collect())
}
