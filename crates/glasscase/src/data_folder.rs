//! The server's data folder: everything that a desk keeps on its machine. It is readable by its owner alone.
//!
//! | file | holds |
//! | --- | --- |
//! | `installation.json` | what the desk is called, whose it is, and which database it uses |
//! | `log.key` | the secret key that signs the checkpoints of its logs |
//! | `log.rotations` | statements that this key was changed, each signed by the key before and the one after |
//! | `witnesses/` | whom its logs are witnessed by: `policy`, and `<tenant>.policy` where a tenant has its own |
//! | `desk.db` | the SQLite database, where no other is named |
//! | `evidence/` | sealed collections |
//! | `keyring/` | the keys that open them, and each customer's text key |
//! | `glasscase.lock` | the process that works in the folder |
//! | `begun` | there once the database and the keys were made: from then on neither may be missing |
//! | `rehearsed` | there in a copy whose clock was moved on: no server may start in it |
//!
//! `keyring/` may be a mount, or a link to another volume. Of it only `keyring/tenants` belongs in a backup: whoever
//! keeps an hour key keeps what should be gone.

mod desk;
mod installation;
mod lock;
mod log_key;
mod log_settings;
pub(crate) mod private_file;

pub(crate) use desk::OpenDesk;
pub(crate) use installation::{SUPPORT_NAME, Wanted};
pub(crate) use lock::Company;

use crate::failure::Failure;
use anyhow::{Context as _, Result};
use lock::Lock;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

const REHEARSED: &str = "rehearsed";
const BEGUN: &str = "begun";

/// A data folder that this process works in.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    lock: Lock,
}

impl DataFolder {
    /// Takes the folder for a server; makes it if it is not there.
    ///
    /// # Errors
    /// If it cannot be made, holds something else, is in use, or was rehearsed.
    /// A copy is taken only if it is said to take the original's place: two servers of one installation would each go on
    /// with the same logs.
    pub(crate) fn make(path: &Path, company: Company, is_restored: bool) -> Result<Self> {
        make_private(path)?;
        if !installation::is_in(path) && !is_free(path)? {
            let what = format!("`{}` is not empty and is no data folder of Glasscase", path.display());
            return Err(Failure::bad_input(what)
                .advise("name an empty folder, or one that is not there yet")
                .into());
        }
        let folder = Self::enter(path, company)?;
        if path.join(REHEARSED).exists() {
            let what = format!("`{}` is a copy that was rehearsed: its clock was moved on", path.display());
            return Err(Failure::bad_input(what)
                .advise("start the server in the folder that it was copied from")
                .into());
        }
        // Replicas may see one folder under several numbers.
        if company == Company::Nobody && folder.lock.is_copy() && !is_restored {
            let what = format!("`{}` is a copy of another server's folder", path.display());
            return Err(Failure::bad_input(what)
                .advise("if the original is gone for good and this takes its place, say so with --restored")
                .into());
        }
        fs::set_permissions(&folder.path, Permissions::from_mode(0o700))
            .with_context(|| format!("cannot keep others out of `{}`", path.display()))?;
        folder.lock.sign()?;
        Ok(folder)
    }

    /// Takes a folder that a server made, for a command on its machine.
    ///
    /// # Errors
    /// If it is no data folder, or is in use.
    pub(crate) fn open(path: &Path, company: Company) -> Result<Self> {
        if !installation::is_in(path) {
            let what = format!("`{}` is no data folder of a Glasscase server", path.display());
            return Err(Failure::bad_input(what)
                .advise("name the folder that `glasscase serve --data` was given")
                .into());
        }
        Self::enter(path, company)
    }

    /// Takes a folder that a server made, as the database that it uses asks for.
    ///
    /// # Errors
    /// As [`DataFolder::open`].
    pub(crate) fn open_as_a_replica(path: &Path) -> Result<Self> {
        let company = match installation::read(path) {
            Ok(settled) => settled.company(),
            Err(_) => Company::Nobody,
        };
        Self::open(path, company)
    }

    fn enter(path: &Path, company: Company) -> Result<Self> {
        let lock = Lock::take(path, company)?;
        let path = path.canonicalize().with_context(|| format!("cannot enter `{}`", path.display()))?;
        Ok(Self { path, lock })
    }

    /// Its path without links.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a server made this very folder its own: false for a copy of such a folder.
    pub(crate) fn is_original(&self) -> bool {
        self.lock.is_original()
    }

    /// Whether the keys lie in the folder itself, and not elsewhere behind a link.
    pub(crate) fn holds_its_keys(&self) -> bool {
        self.keyring().canonicalize().is_ok_and(|real| real.starts_with(&self.path))
    }

    /// Refuses a folder that lacks what it once had: a server would begin anew in it, as if nothing had been.
    ///
    /// # Errors
    /// If the database or the keys are missing.
    fn check_whole(&self, kind: installation::Kind) -> Result<()> {
        if !self.path.join(BEGUN).exists() {
            return Ok(());
        }
        let missing = |what: &str, advice: &str| {
            Err(Failure::failed(format!("`{}` has lost {what}", self.path.display())).advise(advice).into())
        };
        if kind == installation::Kind::Sqlite && !self.database().exists() {
            return missing(
                "its database `desk.db`, and with it every log",
                "restore it from a backup; to begin anew, name an empty folder with --data",
            );
        }
        if !self.keyring().join("tenants").exists() {
            return missing(
                "its keys, `keyring/tenants`: without them no case can be read",
                "mount the volume that they are on, or restore them from a backup",
            );
        }
        Ok(())
    }

    /// Notes that the folder has all that a server makes in it.
    fn mark_begun(&self) -> Result<()> {
        let path = self.path.join(BEGUN);
        if path.exists() { Ok(()) } else { private_file::write_whole(&path, b"") }
    }

    /// The SQLite database.
    fn database(&self) -> PathBuf {
        self.path.join("desk.db")
    }

    /// Marks the folder as one whose clock was moved on.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn mark_rehearsed(&self) -> Result<()> {
        private_file::write_whole(&self.path.join(REHEARSED), b"")
    }

    /// The folder of sealed collections.
    pub(crate) fn evidence(&self) -> PathBuf {
        self.path.join("evidence")
    }

    /// The folder of keys.
    pub(crate) fn keyring(&self) -> PathBuf {
        self.path.join("keyring")
    }
}

fn make_private(path: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|why| {
        let what = format!("cannot make the data folder `{}`: {why}", path.display());
        Failure::failed(what).advise("name a folder that you may write with --data").into()
    })
}

/// Whether nothing is in it but what an interrupted first start left.
fn is_free(path: &Path) -> Result<bool> {
    let entries: io::Result<Vec<_>> = fs::read_dir(path).and_then(Iterator::collect);
    let entries = entries.with_context(|| format!("cannot list `{}`", path.display()))?;
    let is_ours = |name: &OsStr| {
        [lock::FILE, log_key::FILE, installation::FILE].iter().any(|file| {
            name.to_str()
                .is_some_and(|name| name.strip_suffix(private_file::PARTIAL).unwrap_or(name) == *file)
        })
    };
    Ok(entries.iter().all(|entry| is_ours(&entry.file_name())))
}
