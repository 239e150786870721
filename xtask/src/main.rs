//! The project's chores, started as `cargo xtask <chore>`.
//!
//! INVARIANT: depends on nothing of ours and, beyond `anyhow`, on the standard library alone, so that it builds
//! in seconds and a broken crate can never break the tool that says so.
//! Absent on purpose: network access of its own, configuration files, any change outside the target folder, the
//! private database's folder and the packages that it says it installs.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the person at the terminal")]

mod beside;
mod classifier_figures;
mod doc_tests;
mod docs;
mod fault_matrix;
mod fuzz;
mod postgres;
mod prerequisites;
mod process;
mod screenshots;
mod steps;
mod test;
mod tidy;
mod workspace;

use anyhow::{Result, bail};
use std::process::ExitCode;
use workspace::Workspace;

const HELP: &str = "\
usage: cargo xtask <chore>

  test      everything a merge needs: format, tidy checks, lints, tests on both databases, documentation
  tidy      the tidy checks alone
  bench diagnostics
            plants every fault that the catalogue knows, and prints what was found, and at what cost
  bench classify CORPUS [FILE] [--write]
            measures the classifier: accuracy on CORPUS, speed beside ripgrep, memory, each rule; --write puts the
            table into docs/benchmarks.md
  fuzz TARGET [--seconds N]
            looks for an input that breaks a property: redact, context, archive, packed, or all
  docs      writes the pages of the catalogue, docs/diagnostics, in both languages
  screenshots
            makes pictures of every page, and those that the README shows
  postgres  starts a private PostgreSQL, prints how to reach it, stops it at the end of standard input
  help      shows this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["test"] => test::run(&Workspace::find()?),
        ["tidy"] => tidy::run(&Workspace::find()?),
        ["bench", "diagnostics"] => fault_matrix::bench(&Workspace::find()?),
        ["bench", "classify", ref words @ ..] => classifier_figures::bench(&Workspace::find()?, words),
        ["fuzz", ref words @ ..] => fuzz::run(&Workspace::find()?, words),
        ["docs"] => docs::write(&Workspace::find()?),
        ["screenshots"] => screenshots::take(&Workspace::find()?),
        ["postgres"] => postgres::serve_until_stdin_ends(&Workspace::find()?),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => bail!("`{}` is no chore\n{HELP}", words.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{HELP, run};

    #[test]
    fn an_unknown_chore_is_refused_with_the_list_of_chores() {
        let refusal = run(&["tset".to_owned()]).unwrap_err().to_string();
        assert!(refusal.contains("`tset`") && refusal.contains(HELP), "{refusal}");
    }
}
