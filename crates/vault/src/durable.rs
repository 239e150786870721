//! Files that survive a crash whole, and files that go for good.

use crate::VaultError;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// How many random bytes are written at a time when a file is overwritten.
const OVERWRITE_BYTES: usize = 4096;

/// Makes a folder of the vault if it is not there, for its owner alone, and gives its true path.
pub(crate) fn open_root(path: &Path) -> Result<PathBuf, VaultError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.and_then(|()| path.canonicalize()).map_err(VaultError::file("make the folder", path))
}

/// Makes a folder inside one that exists, for its owner alone, and makes that last.
pub(crate) fn create_folder(path: &Path) -> Result<(), VaultError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => sync_parent(path),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(VaultError::file("make the folder", path)(error)),
    }
}

/// Makes additions and removals in a folder last.
pub(crate) fn sync_folder(path: &Path) -> Result<(), VaultError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(VaultError::file("sync the folder", path))
}

/// Makes the coming or going of a file last.
pub(crate) fn sync_parent(path: &Path) -> Result<(), VaultError> {
    path.parent().map_or(Ok(()), sync_folder)
}

/// Writes a new file for its owner alone, whole or not at all. False if there is one already: it stays as it is.
pub(crate) fn create_whole(path: &Path, bytes: &[u8]) -> Result<bool, VaultError> {
    let new = beside(path, &format!("{}.new", random_word()?));
    let written = write_synced(&new, bytes).map_err(VaultError::file("write", &new));
    // A crash here leaves a `.new` file that nothing refers to; `shred` of the same path finds and removes it.
    let linked = written.and_then(|()| match fs::hard_link(&new, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(VaultError::file("write", path)(error)),
    });
    // A crash here leaves two names of one file; overwriting it under either name overwrites it.
    let tidied = if matches!(linked, Ok(true)) { remove_if_there(&new) } else { overwrite_and_remove(&new) };
    let linked = linked?;
    tidied?;
    sync_parent(path)?;
    Ok(linked)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Destroys a file's content and then the file, and what interrupted writes or destructions of it left. Nothing
/// happens if none of it is there.
pub(crate) fn shred(path: &Path) -> Result<(), VaultError> {
    shred_leftovers(path)?;
    let dying = beside(path, "dying");
    match fs::rename(path, &dying) {
        Ok(()) => sync_parent(path)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(VaultError::file("remove", path)(error)),
    }
    // A crash here leaves a `.dying` file, which nobody reads; the next `shred` finishes it.
    shred_leftovers(path)
}

fn shred_leftovers(path: &Path) -> Result<(), VaultError> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Ok(());
    };
    let start = format!("{name}.");
    let leftovers: Vec<String> =
        names(folder)?.into_iter().filter(|found| found.starts_with(&start)).collect();
    if leftovers.is_empty() {
        return Ok(());
    }
    leftovers.iter().try_for_each(|found| overwrite_and_remove(&folder.join(found)))?;
    sync_folder(folder)
}

/// Overwrites a file with random bytes, syncs it and unlinks it. Nothing happens if it is not there.
fn overwrite_and_remove(path: &Path) -> Result<(), VaultError> {
    match OpenOptions::new().write(true).open(path) {
        Ok(file) => overwrite(file, path)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(VaultError::file("overwrite", path)(error)),
    }
    // A crash here leaves random bytes under the old name.
    remove_if_there(path)
}

fn overwrite(mut file: File, path: &Path) -> Result<(), VaultError> {
    let mut noise = [0; OVERWRITE_BYTES];
    let mut left = file.metadata().map_err(VaultError::file("overwrite", path))?.len();
    while left > 0 {
        fill_random(&mut noise)?;
        let step = usize::try_from(left).unwrap_or(OVERWRITE_BYTES).min(OVERWRITE_BYTES);
        let piece = noise.get(..step).unwrap_or_default();
        file.write_all(piece).map_err(VaultError::file("overwrite", path))?;
        left = left.saturating_sub(u64::try_from(step).unwrap_or(left));
    }
    file.sync_all().map_err(VaultError::file("overwrite", path))
}

/// Unlinks a file. Nothing happens if it is not there.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(VaultError::file("remove", path)(error)),
        _ => Ok(()),
    }
}

/// The names in a folder, in order; none if it is not there. Names that are no text are not ours.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, VaultError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(VaultError::file("list", folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(VaultError::file("list", folder))?;
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

/// The whole content of a small file, or none if it is not there.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, VaultError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(VaultError::file("read", path)(error)),
    }
}

/// Fills bytes from the system's random source.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), VaultError> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| VaultError::Cryptography { doing: "give random bytes" })
}

fn random_word() -> Result<String, VaultError> {
    let mut bytes = [0; 8];
    fill_random(&mut bytes)?;
    Ok(format!("{:016x}", u64::from_be_bytes(bytes)))
}

/// The path with something added to the file's name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_gone(leave: impl FnOnce(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("5.key");
        fs::write(folder.path().join("55.key"), b"another").unwrap();
        leave(&path);
        shred(&path).unwrap();
        shred(&path).unwrap();
        assert_eq!(names(folder.path()).unwrap(), ["55.key"]);
    }

    #[test]
    fn shredding_finishes_what_a_crash_left() {
        check_gone(|_| ());
        check_gone(|path| assert!(create_whole(path, b"secret").unwrap()));
        check_gone(|path| fs::write(beside(path, "0123456789abcdef.new"), b"secret").unwrap());
        check_gone(|path| fs::write(beside(path, "dying"), b"secret").unwrap());
        check_gone(|path| {
            fs::write(beside(path, "dying"), b"secret").unwrap();
            fs::write(path, b"secret").unwrap();
        });
    }

    #[test]
    fn what_is_shredded_is_overwritten_and_not_only_unlinked() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other_name) = (folder.path().join("k"), folder.path().join("other"));
        fs::write(&path, vec![7; 3 * OVERWRITE_BYTES / 2]).unwrap();
        fs::hard_link(&path, &other_name).unwrap();
        shred(&path).unwrap();
        let left = fs::read(&other_name).unwrap();
        assert_eq!(left.len(), 3 * OVERWRITE_BYTES / 2);
        assert!(left.chunks(64).all(|piece| piece.iter().any(|byte| *byte != 7)), "some of it is as before");
    }

    #[test]
    fn a_file_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        assert!(create_whole(&path, b"first").unwrap());
        assert!(!create_whole(&path, b"second").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names(folder.path()).unwrap(), ["k"]);
    }
}
