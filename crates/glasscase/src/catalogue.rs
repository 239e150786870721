//! The diagnostics that are offered here: those of this program, and those of signed packs.

use crate::failure::Failure;
use anyhow::Result;
use diagnostics::{Catalogue, Pack, PackError, Trusted};
use std::path::PathBuf;

/// The diagnostics that come with this program, and those of packs that trusted publishers signed.
///
/// # Errors
/// If a pack cannot be read, was not signed by any of them, or repeats an id.
pub(crate) fn with_packs(packs: &[PathBuf], trusted: &[Trusted]) -> Result<Catalogue> {
    let mut all = Catalogue::built_in();
    for file in packs {
        let refused = |why: &dyn std::fmt::Display| {
            Failure::bad_input(format!("the pack `{}` is refused: {why}", file.display()))
        };
        let text = crate::commands::text_of(file)?;
        let pack = Pack::open(text.as_bytes(), trusted).map_err(|why| match why {
            PackError::Unsigned { .. } => {
                refused(&why).advise("name its publisher's public key with --publisher")
            }
            _ => refused(&why),
        })?;
        all.add_pack(&pack, text).map_err(|why| refused(&why))?;
    }
    Ok(all)
}
