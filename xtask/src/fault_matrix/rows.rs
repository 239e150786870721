//! The rows that tests write, added up for each diagnostic.

use anyhow::{Context as _, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What the runs of one diagnostic came to.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) diagnostic: String,
    known: BTreeSet<String>,
    /// What it found where a fault was planted.
    planted: BTreeSet<String>,
    /// What it found in facts that a test set.
    set: BTreeSet<String>,
    faulty: usize,
    healthy: usize,
    milliseconds: Vec<u64>,
    bytes: Vec<u64>,
    categories: BTreeSet<String>,
}

impl Tally {
    /// What is missing for the matrix to be complete.
    pub(super) fn gaps(&self) -> Vec<String> {
        let id = &self.diagnostic;
        let never =
            self.known.iter().filter(|fault| !self.planted.contains(*fault) && !self.set.contains(*fault));
        let mut gaps: Vec<String> =
            never.map(|fault| format!("{id}: no test made it find `{fault}`")).collect();
        if self.healthy == 0 {
            gaps.push(format!("{id}: no healthy twin of it was run"));
        }
        gaps
    }
}

/// Adds rows up, by diagnostic.
///
/// # Errors
/// If a line is no row.
pub(super) fn read(text: &str) -> Result<Vec<Tally>> {
    let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let place = || format!("line {} is no row of the matrix", index + 1);
        let fields: Vec<&str> = line.split('\t').collect();
        let [diagnostic, known, found, milliseconds, bytes, categories, how] = fields[..] else {
            return Err(anyhow::anyhow!(place()));
        };
        let row = all.entry(diagnostic).or_default();
        diagnostic.clone_into(&mut row.diagnostic);
        row.known.extend(list(known));
        *(if found.is_empty() { &mut row.healthy } else { &mut row.faulty }) += 1;
        if how == "set" {
            row.set.extend(list(found));
            continue;
        }
        row.planted.extend(list(found));
        row.milliseconds.push(milliseconds.parse().with_context(place)?);
        row.bytes.push(bytes.parse().with_context(place)?);
        row.categories.extend(list(categories));
    }
    Ok(all.into_values().collect())
}

fn list(field: &str) -> impl Iterator<Item = String> + '_ {
    field.split(',').filter(|word| !word.is_empty()).map(str::to_owned)
}

/// The matrix for people.
pub(super) fn table(all: &[Tally]) -> String {
    let mut table = format!(
        "{:<24} {:>14} {:>8} {:>8} {:>6} {:>7}  {}\n",
        "diagnostic", "planted, found", "set", "healthy", "ms", "bytes", "categories"
    );
    for row in all {
        let categories: Vec<&str> = row.categories.iter().map(String::as_str).collect();
        let faults = format!("{} of {}", row.planted.len(), row.known.len());
        let set = row.set.difference(&row.planted).count();
        let _ = writeln!(
            table,
            "{:<24} {faults:>14} {set:>8} {:>8} {:>6} {:>7}  {}",
            row.diagnostic,
            row.healthy,
            median(&row.milliseconds),
            median(&row.bytes),
            categories.join(", "),
        );
    }
    let runs: usize = all.iter().map(|row| row.healthy + row.faulty).sum();
    let _ = write!(
        table,
        "{} diagnostics, {runs} runs; `set` counts faults shown in facts that a test set; time and bytes are medians",
        all.len()
    );
    table
}

fn median(values: &[u64]) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied().unwrap_or_default();
    if sorted.len().is_multiple_of(2) {
        let lower = middle.checked_sub(1).and_then(|index| sorted.get(index)).copied();
        return u64::midpoint(lower.unwrap_or(upper), upper);
    }
    upper
}
