//! Runs this program's own commands, as a person at a shell would.

use anyhow::{Context as _, Result, bail, ensure};
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::process::Command;

/// Where commands are run.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    /// This program.
    pub(super) program: PathBuf,
    /// The demo's folder: file names in commands count from it.
    pub(super) folder: PathBuf,
    /// The server's address.
    pub(super) url: String,
}

/// What a command answered.
#[derive(Debug)]
pub(super) struct Answer {
    command: String,
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Shell {
    /// The program with nothing in its environment but what the shell gives.
    pub(super) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        for (variable, _) in
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GLASSCASE_"))
        {
            command.env_remove(variable);
        }
        command.env("GLASSCASE_URL", &self.url).current_dir(&self.folder).args(arguments).kill_on_drop(true);
        command
    }

    /// Runs a command to its end, with a token or without.
    ///
    /// # Errors
    /// If the program cannot be started.
    pub(super) async fn run(&self, token: Option<&str>, arguments: &[&str]) -> Result<Answer> {
        let mut command = self.program(arguments);
        if let Some(token) = token {
            command.env("GLASSCASE_TOKEN", token);
        }
        let output =
            command.stdin(Stdio::null()).output().await.context("cannot start this program again")?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer {
            command: arguments.iter().take(2).copied().collect::<Vec<_>>().join(" "),
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        })
    }
}

impl Answer {
    /// The answer of a command that had to end with this exit code.
    ///
    /// # Errors
    /// If it ended with another.
    pub(super) fn ending_with(self, code: i32) -> Result<Self> {
        if self.code == Some(code) {
            return Ok(self);
        }
        let told = [self.out.trim(), self.err.trim()].join(" ");
        bail!("`glasscase {}` ended with {:?} instead of {code}: {}", self.command, self.code, told.trim())
    }

    /// The JSON of a command that had to succeed.
    ///
    /// # Errors
    /// If it did not, or answered something else.
    pub(super) fn json<T: DeserializeOwned>(self) -> Result<T> {
        let answer = self.ending_with(0)?;
        let read = serde_json::from_str(&answer.out);
        read.with_context(|| format!("`glasscase {}` answered something else than it should", answer.command))
    }

    /// The answer, which has to contain these words.
    ///
    /// # Errors
    /// If it does not.
    pub(super) fn saying(self, words: &str) -> Result<Self> {
        let said = self.out.contains(words) || self.err.contains(words);
        ensure!(said, "`glasscase {}` did not say `{words}` but: {}{}", self.command, self.out, self.err);
        Ok(self)
    }
}
