//! Pictures of every page, made by the tests that look at each of them, and the few that the README shows.

use crate::prerequisites;
use crate::process::run as start;
use crate::workspace::Workspace;
use anyhow::{Context as _, Result, bail};
use std::fs;

/// Tells the tests where to put pictures.
const VARIABLE: &str = "GLASSCASE_SCREENSHOTS";
/// Where those stand that the README shows.
const DOCS: &str = "docs/screenshots";
/// Which the README shows: page, language, scheme and width.
const SHOWN: [&str; 8] = [
    "home-en-light-1280",
    "consent-en-light-1280",
    "document-passkey-en-light-1280",
    "case-en-light-1280",
    "diagnostics-fr-light-1280",
    "content-en-dark-1280",
    "run-fr-dark-1280",
    "audit-fr-light-1280",
];
/// How large one of these may be: everybody who clones the project fetches it.
const BYTES_MAX: u64 = 150_000;

/// Takes every picture anew into `target/screenshots`, and copies those that the README shows.
pub(crate) fn take(workspace: &Workspace) -> Result<()> {
    prerequisites::ensure(workspace)?;
    let folder = workspace.target().join("screenshots");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove `{}`", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let mut tests = workspace.cargo(&["nextest", "run", "--package", "web", "browser::looks"]);
    start(tests.env(VARIABLE, &folder))?;
    let docs = workspace.root().join(DOCS);
    fs::create_dir_all(&docs).with_context(|| format!("cannot make `{}`", docs.display()))?;
    for name in SHOWN {
        let picture = folder.join(name).with_extension("png");
        let bytes = fs::copy(&picture, docs.join(name).with_extension("png"))
            .with_context(|| format!("cannot copy `{}`", picture.display()))?;
        if bytes > BYTES_MAX {
            bail!("`{}` has {bytes} bytes, and {BYTES_MAX} are the most; show another", picture.display());
        }
    }
    println!("every page: {}\nshown in the README: {}", folder.display(), docs.display());
    Ok(())
}
