//! The keys that count for a receipt: the one that was kept, and those that statements of a change lead to.

use crate::commands::text_of;
use crate::failure::Failure;
use anyhow::Result;
use ledger::{Rotation, VerifierKey};
use std::path::Path;
use wire::LogKey;

/// Follows the statements in `file` from `key`.
///
/// # Errors
/// If the file is not what `glasscase audit key --json` writes, or a statement in it cannot be believed.
pub(super) fn follow(key: &VerifierKey, file: &Path) -> Result<Vec<VerifierKey>> {
    let name = file.display();
    let told: LogKey = serde_json::from_str(&text_of(file)?).map_err(|why| {
        Failure::bad_input(format!("`{name}` holds no statements of a log's key: {why}"))
            .advise("give the file that `glasscase audit key --json` writes")
    })?;
    let statements = told.rotations.iter().enumerate().map(|(place, note)| {
        Rotation::open(note).map_err(|why| {
            Failure::bad_input(format!("`{name}`, statement {}: {why}", place + 1))
                .advise("ask the log's keeper for the file once more, or leave --rotations out")
        })
    });
    let statements = statements.collect::<Result<Vec<_>, _>>()?;
    Ok(Rotation::linked(key, &statements))
}
