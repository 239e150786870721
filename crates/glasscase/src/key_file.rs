//! Files that hold a consent key.

use crate::failure::Failure;
use anyhow::{Context as _, Result};
use consent::SigningKey;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a key from the system's randomness.
///
/// # Errors
/// If the system has no randomness to give.
pub(crate) fn make() -> Result<SigningKey> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).context("the system has no randomness to give")?;
    Ok(SigningKey::from_seed(&seed)?)
}

/// Writes a key to a new file that its owner alone can read.
///
/// # Errors
/// If the file exists or cannot be written.
pub(crate) fn write(key: &SigningKey, file: &Path) -> Result<()> {
    write_secret(&key.to_text(), file)
}

/// Writes a secret as one line to a new file that its owner alone can read.
///
/// # Errors
/// If the file exists or cannot be written.
pub(crate) fn write_secret(secret: &str, file: &Path) -> Result<()> {
    let name = file.display();
    let mut options = OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o600).open(file);
    let mut to = opened.map_err(|why| match why.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::bad_input(format!("`{name}` exists, and a key is never overwritten"))
                .advise("name another file")
        }
        _ => Failure::failed(format!("cannot create the key file `{name}`: {why}")),
    })?;
    to.write_all(secret.as_bytes())
        .and_then(|()| to.write_all(b"\n"))
        .and_then(|()| to.sync_all())
        .with_context(|| format!("cannot write the key file `{name}`"))
}

/// Reads the key of a file.
///
/// # Errors
/// If the file cannot be read, or holds no key.
pub(crate) fn read(file: &Path) -> Result<SigningKey> {
    let name = file.display();
    let text = fs::read_to_string(file)
        .map(Zeroizing::new)
        .map_err(|why| Failure::bad_input(format!("cannot read the key file `{name}`: {why}")))?;
    SigningKey::from_text(&text).map_err(|why| {
        let advice = "name a file that `glasscase consent keygen` wrote";
        Failure::bad_input(format!("`{name}` holds no consent key: {why}")).advise(advice).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_key_file_is_its_owners_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        let key = make().unwrap();
        write(&key, &file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read(&file).unwrap().id(), key.id());
        assert!(write(&make().unwrap(), &file).unwrap_err().to_string().contains("never overwritten"));
        assert_eq!(read(&file).unwrap().id(), key.id());
    }
}
