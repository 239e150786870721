//! Which evidence can be opened: the proof that it is gone is that this fails.

use crate::copy_folder::copy_folder;
use crate::data_folder::DataFolder;
use anyhow::{Context as _, Result};
use domain::TenantId;
use std::fs;
use std::io;
use std::path::PathBuf;
use store::Store;
use vault::Vault;

/// Collections that were opened and read to their end.
pub(super) struct Collections(Vec<Opened>);

struct Opened {
    tenant: TenantId,
    collection: String,
    bytes: u64,
}

impl Collections {
    /// Reads every collection that can be read.
    pub(super) async fn readable(vault: &Vault, store: &Store) -> Result<Self> {
        let mut opened = Vec::new();
        for tenant in store.tenants().await? {
            for collection in vault.list_collections(tenant.as_str())? {
                if let Some(bytes) = read(vault, &tenant, &collection) {
                    opened.push(Opened { tenant: tenant.clone(), collection, bytes });
                }
            }
        }
        Ok(Self(opened))
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.0.iter().map(|opened| opened.bytes).sum()
    }
}

/// Opens a collection and reads it to its end; none if that fails anywhere.
fn read(vault: &Vault, tenant: &TenantId, collection: &str) -> Option<u64> {
    let mut reader = vault.open_collection(tenant.as_str(), collection).ok()?;
    io::copy(&mut reader, &mut io::sink()).ok()
}

/// The sealed bytes as they were before, with whatever keys are left.
pub(super) struct Backup {
    path: PathBuf,
    keyring: PathBuf,
}

impl Backup {
    /// Copies the folder's sealed bytes.
    pub(super) fn of(folder: &DataFolder) -> Result<Self> {
        let backup = Self { path: folder.path().join("evidence-before"), keyring: folder.keyring() };
        if folder.evidence().exists() {
            copy_folder(&folder.evidence(), &backup.path)
                .with_context(|| format!("cannot copy the sealed evidence to `{}`", backup.path.display()))?;
        }
        Ok(backup)
    }

    /// Those of `collections` that can be opened from the copy.
    pub(super) fn readable(&self, collections: &Collections) -> Result<Collections> {
        let vault = Vault::open(&self.path, &self.keyring)?;
        let again = collections.0.iter().filter_map(|one| {
            let bytes = read(&vault, &one.tenant, &one.collection)?;
            Some(Opened { tenant: one.tenant.clone(), collection: one.collection.clone(), bytes })
        });
        Ok(Collections(again.collect()))
    }
}

impl Drop for Backup {
    fn drop(&mut self) {
        // It served its purpose; what is left of it opens nothing.
        let _ = fs::remove_dir_all(&self.path);
    }
}
