//! What the engine tells of a run.

use anyhow::{Result, bail};
use std::path::Path;

/// Numbers of one run, and what it found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    executions: u64,
    /// Edges of the code that were reached by the inputs to begin with, and at the end.
    edges_before: u64,
    edges: u64,
    /// The file of the input that broke the property.
    found: Option<String>,
}

impl Outcome {
    /// Reads the engine's log.
    pub(super) fn read(log: &str) -> Self {
        let mut outcome = Self::default();
        for line in log.lines() {
            let edges = || number_behind(line, "cov: ");
            if line.starts_with('#') {
                outcome.edges = edges().unwrap_or(outcome.edges);
                outcome.executions = number_behind(line, "#").unwrap_or(outcome.executions);
            }
            if line.contains("INITED") {
                outcome.edges_before = edges().unwrap_or_default();
            }
            if let Some(executions) = number_behind(line, "stat::number_of_executed_units:") {
                outcome.executions = executions;
            }
            if let Some((_, file)) = line.split_once("Test unit written to ") {
                outcome.found = Some(file.trim().to_owned());
            }
        }
        outcome
    }

    /// The run in a line.
    pub(super) fn line(&self, target: &str, is_success: bool, log: &Path) -> Result<String> {
        if let Some(file) = &self.found {
            bail!(
                "fuzzing `{target}` found an input that breaks its property: `{file}`, see `{}`; \
                 mend it, and keep the input in `crates/fuzz/regressions/{target}`",
                log.display()
            );
        }
        if !is_success || self.executions == 0 {
            bail!("fuzzing `{target}` has failed, see `{}`", log.display());
        }
        // Without them it would be blind, and a clean run would mean nothing.
        if self.edges == 0 {
            bail!("the engine saw no edge of the code of `{target}`: its counters are missing");
        }
        let Self { executions, edges_before, edges, .. } = self;
        Ok(format!(
            "{target}: {executions} executions, edges reached {edges_before} at first, {edges} at the end"
        ))
    }
}

fn number_behind(line: &str, word: &str) -> Option<u64> {
    let (_, rest) = line.split_once(word)?;
    let digits = rest.trim_start();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAN: &str = "\
#338\tINITED cov: 9613 ft: 24556 corp: 298/130Kb exec/s: 0 rss: 38Mb
#28772\tDONE   cov: 12697 ft: 42772 corp: 4576/4967Kb lim: 4096 exec/s: 1106 rss: 62Mb
stat::number_of_executed_units: 28773
";

    fn told(log: &str, is_success: bool) -> Result<String> {
        Outcome::read(log).line("redact", is_success, Path::new("x.log"))
    }

    #[test]
    fn a_clean_run_is_a_line_of_numbers() {
        let line = "redact: 28773 executions, edges reached 9613 at first, 12697 at the end";
        assert_eq!(told(CLEAN, true).unwrap(), line);
    }

    #[test]
    fn a_finding_a_failure_and_an_engine_without_counters_are_errors() {
        let found = format!("{CLEAN}artifact_prefix='f/'; Test unit written to f/crash-1\n");
        assert!(told(&found, false).unwrap_err().to_string().contains("`f/crash-1`"));
        assert!(told(CLEAN, false).is_err() && told("", true).is_err());
        assert!(told(&CLEAN.replace("cov: ", "cov: 0 "), true).unwrap_err().to_string().contains("counters"));
    }
}
