//! The secret key that signs the checkpoints of a desk's logs.

use super::private_file;
use crate::failure::Failure;
use anyhow::{Context as _, Result};
use ledger::LogKey;
use std::fs;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

/// The file's name.
pub(super) const FILE: &str = "log.key";

/// The key that is in the folder.
///
/// # Errors
/// If it is missing or damaged: another key would make every proof that customers hold worthless.
pub(super) fn read(folder: &Path) -> Result<LogKey> {
    let path = folder.join(FILE);
    read_if_there(&path)?.ok_or_else(|| {
        let what = format!("the key that signs the logs, `{}`, is missing", path.display());
        Failure::failed(what).advise("restore it from its copy; no other key will do").into()
    })
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
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).context("the system has no randomness to give")?;
    let key = LogKey::from_seed(name, &seed).map_err(|why| Failure::bad_input(why.to_string()))?;
    private_file::write_whole(&path, format!("{}\n", *key.to_secret()).as_bytes())?;
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
