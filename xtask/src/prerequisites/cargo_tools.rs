//! What comes from the toolchain and from the crate registry.

use crate::process::{on_path, output, run};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Installed where there is no nextest yet; an older or newer one that is there already is left alone.
const NEXTEST_VERSION: &str = "0.9.151";

/// Rustup's components that plain installations leave out, each with the cargo command that it brings.
const COMPONENTS: [(&str, &str); 2] = [("rustfmt", "fmt"), ("clippy", "clippy")];

pub(crate) fn ensure_components(workspace: &Workspace) -> Result<()> {
    for (component, subcommand) in COMPONENTS {
        if answers(workspace, subcommand) {
            continue;
        }
        if on_path("rustup").is_none() {
            bail!(
                "missing: `cargo {subcommand}`; install {component} in the way the toolchain was installed"
            );
        }
        let mut rustup = workspace.command(Command::new("rustup"));
        run(rustup.args(["component", "add", component]))?;
    }
    Ok(())
}

pub(crate) fn ensure_nextest(workspace: &Workspace) -> Result<()> {
    if answers(workspace, "nextest") {
        return Ok(());
    }
    println!("cargo-nextest runs the tests and is missing; building it takes some minutes, once");
    // Its default features add updating itself, which is not ours to offer, and packages to build for that.
    let features = ["--no-default-features", "--features", "default-no-update"];
    let mut install = workspace.cargo(&["install", "--locked", "--version", NEXTEST_VERSION]);
    // Unoptimised it spends some milliseconds more on each test, and builds in a third of the processor time.
    let install = install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").args(features).arg("cargo-nextest");
    run(install).with_context(|| {
        format!(
            "missing: cargo-nextest, and building it failed; \
             install it with `cargo install --locked cargo-nextest --version {NEXTEST_VERSION}`, \
             or put a ready-made one (https://nexte.st/docs/installation) on PATH"
        )
    })
}

fn answers(workspace: &Workspace, subcommand: &str) -> bool {
    output(&mut workspace.cargo(&[subcommand, "--version"])).is_ok()
}
