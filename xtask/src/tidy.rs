//! The tidy checks: the rules of CONTRIBUTING.md that no compiler and no lint enforces.

mod crate_docs;
mod crate_table;
mod dependencies;
mod file_length;
mod licences;
mod lint_reasons;
mod lint_tables;
mod markers;
mod module_names;
mod rust_source;
mod spdx;
mod text_form;
mod traces;
mod violation;

use crate::workspace::{TextFile, Workspace};
use anyhow::{Result, bail};
use violation::Violation;

/// Checks that look at one file at a time.
const FILE_CHECKS: [fn(&TextFile) -> Vec<Violation>; 8] = [
    crate_docs::opens_with_its_duty,
    file_length::is_short_enough,
    lint_reasons::gives_a_reason_for_each_exception,
    lint_tables::keeps_the_workspace_lints,
    markers::leaves_nothing_for_later,
    module_names::names_its_duty,
    text_form::is_well_formed,
    traces::tells_nothing_of_where_it_was_written,
];

/// Runs every check, and lists everything found before failing.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let files = workspace.text_files()?;
    let crates = crate_table::crates(workspace)?;
    let packages = dependencies::packages(workspace)?;

    let mut violations: Vec<_> =
        files.iter().flat_map(|file| FILE_CHECKS.iter().flat_map(|check| check(file))).collect();
    violations.extend(crate_table::check(&crates));
    violations.extend(crate_docs::architecture_names_every_crate(&files, &crates));
    violations.extend(licences::own_licence_is_there(&files));
    violations.extend(licences::check(&packages));
    violations.extend(dependencies::one_tls_provider(&packages));

    for notice in files.iter().filter_map(file_length::notice) {
        println!("note: {notice}");
    }
    for violation in &violations {
        println!("{violation}");
    }
    if !violations.is_empty() {
        bail!("{} tidy checks failed; each line above names the place and what to do", violations.len());
    }
    println!("{} files, {} crates and {} packages are tidy", files.len(), crates.len(), packages.len());
    Ok(())
}
