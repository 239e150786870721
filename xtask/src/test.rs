//! `cargo xtask test`: everything that a merge needs, in the order in which mistakes are cheapest to find.

use crate::postgres::Cluster;
use crate::process::run as start;
use crate::steps::Steps;
use crate::workspace::Workspace;
use crate::{doc_tests, fault_matrix, fuzz, prerequisites, tidy};
use anyhow::Result;
use std::num::NonZero;

/// Takes every step, or stops at the first that fails.
///
/// All steps share one target folder, one profile and one set of features; another would cost a clean build. The
/// workspace's crates are linted as they are compiled, by the compiler of lints: apart, a crate would be read twice. What is
/// fuzzed is built once more, since it is counted; it is looked into while the tests are run.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    let linted = |arguments: &[&str]| {
        let mut cargo = workspace.cargo(arguments);
        cargo.env("RUSTC_WORKSPACE_WRAPPER", workspace.root().join("xtask/linting-rustc"));
        cargo
    };

    steps.take("toolchain", || prerequisites::ensure_components(workspace))?;
    let installing = prerequisites::begin(workspace);
    steps.take("format", || start(&mut workspace.cargo(&["fmt", "--all", "--check"])))?;
    steps.take("tidy checks", || tidy::run(workspace))?;
    steps.take("build and lints", || start(&mut linted(&["build", "--workspace", "--all-targets"])))?;
    steps.take("prerequisites", || installing.end())?;
    let fuzzing = steps.take("build for fuzzing", || fuzz::begin(workspace))?;
    let cluster = steps.take("private PostgreSQL", || Cluster::start(&workspace.target()))?;
    let url = cluster.url();
    let rows = fault_matrix::fresh_file(workspace)?;
    steps.take("tests", || {
        let mut tests = linted(&["nextest", "run", "--workspace", "--test-threads", &test_threads()]);
        start(tests.env(Cluster::VARIABLE, &url).env(fault_matrix::VARIABLE, &rows))
    })?;
    let fuzzed = steps.take("fuzzing, beside the tests", || fuzzing.end())?;
    for line in fuzzed {
        println!("{line}");
    }
    steps.take("fault matrix", || fault_matrix::check(workspace))?;
    steps.take("documentation tests", || doc_tests::run(workspace, (Cluster::VARIABLE, &url)))?;
    steps.take("documentation", || {
        let mut doc = workspace.cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"]);
        start(doc.env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    steps.take("stop PostgreSQL", || cluster.stop())
}

/// Two tests more at a time than there are processors: many wait, for a time limit to pass or for a disk.
fn test_threads() -> String {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    (processors + 2).to_string()
}
