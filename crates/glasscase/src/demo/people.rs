//! The people of the demo: each has a name and a token, and types commands.

use super::shell::{Answer, Shell};
use super::story::Story;
use anyhow::Result;
use domain::TenantId;
use serde::de::DeserializeOwned;

/// Somebody at a command line.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// What they are called in the story.
    pub(super) name: &'static str,
    pub(super) shell: Shell,
    pub(super) token: String,
}

/// A customer, and its first owner, who holds every role of theirs.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub(super) tenant: TenantId,
    pub(super) owner: Person,
}

impl Person {
    /// Runs a command and reads the JSON that it answers.
    ///
    /// # Errors
    /// If the command fails, or answers something else.
    pub(super) async fn ask<T: DeserializeOwned>(&self, arguments: &[&str]) -> Result<T> {
        self.run(&[arguments, &["--json"]].concat()).await?.json()
    }

    /// The same, and shows the command.
    ///
    /// # Errors
    /// As [`Person::ask`].
    pub(super) async fn does<T: DeserializeOwned>(
        &self,
        story: &mut Story<'_>,
        arguments: &[&str],
    ) -> Result<T> {
        story.command(self.name, arguments)?;
        self.ask(arguments).await
    }

    /// Runs a command, shows it with what it answers to a person, and gives the answer. It has to end with `code`.
    ///
    /// # Errors
    /// If it ends otherwise.
    pub(super) async fn shows(&self, story: &mut Story<'_>, arguments: &[&str], code: i32) -> Result<Answer> {
        story.command(self.name, arguments)?;
        let answer = self.run(arguments).await?.ending_with(code)?;
        story.quote(answer.out.trim_end())?;
        Ok(answer)
    }

    /// Runs a command.
    ///
    /// # Errors
    /// If the program cannot be started.
    pub(super) async fn run(&self, arguments: &[&str]) -> Result<Answer> {
        self.shell.run(Some(&self.token), arguments).await
    }
}
