//! `cargo xtask fuzz`: looks for inputs that break a property of the crate `fuzz`, guided by the code that they reach.
//!
//! The engine is libFuzzer, which the crate `libfuzzer-sys` builds; its counters are put in by the stable compiler's own
//! pass, into the workspace's crates alone (`crates/fuzz/counting-rustc`). What it keeps lies in `target/fuzz`.

mod engine;
mod outcome;

use crate::beside::Beside;
use crate::workspace::Workspace;
use anyhow::{Context as _, Result, bail};
use engine::Engine;
use std::fs;

/// How long all targets together are looked into in `cargo xtask test`.
const SECONDS_IN_TEST: u32 = 60;

/// Takes the words behind `fuzz`: a target and how long, or all of them.
pub(crate) fn run(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let targets = targets(workspace)?;
    let (chosen, seconds) = match *words {
        [target] => (target, SECONDS_IN_TEST),
        [target, "--seconds", seconds] => {
            (target, seconds.parse().with_context(|| format!("`{seconds}` is no number of seconds"))?)
        }
        _ => bail!(
            "usage: cargo xtask fuzz TARGET [--seconds N], where TARGET is all or one of {}",
            targets.join(", ")
        ),
    };
    let chosen: Vec<_> = targets.iter().filter(|name| chosen == "all" || *name == chosen).collect();
    if chosen.is_empty() {
        bail!("there is no such target; there are {}", targets.join(", "));
    }
    let engine = Engine::build(workspace)?;
    let share = seconds / u32::try_from(chosen.len())?;
    for target in chosen {
        println!("{}", engine.look(target, share.max(1))?);
    }
    Ok(())
}

/// Builds the engine and begins to look into every target, beside whatever else is done; tells a line of each at the end.
pub(crate) fn begin(workspace: &Workspace) -> Result<Beside<Vec<String>>> {
    let targets = targets(workspace)?;
    let engine = Engine::build(workspace)?;
    let share = SECONDS_IN_TEST / u32::try_from(targets.len())?;
    Ok(Beside::begin(move || targets.iter().map(|target| engine.look(target, share)).collect()))
}

/// The targets: the files of the crate's `src/target`.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.root().join("crates/fuzz/src/target");
    let mut targets = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot list `{}`", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        targets.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    targets.sort();
    Ok(targets)
}
