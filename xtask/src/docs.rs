//! The pages of the catalogue, as the program writes them.

use crate::process::run as start;
use crate::workspace::Workspace;
use anyhow::{Context as _, Result};
use std::fs;

/// Writes the pages anew, so that those of diagnostics that are gone go too.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    for (language, more) in [("en", None), ("fr", Some("--french"))] {
        let folder = workspace.root().join("docs/diagnostics").join(language);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove `{}`", folder.display()))?;
        }
        let mut docs =
            workspace.cargo(&["run", "--package", "glasscase", "--", "diagnostic", "docs", "--out"]);
        start(docs.arg(&folder).args(more))?;
    }
    Ok(())
}
