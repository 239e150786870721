//! Knows again what was installed from a list of packages.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// A list of packages, and the copy of it that stands beside what was installed from it.
pub(super) struct Mark {
    list: Vec<u8>,
    copy: PathBuf,
}

impl Mark {
    pub(super) fn of(list: &Path, copy: PathBuf) -> Result<Self> {
        Ok(Self { list: read(list)?, copy })
    }

    /// Whether the very same list was installed, to its end.
    pub(super) fn stands(&self) -> bool {
        fs::read(&self.copy).is_ok_and(|installed| installed == self.list)
    }

    /// Says that all of the list is there now.
    pub(super) fn set(&self) -> Result<()> {
        write(&self.copy, &self.list)
    }
}

/// Copies a file into a folder that need not exist yet.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    write(to, &read(from)?)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    fs::write(file, bytes).with_context(|| format!("cannot write `{}`", file.display()))
}
