//! What `cargo xtask test` needs beyond the Rust toolchain: installed where it can be, named where it cannot.

mod apt;
mod cargo_tools;
mod installed;
mod node_packages;
mod python_packages;

pub(crate) use apt::ensure_ripgrep;

use crate::workspace::Workspace;
use anyhow::Result;

/// Returns once everything is there; the error says all that is missing and the commands that install it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    apt::ensure()?;
    node_packages::ensure(workspace)?;
    python_packages::ensure(workspace)?;
    cargo_tools::ensure_components(workspace)?;
    cargo_tools::ensure_nextest(workspace)
}
