//! What `cargo xtask test` needs beyond the Rust toolchain: installed where it can be, named where it cannot.

mod apt;
mod cargo_tools;
mod installed;
mod node_packages;
mod python_packages;

pub(crate) use apt::ensure_ripgrep;
pub(crate) use cargo_tools::ensure_components;

use crate::beside::Beside;
use crate::workspace::Workspace;
use anyhow::Result;

/// Returns once everything is there; the error says all that is missing and the commands that install it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    cargo_tools::ensure_components(workspace)?;
    ensure_beyond_toolchain(workspace)
}

fn ensure_beyond_toolchain(workspace: &Workspace) -> Result<()> {
    apt::ensure()?;
    node_packages::ensure(workspace)?;
    python_packages::ensure(workspace)?;
    cargo_tools::ensure_nextest(workspace)
}

/// Begins to install what the toolchain alone does without, beside the steps that do too.
pub(crate) fn begin(workspace: &Workspace) -> Beside<()> {
    let workspace = workspace.clone();
    Beside::begin(move || ensure_beyond_toolchain(&workspace))
}
