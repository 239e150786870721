//! A private `PostgreSQL` cluster on loopback: nobody else's data, port or settings are touched.

mod account;
mod cluster;
mod folder;
mod programs;

pub(crate) use account::is_root;
pub(crate) use cluster::Cluster;
pub(crate) use programs::Programs;

use crate::workspace::Workspace;
use anyhow::{Context, Result};

/// `cargo xtask postgres`: keeps a cluster running for tests that are started by hand.
pub(crate) fn serve_until_stdin_ends(workspace: &Workspace) -> Result<()> {
    let cluster = Cluster::start(&workspace.target())?;
    println!("export {}={}", Cluster::VARIABLE, cluster.url());
    eprintln!("PostgreSQL runs until Ctrl-C or the end of standard input");
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).context("cannot read standard input")?;
    cluster.stop()
}
