//! What a witness keeps: its key, and the last checkpoint of each log that it signed. A file appears whole and synced before
//! a signature leaves, so that neither a crash nor a power cut makes it sign twice.

use super::failed;
use crate::data_folder::private_file;
use anyhow::{Context as _, Result};
use ledger::witness::CosigningKey;
use ledger::{Checkpoint, RootHash};
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

const KEY: &str = "witness.key";
const LOCK: &str = "witness.lock";
/// How the name of what was signed of a log ends.
const SIGNED: &str = ".signed.json";
/// How the name of what was last refused of a log, as a sign of two versions, ends.
const REFUSED: &str = ".refused.txt";

/// The last checkpoint that was signed of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signed {
    pub(super) origin: String,
    pub(super) size: u64,
    /// 64 digits.
    pub(super) root: String,
    /// The log's own note, which proves what it showed.
    pub(super) note: String,
}

impl Signed {
    pub(super) fn of(checkpoint: &Checkpoint, note: &str) -> Self {
        let (origin, root) = (checkpoint.origin.to_string(), checkpoint.root.to_string());
        Self { origin, size: checkpoint.size, root, note: note.to_owned() }
    }

    /// Its size and root; none if the file was damaged.
    pub(super) fn tree(&self) -> Option<(u64, RootHash)> {
        Some((self.size, self.root.parse().ok()?))
    }
}

/// What was signed, in a folder that no other process works in.
#[derive(Debug)]
pub(super) struct Memory {
    folder: PathBuf,
    signed: HashMap<String, Signed>,
    /// Held as long as the witness runs.
    _lock: File,
}

impl Memory {
    /// Opens the folder; makes it, and the key in it, if there is none.
    ///
    /// # Errors
    /// If another witness works in it, it is damaged, or it is new and no name is given.
    pub(super) fn open(folder: &Path, name: Option<&str>) -> Result<(Self, Arc<CosigningKey>)> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
        let lock = lock(folder)?;
        let key = key(folder, name)?;
        let signed = read_all(folder)?;
        Ok((Self { folder: folder.to_owned(), signed, _lock: lock }, Arc::new(key)))
    }

    /// The last that was signed of a log.
    pub(super) fn last(&self, origin: &str) -> Option<&Signed> {
        self.signed.get(origin)
    }

    /// Keeps what is about to be signed. On an error it must not be signed.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn keep(&mut self, signed: Signed) -> Result<()> {
        // A crash behind this leaves a size that was not signed; the log asks again with that size.
        private_file::write_whole(&self.file(&signed.origin, SIGNED), &serde_json::to_vec_pretty(&signed)?)?;
        self.signed.insert(signed.origin.clone(), signed);
        Ok(())
    }

    /// Keeps what a log asked to be signed against what it had shown before: with the last note that was signed it is what
    /// there is to show.
    pub(super) fn keep_refused(&self, origin: &str, request: &str) -> Result<PathBuf> {
        let file = self.file(origin, REFUSED);
        private_file::write_whole(&file, request.as_bytes())?;
        Ok(file)
    }

    fn file(&self, origin: &str, ending: &str) -> PathBuf {
        // A log's name may hold anything that a key's name may.
        let plain = |letter: char| {
            if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-') { letter } else { '_' }
        };
        let name: String = origin.chars().map(plain).take(80).collect();
        let digest = ledger::LeafHash::of(origin.as_bytes()).to_string();
        self.folder.join(format!("{name}.{}{ending}", digest.get(..16).unwrap_or_default()))
    }
}

fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
    let file = file.with_context(|| format!("cannot open `{}`", path.display()))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(_) => Err(failed(
            format!("another witness works in `{}`", folder.display()),
            "stop that one first: two would sign two versions of a log",
        )),
    }
}

fn key(folder: &Path, name: Option<&str>) -> Result<CosigningKey> {
    let path = folder.join(KEY);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let key = CosigningKey::from_secret(&Zeroizing::new(text))
                .with_context(|| format!("`{}` cannot be used: restore it from its copy", path.display()))?;
            match name.filter(|name| *name != key.witness_key().name()) {
                None => Ok(key),
                Some(_) => Err(failed(
                    format!("the witness in `{}` is called `{}`", folder.display(), key.witness_key().name()),
                    "leave out --name, or name another folder",
                )),
            }
        }
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            // Without its key, what it signed would go on under another.
            if !read_all(folder)?.is_empty() {
                let what = format!("`{}` has lost its key, `{KEY}`", folder.display());
                return Err(failed(what, "restore it from its copy"));
            }
            make(&path, name)
        }
        Err(why) => Err(why).with_context(|| format!("cannot read `{}`", path.display())),
    }
}

fn make(path: &Path, name: Option<&str>) -> Result<CosigningKey> {
    let advice = "give it one with --name, such as witness.contoso.example";
    let name = name.ok_or_else(|| failed("a new witness needs a name".to_owned(), advice))?;
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).context("the system has no randomness to give")?;
    let key = CosigningKey::from_seed(name, &seed).map_err(|why| failed(why.to_string(), advice))?;
    private_file::write_whole(path, format!("{}\n", *key.to_secret()).as_bytes())?;
    Ok(key)
}

fn read_all(folder: &Path) -> Result<HashMap<String, Signed>> {
    let mut all = HashMap::new();
    let cannot = || format!("cannot list `{}`", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if !path.to_str().is_some_and(|name| name.ends_with(SIGNED)) {
            continue;
        }
        // A witness that forgot what it signed could sign another version.
        let damaged = || format!("`{}` is damaged: restore it from its copy", path.display());
        let signed: Signed =
            serde_json::from_slice(&fs::read(&path).with_context(damaged)?).with_context(damaged)?;
        signed.tree().with_context(damaged)?;
        all.insert(signed.origin.clone(), signed);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(size: u64) -> Signed {
        let root = RootHash([7; 32]).to_string();
        Signed { origin: "desk.example/log/contoso".to_owned(), size, root, note: "note".to_owned() }
    }

    #[test]
    fn what_was_signed_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, key) = Memory::open(folder.path(), Some("w.example")).unwrap();
        assert_eq!(memory.last("desk.example/log/contoso"), None);
        memory.keep(signed(5)).unwrap();
        memory.keep(signed(9)).unwrap();
        let second = Memory::open(folder.path(), None).unwrap_err();
        assert!(second.to_string().contains("another witness works in"), "{second}");
        drop(memory);
        let (memory, again) = Memory::open(folder.path(), None).unwrap();
        assert_eq!(memory.last("desk.example/log/contoso"), Some(&signed(9)));
        assert_eq!(again.witness_key(), key.witness_key());
    }

    #[test]
    fn a_damaged_memory_or_a_lost_key_stops_it() {
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, _) = Memory::open(folder.path(), Some("w.example")).unwrap();
        memory.keep(signed(5)).unwrap();
        let file = memory.file("desk.example/log/contoso", SIGNED);
        drop(memory);
        let key = fs::read(folder.path().join(KEY)).unwrap();
        fs::remove_file(folder.path().join(KEY)).unwrap();
        assert!(
            Memory::open(folder.path(), Some("w.example")).unwrap_err().to_string().contains("lost its key")
        );
        fs::write(folder.path().join(KEY), key).unwrap();
        fs::write(file, "{}").unwrap();
        assert!(Memory::open(folder.path(), None).unwrap_err().to_string().contains("is damaged"));
    }

    #[test]
    fn a_new_witness_needs_a_name() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Memory::open(folder.path(), None).unwrap_err().to_string().contains("needs a name"));
        assert!(Memory::open(folder.path(), Some("two words")).is_err());
    }
}
