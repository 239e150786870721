//! What npm brings: what drives a real browser, and the Node clients of the faces. Their tests look in `target`.

use super::installed::{Mark, copy};
use crate::process::run;
use crate::workspace::Workspace;
use anyhow::Result;
use std::process::Command;

/// Where packages are named, each with its digest, and the folder of `target` that they go to.
const FOLDERS: [(&str, &str); 2] =
    [("crates/web/tests/browser", "browser"), ("crates/web/tests/clients", "clients/node")];
const LOCK: &str = "package-lock.json";
const FILES: [&str; 2] = ["package.json", LOCK];
/// A copy of the lock that is written once all that it names is there.
const INSTALLED: &str = "installed-lock.json";

/// Installs what the locks name, unless the very same is there.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    FOLDERS.iter().try_for_each(|(source, folder)| ensure_in(workspace, source, folder))
}

fn ensure_in(workspace: &Workspace, source: &str, folder: &str) -> Result<()> {
    let (source, folder) = (workspace.root().join(source), workspace.target().join(folder));
    let mark = Mark::of(&source.join(LOCK), folder.join(INSTALLED))?;
    if mark.stands() {
        return Ok(());
    }
    for file in FILES {
        copy(&source.join(file), &folder.join(file))?;
    }
    let mut npm = Command::new("npm");
    run(npm.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    mark.set()
}
