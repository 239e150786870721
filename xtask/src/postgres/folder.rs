//! The folder that a cluster lives in, removed with it.

use anyhow::{Context, Result};
use std::fs::{DirBuilder, read_dir, remove_dir_all};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Below `/tmp`, not below the target folder: a clone may stand where only root can look, and the server does not
/// run as root.
const PARENT: &str = "/tmp";
const PREFIX: &str = "glasscase-postgres-";

pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A new folder that only its owner can enter. Removes those of chores that were killed before they could.
    pub(crate) fn create() -> Result<Self> {
        remove_left_behind(Path::new(PARENT));
        let path = Path::new(PARENT).join(format!("{PREFIX}{}", std::process::id()));
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("cannot create `{}`", path.display()))?;
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = remove_dir_all(&self.path) {
            eprintln!("cannot remove `{}`: {error}", self.path.display());
        }
    }
}

/// Best effort: what belongs to somebody else stays, and harms nobody.
fn remove_left_behind(parent: &Path) {
    for entry in read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(is_left_behind) {
            let _ = remove_dir_all(entry.path());
        }
    }
}

/// Whether `name` is a cluster's folder whose chore is no longer running.
fn is_left_behind(name: &str) -> bool {
    let process = name.strip_prefix(PREFIX).and_then(|id| id.parse::<u32>().ok());
    process.is_some_and(|id| {
        Path::new("/proc/self").exists() && !Path::new("/proc").join(id.to_string()).exists()
    })
}

#[cfg(test)]
mod tests {
    use super::{PREFIX, is_left_behind};

    #[test]
    fn only_folders_of_ended_chores_are_left_behind() {
        // Linux never gives out this number: it lies above the greatest possible limit.
        assert!(is_left_behind(&format!("{PREFIX}4194305")));
        assert!(!is_left_behind(&format!("{PREFIX}{}", std::process::id())));
        assert!(!is_left_behind(&format!("{PREFIX}notes")));
        assert!(!is_left_behind("4194305"));
    }
}
