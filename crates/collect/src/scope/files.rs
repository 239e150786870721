//! A file inside the scope, and how it is opened so that it stays inside.

use super::folders::Fence;
use rustix::fs::{FileType, Mode, OFlags, fstat, open, readlink};
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

/// A file that was inside the scope when it was found.
#[derive(Debug)]
pub struct ScopedFile {
    path: PathBuf,
    real: PathBuf,
    fence: Fence,
}

/// Why a file inside the scope cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It was exchanged for something else after it was found.
    #[error("it moved out of the scope while it was being opened")]
    Moved,
    /// It is no plain file.
    #[error("it is not a plain file")]
    NotAFile,
    /// The system refuses.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl ScopedFile {
    pub(super) fn new(path: PathBuf, real: PathBuf, fence: Fence) -> Self {
        Self { path, real, fence }
    }

    /// The path under which it was found.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path after symlinks.
    pub(crate) fn real_path(&self) -> &Path {
        &self.real
    }

    /// Opens it for reading.
    ///
    /// Between finding and opening, a part of the path can be exchanged for a symlink. So the path after symlinks
    /// is opened, never waiting (a pipe) and never as a terminal, and what was opened is judged once more by the
    /// path that the kernel knows it under. Where the kernel cannot say (no `/proc`), nothing is opened.
    ///
    /// # Errors
    /// [`OpenError`] if it is not there, not readable, not a plain file, or not inside the scope any more.
    pub fn open(&self) -> Result<File, OpenError> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let fd = open(&self.real, flags, Mode::empty()).map_err(io::Error::from)?;
        let known =
            readlink(format!("/proc/self/fd/{}", fd.as_raw_fd()), Vec::new()).map_err(io::Error::from)?;
        let known = known.into_string().map_err(|_| OpenError::Moved)?;
        if !self.fence.admits(Path::new(&known)) {
            return Err(OpenError::Moved);
        }
        let kind = FileType::from_raw_mode(fstat(&fd).map_err(io::Error::from)?.st_mode);
        if kind != FileType::RegularFile {
            return Err(OpenError::NotAFile);
        }
        Ok(File::from(fd))
    }
}
