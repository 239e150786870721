//! The key of pseudonyms.

use crate::failure::Failure;
use anyhow::{Context as _, Result};
use consent::Digest;
use std::fs;
use std::path::Path;
use zeroize::Zeroizing;

/// What stands before a key file's content when the key is made of it, so that no other use of the file gives that key.
const KEY: &[u8] = b"glasscase/redact/v1\0";
/// The shortest key file: with less, the values behind pseudonyms could be found by trying keys.
const KEY_FILE_BYTES_MIN: usize = 16;

/// The key of the pseudonyms: made of a file, or random.
pub(in crate::commands) fn key(file: Option<&Path>) -> Result<[u8; 32]> {
    let Some(file) = file else {
        let mut key = [0; 32];
        getrandom::fill(&mut key).context("the system has no randomness to give")?;
        return Ok(key);
    };
    let name = file.display();
    let content = fs::read(file)
        .map(Zeroizing::new)
        .map_err(|why| Failure::bad_input(format!("cannot read the key file `{name}`: {why}")))?;
    if content.len() < KEY_FILE_BYTES_MIN {
        let what =
            format!("the key file `{name}` holds {} bytes, fewer than {KEY_FILE_BYTES_MIN}", content.len());
        return Err(Failure::bad_input(what).advise("make one with `head -c 32 /dev/urandom`").into());
    }
    Ok(Digest::of(&Zeroizing::new([KEY, content.as_slice()].concat())).0)
}
