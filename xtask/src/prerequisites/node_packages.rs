//! What drives a real browser: the packages of `crates/web/tests/browser`, in `target/browser`, where its tests look.

use crate::process::run;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Where the packages are named, each with its digest.
const SOURCE: &str = "crates/web/tests/browser";
const FILES: [&str; 2] = ["package.json", "package-lock.json"];
/// A copy of the lock that is written once all that it names is there.
const INSTALLED: &str = "installed-lock.json";

/// Installs what the lock names, unless the very same is there.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let (source, folder) = (workspace.root().join(SOURCE), workspace.target().join("browser"));
    let lock = read(&source.join("package-lock.json"))?;
    if fs::read(folder.join(INSTALLED)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for file in FILES {
        write(&folder.join(file), &read(&source.join(file))?)?;
    }
    let mut npm = Command::new("npm");
    run(npm.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    write(&folder.join(INSTALLED), &lock)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write `{}`", file.display()))
}
