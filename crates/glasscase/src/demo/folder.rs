//! Where the demo keeps everything that it makes.

use crate::data_folder::{Company, DataFolder};
use crate::failure::Failure;
use anyhow::{Context as _, Result};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// A folder that was empty when the demo began.
pub(super) struct Folder {
    path: PathBuf,
    /// Whether the demo made it up, and takes it away again.
    is_passing: bool,
}

impl Folder {
    /// The folder that was named, or a fresh one among the system's temporary files.
    ///
    /// # Errors
    /// If it is not empty, cannot be written, or another demo runs in it.
    pub(super) fn choose(named: Option<&Path>) -> Result<Self> {
        let is_passing = named.is_none();
        let path = match named {
            Some(path) => path.to_owned(),
            None => fresh()?,
        };
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)
            .map_err(|why| cannot("make", &path, &why))?;
        check_empty(&path)?;
        let probe = path.join("probe");
        fs::write(&probe, b"")
            .and_then(|()| fs::remove_file(&probe))
            .map_err(|why| cannot("write in", &path, &why))?;
        let path = path.canonicalize().with_context(|| format!("cannot enter `{}`", path.display()))?;
        Ok(Self { path, is_passing })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The server's own data folder.
    pub(super) fn server(&self) -> PathBuf {
        self.path.join("server")
    }

    /// Whether it is gone after the demo.
    pub(super) const fn is_passing(&self) -> bool {
        self.is_passing
    }

    /// Makes a folder in it.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(super) fn make(&self, name: &str) -> Result<PathBuf> {
        let path = self.path.join(name);
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("cannot make `{}`", path.display()))?;
        Ok(path)
    }

    /// Takes the folder away, if the demo made it up.
    ///
    /// # Errors
    /// If something in it cannot be removed.
    pub(super) fn leave(&self) -> Result<()> {
        if self.is_passing {
            let why = || format!("cannot remove `{}`", self.path.display());
            fs::remove_dir_all(&self.path).with_context(why)?;
        }
        Ok(())
    }
}

fn fresh() -> Result<PathBuf> {
    let word = getrandom::u32().context("the system has no randomness to give")?;
    Ok(std::env::temp_dir().join(format!("glasscase-demo-{word:08x}")))
}

fn check_empty(path: &Path) -> Result<()> {
    let mut entries = fs::read_dir(path).map_err(|why| cannot("look into", path, &why))?;
    if entries.next().is_none() {
        return Ok(());
    }
    let name = path.display();
    let server = path.join("server");
    let is_in_use = server.is_dir() && DataFolder::open(&server, Company::Nobody).is_err();
    let what = if is_in_use {
        format!("another demo runs in `{name}`")
    } else {
        format!("`{name}` is not empty, and the demo begins with nothing")
    };
    Err(Failure::failed(what)
        .advise("name another folder with --data, or leave --data out for a fresh one")
        .into())
}

fn cannot(what: &str, path: &Path, why: &io::Error) -> Failure {
    Failure::failed(format!("cannot {what} `{}`: {why}", path.display()))
        .advise("name a folder that you may write with --data")
}
