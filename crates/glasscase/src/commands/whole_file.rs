//! A file that appears whole or not at all.

use crate::failure::Failure;
use anyhow::Result;
use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};

/// A file that is being written. It has no name until it is whole, so nothing of it is left even if the program is killed;
/// where the file system knows no such files, what is left when something fails is removed.
#[derive(Debug)]
pub(super) struct WholeFile {
    file: BufWriter<File>,
    /// Its name meanwhile, if it has one.
    partial: Option<PathBuf>,
    to: PathBuf,
}

impl WholeFile {
    /// Begins to write the file.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub(super) fn create(to: &Path) -> Result<Self> {
        let (file, partial) = if let Some(file) = without_name(to) {
            (file, None)
        } else {
            let partial = partial(to);
            (File::create(&partial).map_err(|why| cannot(to, &why))?, Some(partial))
        };
        Ok(Self { file: BufWriter::new(file), partial, to: to.to_owned() })
    }

    /// Makes the file appear; gives its size in bytes.
    ///
    /// # Errors
    /// If it cannot be written to its end.
    pub(super) fn finish(mut self) -> Result<u64> {
        let written = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        let named = written.and_then(|()| match &self.partial {
            Some(partial) => fs::rename(partial, &self.to),
            None => appear(self.file.get_ref(), &self.to),
        });
        named.map_err(|why| cannot(&self.to, &why))?;
        Ok(self.file.get_ref().metadata().map_err(|why| cannot(&self.to, &why))?.len())
    }
}

/// The name of a file that is not whole.
fn partial(to: &Path) -> PathBuf {
    let mut partial = to.as_os_str().to_owned();
    partial.push(".part");
    PathBuf::from(partial)
}

/// A file without a name in the folder of `to`, if that can be and can be named later.
fn without_name(to: &Path) -> Option<File> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mode = Mode::from_raw_mode(0o666);
    let file: File = open(folder, OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC, mode).ok()?.into();
    way_to(&file).exists().then_some(file)
}

/// A path of an open file, by which it can be given a name (open(2), `O_TMPFILE`).
fn way_to(file: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Gives a file its name, also where another has it.
fn appear(file: &File, to: &Path) -> io::Result<()> {
    let link = |name: &Path| linkat(CWD, way_to(file), CWD, name, AtFlags::SYMLINK_FOLLOW);
    match link(to) {
        Err(rustix::io::Errno::EXIST) => {
            let partial = partial(to);
            // Left by a program that was killed between these two steps.
            let _ = fs::remove_file(&partial);
            link(&partial)?;
            fs::rename(&partial, to)
        }
        linked => Ok(linked?),
    }
}

fn cannot(file: &Path, why: &io::Error) -> Failure {
    Failure::failed(format!("cannot write `{}`: {why}", file.display()))
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(partial) = &self.partial {
            // Already renamed when all went well.
            let _ = fs::remove_file(partial);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("export");
        fs::write(&to, "before").unwrap();
        let mut file = WholeFile::create(&to).unwrap();
        file.write_all(b"half").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "it has no name yet");
        drop(file);
        assert_eq!(fs::read(&to).unwrap(), b"before");
        let mut file = WholeFile::create(&to).unwrap();
        file.write_all(b"whole").unwrap();
        assert_eq!(file.finish().unwrap(), 5);
        assert_eq!(
            (fs::read(&to).unwrap(), fs::read_dir(folder.path()).unwrap().count()),
            (b"whole".to_vec(), 1)
        );
    }

    #[test]
    fn a_file_with_a_name_meanwhile_leaves_nothing_either() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("export");
        let begin = || WholeFile {
            file: BufWriter::new(File::create(partial(&to)).unwrap()),
            partial: Some(partial(&to)),
            to: to.clone(),
        };
        drop(begin());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut file = begin();
        file.write_all(b"whole").unwrap();
        assert_eq!((file.finish().unwrap(), fs::read_dir(folder.path()).unwrap().count()), (5, 1));
    }
}
