//! The diagnostics that an installation offers.

use crate::diagnostic::Diagnostic;
use crate::error::DiagnosticError;
use domain::{DiagnosticId, NatureId};
use std::collections::BTreeMap;

// The diagnostics that come with the program: `BUILT_IN`, file name first.
include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Diagnostics by id.
#[derive(Clone, Debug, Default)]
pub struct Catalogue(BTreeMap<DiagnosticId, Diagnostic>);

/// A catalogue that cannot be made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CatalogueError {
    /// One of its files is no diagnostic.
    #[error("diagnostic `{file}`: {error}")]
    Diagnostic {
        /// Which file.
        file: String,
        /// What is wrong with it.
        error: DiagnosticError,
    },
    /// Two files with one id.
    #[error("diagnostic `{file}`: its id `{id}` is there already")]
    Twice {
        /// The second file.
        file: String,
        /// The id of both.
        id: DiagnosticId,
    },
}

impl Catalogue {
    /// The diagnostics that come with the program.
    ///
    /// # Errors
    /// [`CatalogueError`] if the program was built with a faulty file.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::from_texts(BUILT_IN)
    }

    /// A catalogue of the given files: their names, for messages, and their texts.
    ///
    /// # Errors
    /// [`CatalogueError`] for the first file that is no diagnostic or repeats an id.
    pub fn from_texts<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, CatalogueError> {
        let mut diagnostics = BTreeMap::new();
        for (name, text) in files {
            let file = || name.to_owned();
            let diagnostic = Diagnostic::parse(text)
                .map_err(|error| CatalogueError::Diagnostic { file: file(), error })?;
            let id = diagnostic.form().id.clone();
            if diagnostics.insert(id.clone(), diagnostic).is_some() {
                return Err(CatalogueError::Twice { file: file(), id });
            }
        }
        Ok(Self(diagnostics))
    }

    /// Adds all of another catalogue, or nothing of it.
    ///
    /// # Errors
    /// [`CatalogueError::Twice`] if an id is here already.
    pub fn add(&mut self, other: &Self) -> Result<(), CatalogueError> {
        if let Some(id) = other.0.keys().find(|id| self.0.contains_key(*id)) {
            return Err(CatalogueError::Twice { file: id.to_string(), id: id.clone() });
        }
        self.0.extend(other.0.iter().map(|(id, diagnostic)| (id.clone(), diagnostic.clone())));
        Ok(())
    }

    /// The diagnostic called `id`.
    pub fn get(&self, id: &DiagnosticId) -> Option<&Diagnostic> {
        self.0.get(id)
    }

    /// Every diagnostic, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.values()
    }

    /// The diagnostics that help with problems of this nature, by id.
    pub fn for_nature(&self, nature: &NatureId) -> impl Iterator<Item = &Diagnostic> {
        self.iter().filter(move |diagnostic| diagnostic.form().natures.contains(nature))
    }
}
