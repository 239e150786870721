//! Files for their owner alone that survive a crash whole.

use super::error::FolderError;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The largest file that is read whole, in bytes.
const FILE_BYTES_MAX: u64 = 4 << 20;
/// How many bytes at the end of a file of lines are searched for the last whole line.
const TAIL_BYTES: u64 = 1 << 20;

/// Makes a folder if it is not there, and gives its path without symlinks.
pub(super) fn open_folder(path: &Path) -> Result<PathBuf, FolderError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.and_then(|()| path.canonicalize()).map_err(FolderError::file("make the folder", path))
}

/// The path of a folder without symlinks, or none if it is not there.
pub(super) fn real_path(path: &Path) -> Result<Option<PathBuf>, FolderError> {
    match path.canonicalize() {
        Ok(real) => Ok(Some(real)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FolderError::file("open the folder", path)(error)),
    }
}

/// Writes a file whole, in place of the old one if there is one.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    // What a crash left of an earlier attempt is removed, so that the mode below is that of a file of our own.
    remove_if_there(&new)?;
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        // A crash here leaves the old file and a `.new` one that nobody reads.
        fs::rename(&new, path)
    };
    write().map_err(FolderError::file("write", path))?;
    sync_parent(path)
}

/// The whole content of a file, or none if it is not there.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, FolderError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FolderError::file("open", path)(error)),
    };
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(FolderError::file("read", path))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= FILE_BYTES_MAX) {
        Ok(Some(bytes))
    } else {
        Err(FolderError::damaged(path, "it is too large"))
    }
}

/// The same as text.
pub(super) fn read_text_if_there(path: &Path) -> Result<Option<Zeroizing<String>>, FolderError> {
    let Some(mut bytes) = read_if_there(path)? else { return Ok(None) };
    let text = String::from_utf8(std::mem::take(&mut *bytes));
    text.map(|text| Some(Zeroizing::new(text))).map_err(|_| FolderError::damaged(path, "it is not text"))
}

/// Adds a line to a file of lines. The line is on disk when this returns.
pub(super) fn append_line(path: &Path, line: &str) -> Result<(), FolderError> {
    let append = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        let end = whole_lines(&mut file)?;
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        // A crash here leaves a part of the line, which the next append takes off.
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_all()
    };
    append().map_err(FolderError::file("write", path))?;
    sync_parent(path)
}

/// The offset behind the last line that ends in a newline.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let start = length.saturating_sub(TAIL_BYTES);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut tail)?;
    let kept = tail.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    Ok(start + u64::try_from(kept).unwrap_or_default())
}

/// Removes a file. Nothing happens if it is not there.
pub(super) fn remove_if_there(path: &Path) -> Result<(), FolderError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(FolderError::file("remove", path)(error)),
        _ => Ok(()),
    }
}

/// The files in a folder whose names end in `.` and `extension`, in order; none if the folder is not there.
pub(super) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, FolderError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(FolderError::file("list", folder)(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(FolderError::file("list", folder))?.path();
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort_unstable();
    Ok(files)
}

fn sync_parent(path: &Path) -> Result<(), FolderError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(FolderError::file("sync", folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_torn_line_is_taken_off_before_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        append_line(&path, "one").unwrap();
        fs::write(&path, "one\ntw").unwrap();
        append_line(&path, "three").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\nthree\n");
    }

    #[test]
    fn files_are_for_their_owner_alone_also_when_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(folder.path().join("secret.new"), "left by a crash").unwrap();
        for text in ["first", "second"] {
            write_whole(&path, text.as_bytes()).unwrap();
            assert_eq!(read_text_if_there(&path).unwrap().unwrap().as_str(), text);
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
