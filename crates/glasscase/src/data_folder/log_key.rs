//! The secret key that signs the checkpoints of a desk's logs.

use super::private_file;
use crate::failure::Failure;
use anyhow::{Context as _, Result};
use ledger::{LogKey, Rotation};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// The file's name.
pub(super) const FILE: &str = "log.key";

/// A key that is to follow, until it does.
const NEXT: &str = "log.key.next";
/// Statements that the key was changed, a JSON text a line, the oldest first.
const ROTATIONS: &str = "log.rotations";

/// The key that is in the folder.
///
/// # Errors
/// If it is missing or damaged, or not the one that the statements of its changes lead to: another key would make every
/// proof that customers hold worthless.
pub(super) fn read(folder: &Path) -> Result<LogKey> {
    finish_rotation(folder)?;
    let path = folder.join(FILE);
    let missing = || {
        let what = format!("the key that signs the logs, `{}`, is missing", path.display());
        Failure::failed(what).advise("restore it from its copy; no other key will do")
    };
    let key = read_if_there(&path)?.ok_or_else(missing)?;
    if last_rotation(folder)?.is_some_and(|last| !last.is_to(&key)) {
        let what = format!("`{}` is not the key that `{ROTATIONS}` beside it leads to", path.display());
        return Err(Failure::failed(what).advise("restore both from the same copy").into());
    }
    Ok(key)
}

/// Puts a new key in the place of the folder's, which nobody else may be working in; gives the statement that both signed.
///
/// # Errors
/// If a file cannot be read or written. What was begun and not finished is finished, or forgotten, when the key is next
/// read.
pub(super) fn rotate(folder: &Path, time: &str) -> Result<String> {
    let old = read(folder)?;
    let new = make(old.installation())?;
    let note = Rotation::state(&old, &new, time).map_err(|why| Failure::failed(why.to_string()))?;
    let mut statements = rotations(folder)?;
    statements.push(note.clone());
    let mut lines = Vec::new();
    for statement in &statements {
        serde_json::to_writer(&mut lines, statement)?;
        lines.push(b'\n');
    }
    // A crash behind this leaves a key that no statement names; the next reader removes it.
    write_secret(&folder.join(NEXT), &new)?;
    // A crash behind this leaves a statement whose key is not in place; the next reader puts it there.
    private_file::write_whole(&folder.join(ROTATIONS), &lines)?;
    finish_rotation(folder)?;
    Ok(note)
}

/// Puts a key in place that a statement names already; removes one that none names.
fn finish_rotation(folder: &Path) -> Result<()> {
    let (path, next) = (folder.join(FILE), folder.join(NEXT));
    let Some(key) = read_if_there(&next)? else { return Ok(()) };
    if !last_rotation(folder)?.is_some_and(|last| last.is_to(&key)) {
        return fs::remove_file(&next).with_context(|| format!("cannot remove `{}`", next.display()));
    }
    let retired = OpenOptions::new().write(true).open(&path);
    fs::rename(&next, &path).with_context(|| format!("cannot replace `{}`", path.display()))?;
    // The retired key signs nothing any more: overwritten, not only unlinked.
    if let Ok(mut retired) = retired {
        let length = usize::try_from(retired.metadata().map_or(0, |about| about.len())).unwrap_or_default();
        retired
            .write_all(&vec![b'0'; length])
            .and_then(|()| retired.sync_all())
            .context("cannot overwrite a key")?;
    }
    File::open(folder).and_then(|folder| folder.sync_all()).context("cannot sync the data folder")
}

/// The statements that the key was changed.
///
/// # Errors
/// If they cannot be read.
pub(super) fn rotations(folder: &Path) -> Result<Vec<String>> {
    let path = folder.join(ROTATIONS);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(why) => return Err(why).with_context(|| format!("cannot read `{}`", path.display())),
    };
    let notes: Result<Vec<String>, _> = text.lines().map(serde_json::from_str).collect();
    notes.with_context(|| format!("`{}` is damaged: restore it from its copy", path.display()))
}

fn last_rotation(folder: &Path) -> Result<Option<Rotation>> {
    let notes = rotations(folder)?;
    let opened = notes.last().map(|note| Rotation::open(note)).transpose();
    opened.with_context(|| format!("`{}` cannot be used", folder.join(ROTATIONS).display()))
}

fn make(name: &str) -> Result<LogKey> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).context("the system has no randomness to give")?;
    LogKey::from_seed(name, &seed).map_err(|why| Failure::bad_input(why.to_string()).into())
}

fn write_secret(path: &Path, key: &LogKey) -> Result<()> {
    private_file::write_whole(path, format!("{}\n", *key.to_secret()).as_bytes())
}

/// The key that is in the folder, made at the first start.
///
/// # Errors
/// If the name cannot name a log, or the file is damaged or cannot be written.
pub(super) fn read_or_make(folder: &Path, name: &str) -> Result<LogKey> {
    let path = folder.join(FILE);
    if let Some(key) = read_if_there(&path)?
        && key.installation() == name
    {
        return Ok(key);
    }
    let key = make(name)?;
    write_secret(&path, &key)?;
    Ok(key)
}

fn read_if_there(path: &Path) -> Result<Option<LogKey>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(why).with_context(|| format!("cannot read `{}`", path.display())),
    };
    let key = LogKey::from_secret(&text).with_context(|| format!("`{}` cannot be used", path.display()))?;
    Ok(Some(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(key: &LogKey) -> String {
        key.verifier_key(&key.origin("contoso").unwrap()).to_string()
    }

    #[test]
    fn a_rotation_leaves_the_new_key_and_a_chain_of_statements() {
        let folder = tempfile::tempdir().unwrap();
        let first = read_or_make(folder.path(), "desk.example").unwrap();
        let old = fs::File::open(folder.path().join(FILE)).unwrap();
        for time in ["2026-01-02T03:04:05Z", "2027-01-02T03:04:05Z"] {
            rotate(folder.path(), time).unwrap();
        }
        let now = read(folder.path()).unwrap();
        assert_ne!(public(&now), public(&first));
        let notes = rotations(folder.path()).unwrap();
        let chain: Vec<_> = notes.iter().map(|note| Rotation::open(note).unwrap()).collect();
        let origin = first.origin("contoso").unwrap();
        assert_eq!((chain.len(), chain[0].new), (2, chain[1].old));
        assert_eq!(chain[0].old_key(&origin).to_string(), public(&first));
        assert_eq!(chain[1].new_key(&origin).to_string(), public(&now));
        assert!(!folder.path().join(NEXT).exists());
        let left = io::read_to_string(old).unwrap();
        assert!(left.chars().all(|letter| letter == '0'), "the first key is overwritten: {left}");
    }

    #[test]
    fn a_rotation_that_broke_off_is_finished_or_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let first = read_or_make(folder.path(), "desk.example").unwrap();
        let next = make("desk.example").unwrap();
        write_secret(&folder.path().join(NEXT), &next).unwrap();
        assert_eq!(public(&read(folder.path()).unwrap()), public(&first), "no statement names it");
        assert!(!folder.path().join(NEXT).exists());

        write_secret(&folder.path().join(NEXT), &next).unwrap();
        let note = Rotation::state(&first, &next, "now").unwrap();
        fs::write(folder.path().join(ROTATIONS), format!("{}\n", serde_json::to_string(&note).unwrap()))
            .unwrap();
        assert_eq!(public(&read(folder.path()).unwrap()), public(&next), "a statement names it");
    }

    #[test]
    fn a_key_that_the_statements_do_not_lead_to_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        read_or_make(folder.path(), "desk.example").unwrap();
        let old = fs::read(folder.path().join(FILE)).unwrap();
        rotate(folder.path(), "now").unwrap();
        fs::write(folder.path().join(FILE), old).unwrap();
        assert!(read(folder.path()).unwrap_err().to_string().contains("is not the key that"));
    }
}
