//! Builds and starts the engine.

use super::outcome::Outcome;
use crate::process::run;
use crate::workspace::Workspace;
use anyhow::{Context as _, Result};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

/// An input that takes longer is a finding, as is one that needs more memory.
const SECONDS_MAX: &str = "-timeout=25";
/// What the engine calls slow beside it, 10 seconds unless told: the first input waits for the lists of words, behind all other
/// work of a busy machine.
const SLOW_SECONDS_MAX: &str = "-report_slow_units=25";
const MIB_MAX: &str = "-rss_limit_mb=2000";
const BYTES_MAX: &str = "-max_len=8192";

/// The program, built.
pub(super) struct Engine {
    program: PathBuf,
    /// What targets keep from one run to the next.
    folder: PathBuf,
    regressions: PathBuf,
}

impl Engine {
    pub(super) fn build(workspace: &Workspace) -> Result<Self> {
        // Crates from elsewhere are those of the tests; the workspace's own are built again, with counters.
        let mut cargo = workspace.cargo(&["build", "--quiet", "--workspace", "--bin", "fuzz"]);
        let compiler = workspace.root().join("crates/fuzz/counting-rustc");
        run(cargo.args(["--features", "fuzz/engine"]).env("RUSTC_WORKSPACE_WRAPPER", compiler))?;
        let folder = workspace.target().join("fuzz");
        // The build of the tests puts a program without the engine in its place.
        let (built, program) = (workspace.target().join("debug/fuzz"), folder.join("engine"));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        fs::copy(&built, &program).with_context(|| format!("cannot copy `{}`", built.display()))?;
        Ok(Self { program, folder, regressions: workspace.root().join("crates/fuzz/regressions") })
    }

    /// Looks into a target; tells in a line what was done.
    ///
    /// # Errors
    /// If an input breaks its property: names the file that holds it.
    pub(super) fn look(&self, target: &str, seconds: u32) -> Result<String> {
        let place = |kind: &str| self.folder.join(kind).join(target);
        let (corpus, seeds, found) = (place("corpus"), place("seeds"), place("found"));
        let regressions = self.regressions.join(target);
        for folder in [&corpus, &seeds, &found] {
            fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        }
        let log = self.folder.join(format!("{target}.log"));
        let output = File::create(&log).with_context(|| format!("cannot make `{}`", log.display()))?;
        // The least of its neighbours' time: it is done beside other work. What is new goes to the first folder.
        let mut engine = Command::new("nice");
        engine.args(["-n", "15"]).arg(&self.program).arg(&corpus).arg(&seeds);
        if regressions.is_dir() {
            engine.arg(regressions);
        }
        engine.args([
            SECONDS_MAX,
            SLOW_SECONDS_MAX,
            MIB_MAX,
            BYTES_MAX,
            "-print_final_stats=1",
            "-verbosity=1",
        ]);
        engine.arg(format!("-max_total_time={seconds}"));
        engine.arg(format!("-artifact_prefix={}/", found.display()));
        engine.env("GLASSCASE_FUZZ_TARGET", target).env("GLASSCASE_FUZZ_SEEDS", &seeds);
        engine.stdout(output.try_clone()?).stderr(output);
        let status = engine.status().with_context(|| format!("cannot start `{}`", self.program.display()))?;
        let told = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        Outcome::read(&told).line(target, status.success(), &log)
    }
}
