//! A diagnostic: what is asked, what is read, and how it is judged.

mod check;

use crate::analyzer::Analyzer;
use crate::collector::Collector;
use crate::digest::sha256_hex;
use crate::error::DiagnosticError;
use crate::expression::Vocabulary;
use crate::input::Input;
use crate::limits::Limits;
use domain::{Bilingual, Categories, DiagnosticId, Level, NatureId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest text of a diagnostic, in bytes.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// A diagnostic that passed every check. Made by [`Diagnostic::parse`] only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    #[serde(flatten)]
    form: Form,
    digest: String,
}

/// The fields of a diagnostic's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its id: lower-case words joined by `-`.
    pub id: DiagnosticId,
    /// Its version, from 1; a changed diagnostic has a higher one.
    pub version: u32,
    /// What it is called.
    pub title: Bilingual,
    /// The question that it answers.
    pub question: Bilingual,
    /// What it reads and what it can tell, for the person who consents.
    pub explanation: Bilingual,
    /// The natures of problems that it helps with.
    pub natures: Vec<NatureId>,
    /// The level of consent that it needs.
    pub level: Level,
    /// The categories of data that it reads.
    pub categories: Categories,
    /// What a run may be told, by name.
    #[serde(default)]
    pub inputs: BTreeMap<String, Input>,
    /// What it gathers, in order.
    pub collectors: Vec<Collector>,
    /// How much a run may take.
    pub limits: Limits,
    /// How the facts are judged, in order.
    pub analyzers: Vec<Analyzer>,
}

impl Diagnostic {
    /// Reads and checks a diagnostic's text, YAML of at most 64 KiB.
    ///
    /// # Errors
    /// [`DiagnosticError`] for the first thing that is wrong, with its place.
    pub fn parse(text: &str) -> Result<Self, DiagnosticError> {
        if text.len() > TEXT_BYTES_MAX {
            let problem = format!("the text has {} bytes, at most {TEXT_BYTES_MAX} are allowed", text.len());
            return Err(DiagnosticError::Form { line: 0, column: 0, problem });
        }
        let form: Form = serde_saphyr::from_str(text).map_err(|error| malformed(&error))?;
        check::form(&form)?;
        Ok(Self { form, digest: sha256_hex(text) })
    }

    /// The fields of its file.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// SHA-256 of the text it was read from, lower-case hex.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The names that its expressions may use.
    pub(crate) fn vocabulary(&self) -> Vocabulary {
        self.form.vocabulary()
    }
}

impl Form {
    /// Whether it can run without being told anything.
    pub fn needs_nothing(&self) -> bool {
        self.inputs.values().all(|input| !input.required)
    }

    fn vocabulary(&self) -> Vocabulary {
        Vocabulary {
            collectors: self.collectors.iter().map(|collector| collector.name.clone()).collect(),
            inputs: self.inputs.keys().cloned().collect(),
        }
    }
}

fn malformed(error: &serde_saphyr::Error) -> DiagnosticError {
    let location = error.location();
    let text = error.without_snippet().to_string();
    // The place is given by line and column; the parser repeats it behind its message.
    let problem = text.split(" at line ").next().unwrap_or(&text);
    DiagnosticError::Form {
        line: location.map_or(0, |at| at.line()),
        column: location.map_or(0, |at| at.column()),
        problem: problem.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
