//! Copies a folder with everything in it.

use std::fs;
use std::io;
use std::path::Path;

/// Copies `from` to `to`, which is made if it is not there. Links are followed.
///
/// # Errors
/// The first that the file system gives.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}
