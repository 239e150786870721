//! The fault matrix: what each diagnostic of the catalogue was made to find, and at what cost.
//!
//! The tests of `collect` plant real faults and healthy twins, and write one row for each run. The matrix is complete if
//! every diagnostic found every fault that it knows, and found nothing in some healthy twin.

mod rows;

use crate::process::run as start;
use crate::workspace::Workspace;
use anyhow::{Context as _, Result, bail};
use rows::{Tally, read};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Tells the tests where to write their rows.
pub(crate) const VARIABLE: &str = "GLASSCASE_FAULT_MATRIX";

/// Where the rows are written, without those of earlier tests.
pub(crate) fn fresh_file(workspace: &Workspace) -> Result<PathBuf> {
    let file = workspace.target().join("fault-matrix.tsv");
    match fs::remove_file(&file) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
            Err(why).with_context(|| format!("cannot remove `{}`", file.display()))
        }
        _ => Ok(file),
    }
}

/// Plants every fault, and prints what was found.
pub(crate) fn bench(workspace: &Workspace) -> Result<()> {
    let file = fresh_file(workspace)?;
    start(workspace.cargo(&["nextest", "run", "--package", "collect"]).env(VARIABLE, &file))?;
    check(workspace)
}

/// Prints the matrix of the rows that were written last.
///
/// # Errors
/// If a diagnostic has gaps.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let file = workspace.target().join("fault-matrix.tsv");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let found = read(&text)?;
    println!("{}", rows::table(&found));
    let gaps = gaps(&catalogue(workspace)?, &found);
    if gaps.is_empty() {
        return Ok(());
    }
    bail!("the fault matrix has gaps:\n  {}", gaps.join("\n  "))
}

/// The ids of the catalogue: the names of its files.
fn catalogue(workspace: &Workspace) -> Result<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    for entry in fs::read_dir(workspace.root().join("catalogue")).context("cannot list the catalogue")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        ids.extend(name.strip_suffix(".yaml").map(str::to_owned));
    }
    Ok(ids)
}

fn gaps(catalogue: &BTreeSet<String>, found: &[Tally]) -> Vec<String> {
    let mut gaps = Vec::new();
    for id in catalogue {
        match found.iter().find(|found| found.diagnostic == *id) {
            None => gaps.push(format!("{id}: no test runs it")),
            Some(found) => gaps.extend(found.gaps()),
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = "\
dns\tlame,unsigned,slow\tlame\t10\t200\tsystem_metadata\tplanted
dns\tlame,unsigned,slow\t\t30\t100\tsystem_metadata,oii\tplanted
dns\tlame,unsigned,slow\tslow\t0\t0\t\tset
tcp\trefused\trefused\t5\t50\tsystem_metadata\tplanted
";

    fn gaps_of(ids: &[&str]) -> Vec<String> {
        gaps(&ids.iter().map(|id| (*id).to_owned()).collect(), &read(ROWS).unwrap())
    }

    #[test]
    fn a_fault_that_was_never_found_and_a_twin_that_is_missing_are_gaps() {
        assert_eq!(
            gaps_of(&["dns", "tcp", "http"]),
            [
                "dns: no test made it find `unsigned`",
                "http: no test runs it",
                "tcp: no healthy twin of it was run"
            ]
        );
    }

    #[test]
    fn the_table_adds_up_runs_and_gives_medians() {
        let table = rows::table(&read(ROWS).unwrap());
        let dns = table.lines().find(|line| line.starts_with("dns")).unwrap();
        assert_eq!(
            dns.split_whitespace().collect::<Vec<_>>(),
            ["dns", "1", "of", "3", "1", "1", "20", "150", "oii,", "system_metadata"]
        );
    }

    #[test]
    fn a_row_that_is_none_is_named() {
        assert!(read("dns\tlame\n").unwrap_err().to_string().contains("line 1"));
    }
}
