//! Replaces whatever the classifier finds: who is to help gets pseudonyms, of every category.

use crate::arguments::ImportArguments;
use crate::commands::screen::{context, key};
use anyhow::Result;
use classify::{Channel, Entity, Label, Policy, Pseudonyms, Screener, Sink};
use std::sync::Arc;

/// Makes screens under one key, so that the same value has the same pseudonym in every file.
pub(super) struct Screens {
    first: Screener,
}

impl Screens {
    pub(super) fn of(arguments: &ImportArguments) -> Result<Self> {
        let context = arguments.context.as_deref().map_or_else(context::empty, context::read)?;
        let pseudonyms = Pseudonyms::new(key::key(arguments.key_file.as_deref())?);
        Ok(Self { first: Screener::new(Arc::new(context), Channel::Log, Policy::default(), pseudonyms) })
    }

    /// A screen for one file.
    pub(super) fn begin(&self) -> Screening {
        Screening { screener: self.first.another(), output: Output::default() }
    }

    /// A text that is here as a whole.
    pub(super) fn text(&self, text: &str) -> String {
        let mut screening = self.begin();
        let mut whole = screening.push(text.as_bytes()).bytes;
        whole.extend(screening.end().bytes);
        String::from_utf8_lossy(&whole).into_owned()
    }

    /// A text that names paths: as a whole, and then each part of them, which says something by itself.
    pub(super) fn naming_paths(&self, text: &str) -> String {
        self.text(text).split_inclusive(['/', '`']).map(|part| self.part_of_path(part)).collect()
    }

    /// A folder's or a file's name. Behind it stand a mark, or the number of a rotated log: `joe@contoso.example.log.1`.
    fn part_of_path(&self, part: &str) -> String {
        let screened = self.text(part);
        let is_behind = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | '`');
        match part.trim_end_matches(is_behind) {
            stem if screened == part && stem.len() < part.len() => {
                self.text(stem) + part.get(stem.len()..).unwrap_or_default()
            }
            _ => screened,
        }
    }

    /// A path, in which tokens look as file systems allow.
    pub(super) fn path(&self, path: &str) -> String {
        let screened = self.naming_paths(path);
        if screened == path {
            screened
        } else {
            screened.replace('«', "{").replace('»', "}").replace(':', "-")
        }
    }
}

/// A file on its way through the classifier.
pub(super) struct Screening {
    screener: Screener,
    output: Output,
}

/// What was screened, and what was found in it.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub(super) bytes: Vec<u8>,
    pub(super) found: Vec<Entity>,
}

impl Sink for Output {
    fn piece(&mut self, output: &[u8], labels: &[Label]) {
        self.bytes.extend_from_slice(output);
        self.found.extend(labels.iter().map(|label| label.entity));
    }
}

impl Screening {
    /// Takes the next bytes, and gives what is screened by now.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Output {
        self.screener.push(bytes, &mut self.output);
        std::mem::take(&mut self.output)
    }

    /// Gives the rest.
    pub(super) fn end(mut self) -> Output {
        self.screener.finish(&mut self.output);
        self.output
    }
}
