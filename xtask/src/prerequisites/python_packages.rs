//! What pip brings: the Python clients of the faces, in an environment of their own in `target`, where their tests look.

use super::installed::Mark;
use crate::process::{output, run};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

/// Where the packages are named, each with its version, those that others need too.
const SOURCE: &str = "crates/web/tests/clients/requirements.txt";
const FOLDER: &str = "clients/python";
/// A copy of the list that is written once all that it names is there.
const INSTALLED: &str = "installed-requirements.txt";

/// Whether Python can make an environment that has pip: Debian keeps that apart from Python itself.
pub(crate) fn can_make_environment() -> bool {
    output(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok()
}

/// Installs what the list names, unless the very same is there.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let (source, folder) = (workspace.root().join(SOURCE), workspace.target().join(FOLDER));
    let mark = Mark::of(&source, folder.join(INSTALLED))?;
    if mark.stands() {
        return Ok(());
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    // Thousands of modules come, of which a test loads some: compiling them all takes longer than every test.
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-compile", "--no-deps", "-r"]);
    run(pip.arg(&source))?;
    run(Command::new(folder.join("bin/pip")).args(["check", "--disable-pip-version-check"]))?;
    mark.set()
}
