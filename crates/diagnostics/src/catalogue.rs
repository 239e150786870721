//! The diagnostics that an installation offers.

use crate::diagnostic::Diagnostic;
use crate::error::DiagnosticError;
use crate::pack::Pack;
use domain::{DiagnosticId, NatureId};
use std::collections::BTreeMap;
use std::sync::OnceLock;

// The diagnostics that come with the program: `BUILT_IN`, file name first.
include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Diagnostics by id, and the signed packs that some of them came in.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    diagnostics: BTreeMap<DiagnosticId, Entry>,
    packs: Vec<SignedPack>,
}

/// A diagnostic, read by now or not.
#[derive(Clone, Debug)]
enum Entry {
    Read(Box<Diagnostic>),
    /// One of this program's own, which is read when it is first asked for.
    Own {
        text: &'static str,
        read: OnceLock<Box<Diagnostic>>,
    },
}

impl Entry {
    /// The diagnostic. None if the program was built with a faulty file.
    fn diagnostic(&self) -> Option<&Diagnostic> {
        match self {
            Self::Read(diagnostic) => Some(diagnostic),
            Self::Own { text, read } => {
                if read.get().is_none() {
                    // Whoever read it meanwhile read the same.
                    let _ = read.set(Box::new(Diagnostic::parse(text).ok()?));
                }
                read.get().map(Box::as_ref)
            }
        }
    }
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
    /// The diagnostics that come with the program, each of them read when it is first asked for: a desk starts without
    /// reading any, a runner that waits keeps none in memory. A faulty file is as if it were missing; a test sees to it
    /// that there is none.
    pub fn built_in() -> Self {
        let entry = |(name, text): (&str, &'static str)| {
            Some((name.parse().ok()?, Entry::Own { text, read: OnceLock::new() }))
        };
        Self { diagnostics: BUILT_IN.into_iter().filter_map(entry).collect(), packs: Vec::new() }
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
            if diagnostics.insert(id.clone(), Entry::Read(Box::new(diagnostic))).is_some() {
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
        self.diagnostics.extend(other.diagnostics.iter().map(|(id, entry)| (id.clone(), entry.clone())));
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

    /// Whether there is a diagnostic called `id`.
    pub fn contains(&self, id: &DiagnosticId) -> bool {
        self.diagnostics.contains_key(id)
    }

    /// The diagnostic called `id`.
    pub fn get(&self, id: &DiagnosticId) -> Option<&Diagnostic> {
        self.diagnostics.get(id)?.diagnostic()
    }

    /// Every diagnostic, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.values().filter_map(Entry::diagnostic)
    }

    /// The diagnostics that help with problems of this nature, by id.
    pub fn for_nature(&self, nature: &NatureId) -> impl Iterator<Item = &Diagnostic> {
        self.iter().filter(move |diagnostic| diagnostic.form().natures.contains(nature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_file_is_a_diagnostic_called_as_it_is() {
        let read = Catalogue::from_texts(BUILT_IN).unwrap();
        let names: Vec<_> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(read.diagnostics.keys().map(ToString::to_string).collect::<Vec<_>>(), names);
        assert!(read.iter().eq(Catalogue::built_in().iter()));
    }
}
