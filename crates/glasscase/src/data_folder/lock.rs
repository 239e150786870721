//! The lock on a data folder, so that no two programs work in it that should not.

use crate::failure::Failure;
use anyhow::{Context as _, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The file that is locked. It is never replaced.
pub(super) const FILE: &str = "glasscase.lock";

/// Who else may work in the folder at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// Nobody: an SQLite database has one process.
    Nobody,
    /// Other replicas on the same PostgreSQL database.
    Replicas,
}

/// Held while a process works in a folder. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the folder.
    ///
    /// # Errors
    /// If somebody else has it, or it cannot be written.
    pub(super) fn take(folder: &Path, company: Company) -> Result<Self> {
        let mut options = OpenOptions::new();
        let opened =
            options.read(true).write(true).create(true).truncate(false).mode(0o600).open(folder.join(FILE));
        let file = opened.map_err(|why| {
            let what = format!("cannot write in the data folder `{}`: {why}", folder.display());
            Failure::failed(what).advise("name a folder that you may write with --data")
        })?;
        let taken = match company {
            Company::Nobody => file.try_lock(),
            Company::Replicas => file.try_lock_shared(),
        };
        match taken {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(in_use(folder, &file).into()),
            Err(TryLockError::Error(why)) => {
                Err(why).with_context(|| format!("cannot lock the data folder `{}`", folder.display()))
            }
        }
    }

    /// Writes down which process has the folder, and which file this is: a copy of it tells that it is one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn sign(&self) -> Result<()> {
        let text = format!("process {}\nfile {}\n", std::process::id(), self.number()?);
        let mut file = &self.file;
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all())
            .context("cannot write the data folder's lock")
    }

    /// Whether the file says of itself that it is this one.
    pub(super) fn is_original(&self) -> bool {
        self.number().is_ok_and(|number| word_after("file ", &self.file) == Some(number))
    }

    /// Whether the file says of itself that it is another one.
    pub(super) fn is_copy(&self) -> bool {
        word_after("file ", &self.file).is_some() && !self.is_original()
    }

    /// What tells this file from every copy of it, on this machine and after a restart: its number and when it was made.
    /// (Not the device's number, which a restart may change.)
    fn number(&self) -> Result<String> {
        let about = self.file.metadata().context("cannot look at the data folder's lock")?;
        let made = about.created().ok().and_then(|made| made.duration_since(UNIX_EPOCH).ok());
        Ok(format!("{}:{}", about.ino(), made.unwrap_or_default().as_nanos()))
    }
}

fn in_use(folder: &Path, file: &File) -> Failure {
    let process = word_after("process ", file).map(|id| format!(", process {id}")).unwrap_or_default();
    Failure::failed(format!(
        "the data folder `{}` is in use by another server or command{process}",
        folder.display()
    ))
    .advise("stop that one first, or name another folder with --data")
}

/// What stands behind `name` in the line that begins with it.
fn word_after(name: &str, mut file: &File) -> Option<String> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(200).read_to_string(&mut text).ok()?;
    text.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_shares_a_folder_that_is_taken_alone() {
        let folder = tempfile::tempdir().unwrap();
        let alone = Lock::take(folder.path(), Company::Nobody).unwrap();
        alone.sign().unwrap();
        for company in [Company::Nobody, Company::Replicas] {
            let refused = Lock::take(folder.path(), company).unwrap_err().to_string();
            assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        }
        drop(alone);
        let replica = Lock::take(folder.path(), Company::Replicas).unwrap();
        Lock::take(folder.path(), Company::Replicas).unwrap();
        assert!(Lock::take(folder.path(), Company::Nobody).is_err());
        drop(replica);
    }

    #[test]
    fn a_copy_knows_that_it_is_one() {
        let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let original = Lock::take(folder.path(), Company::Nobody).unwrap();
        assert!(!original.is_original(), "no server signed it yet");
        original.sign().unwrap();
        assert!(original.is_original());
        std::fs::copy(folder.path().join(FILE), copy.path().join(FILE)).unwrap();
        assert!(!Lock::take(copy.path(), Company::Nobody).unwrap().is_original());
    }
}
