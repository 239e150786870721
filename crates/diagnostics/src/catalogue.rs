//! The diagnostics that an installation offers.

use crate::diagnostic::Diagnostic;
use crate::error::DiagnosticError;
use crate::pack::Pack;
use domain::{DiagnosticId, NatureId};
use std::collections::BTreeMap;

// The diagnostics that come with the program: `BUILT_IN`, file name first.
include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Diagnostics by id, and the signed packs that some of them came in.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    diagnostics: BTreeMap<DiagnosticId, Diagnostic>,
    packs: Vec<SignedPack>,
}

/// A pack as its publisher signed it.
#[derive(Clone, Debug)]
pub struct SignedPack {
    /// Who signed it.
    pub publisher: String,
    /// Its version.
    pub version: u64,
    /// Its text, with the signature.
    pub text: String,
}

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
        Ok(Self { diagnostics, packs: Vec::new() })
    }

    /// Adds all of another catalogue, or nothing of it.
    ///
    /// # Errors
    /// [`CatalogueError::Twice`] if an id is here already.
    pub fn add(&mut self, other: &Self) -> Result<(), CatalogueError> {
        if let Some(id) = other.diagnostics.keys().find(|id| self.diagnostics.contains_key(*id)) {
            return Err(CatalogueError::Twice { file: id.to_string(), id: id.clone() });
        }
        self.diagnostics
            .extend(other.diagnostics.iter().map(|(id, diagnostic)| (id.clone(), diagnostic.clone())));
        Ok(())
    }

    /// Adds all of a pack, or nothing of it, and keeps its text for whoever wants to check the signature too.
    ///
    /// # Errors
    /// As [`Catalogue::add`].
    pub fn add_pack(&mut self, pack: &Pack, text: String) -> Result<(), CatalogueError> {
        self.add(pack.catalogue())?;
        self.packs.push(SignedPack { publisher: pack.publisher().to_owned(), version: pack.version(), text });
        Ok(())
    }

    /// The packs that were added.
    pub fn packs(&self) -> &[SignedPack] {
        &self.packs
    }

    /// The diagnostic called `id`.
    pub fn get(&self, id: &DiagnosticId) -> Option<&Diagnostic> {
        self.diagnostics.get(id)
    }

    /// Every diagnostic, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.values()
    }

    /// The diagnostics that help with problems of this nature, by id.
    pub fn for_nature(&self, nature: &NatureId) -> impl Iterator<Item = &Diagnostic> {
        self.iter().filter(move |diagnostic| diagnostic.form().natures.contains(nature))
    }
}
