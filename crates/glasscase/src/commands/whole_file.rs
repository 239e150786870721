//! A file that appears whole or not at all.

use crate::failure::Failure;
use anyhow::Result;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is being written. What is left of it when something fails is removed.
#[derive(Debug)]
pub(super) struct WholeFile {
    file: BufWriter<File>,
    partial: PathBuf,
    to: PathBuf,
}

impl WholeFile {
    /// Begins to write the file.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub(super) fn create(to: &Path) -> Result<Self> {
        let mut partial = to.as_os_str().to_owned();
        partial.push(".part");
        let partial = PathBuf::from(partial);
        let file = File::create(&partial).map_err(|why| cannot(to, &why))?;
        Ok(Self { file: BufWriter::new(file), partial, to: to.to_owned() })
    }

    /// Makes the file appear; gives its size in bytes.
    ///
    /// # Errors
    /// If it cannot be written to its end.
    pub(super) fn finish(mut self) -> Result<u64> {
        let written = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        let renamed = written.and_then(|()| fs::rename(&self.partial, &self.to));
        renamed.map_err(|why| cannot(&self.to, &why))?;
        Ok(self.file.get_ref().metadata().map_err(|why| cannot(&self.to, &why))?.len())
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
        // Already renamed when all went well.
        let _ = fs::remove_file(&self.partial);
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
}
