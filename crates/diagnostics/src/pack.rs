//! A pack: diagnostics of a publisher in one signed file.
//!
//! The file is a C2SP signed note, so stock tools check it too. Its text is `glasscase-pack/1`, the publisher's name, the
//! pack's version, and then each diagnostic: a line `--- ` with its length in bytes, and its YAML. Nothing of a pack is
//! read before its signature holds.

mod publisher;

pub use publisher::{BadPublisherKey, PublisherKey, Trusted};

use crate::catalogue::{Catalogue, CatalogueError};
use signed_note::{Note, NoteError, Verifier as _, VerifierList};

/// How the text of a pack begins.
const FORM: &str = "glasscase-pack/1";
/// What begins the line before each diagnostic.
const NEXT: &str = "--- ";
/// The largest pack, in bytes.
pub const PACK_BYTES_MAX: usize = 1_000_000;

/// Diagnostics whose publisher signed them. Made by [`Pack::open`] only.
#[derive(Clone, Debug)]
pub struct Pack {
    publisher: String,
    version: u64,
    catalogue: Catalogue,
}

/// A pack that is not taken.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Not a pack at all.
    #[error("it is no pack: {0}")]
    Malformed(&'static str),
    /// Nobody who is trusted signed it.
    #[error("no trusted publisher signed it; it says that it is by `{publisher}`")]
    Unsigned {
        /// Whose it says it is.
        publisher: String,
    },
    /// A trusted publisher is named, and the signature is not theirs.
    #[error("it was changed after `{publisher}` signed it, or forged")]
    Forged {
        /// Whose it says it is.
        publisher: String,
    },
    /// One of its diagnostics is none.
    #[error(transparent)]
    Diagnostic(#[from] CatalogueError),
    /// Its publisher's key cannot sign.
    #[error(transparent)]
    Key(#[from] BadPublisherKey),
}

impl Pack {
    /// Signs diagnostics, given as their names (for messages) and texts. The publisher counts versions upwards from 1.
    ///
    /// # Errors
    /// [`PackError`] if one of them is no diagnostic, or all together are too long.
    pub fn sign<'a>(
        key: &PublisherKey,
        version: u64,
        files: impl IntoIterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Result<String, PackError> {
        Catalogue::from_texts(files.clone())?;
        let mut text = format!("{FORM}\n{}\n{version}\n", key.name());
        for (_, file) in files {
            let length = file.len().to_string();
            text.push_str(&[NEXT, &length, "\n", file].concat());
            if !file.ends_with('\n') {
                text.push('\n');
            }
        }
        let mut note = Note::new(text.as_bytes(), &[])
            .map_err(|_| PackError::Malformed("it holds characters that are no text"))?;
        note.add_sigs(&[&key.signer()?]).map_err(|_| PackError::Malformed("it cannot be signed"))?;
        let pack = String::from_utf8(note.to_bytes()).map_err(|_| PackError::Malformed("it is not text"))?;
        if pack.len() > PACK_BYTES_MAX {
            return Err(PackError::Malformed("it is longer than a million bytes"));
        }
        Ok(pack)
    }

    /// Reads a pack that one of the trusted publishers signed.
    ///
    /// # Errors
    /// [`PackError`] for the first thing that stands against it.
    pub fn open(pack: &[u8], trusted: &[Trusted]) -> Result<Self, PackError> {
        if pack.len() > PACK_BYTES_MAX {
            return Err(PackError::Malformed("it is longer than a million bytes"));
        }
        let note = Note::from_bytes(pack).map_err(|_| PackError::Malformed("it is no signed note"))?;
        let publisher = claimed_publisher(note.text());
        let verifiers = trusted.iter().map(Trusted::verifier).collect::<Result<Vec<_>, _>>()?;
        let is_named = verifiers.iter().any(|verifier| verifier.name() == publisher);
        let verifiers =
            verifiers.into_iter().map(|verifier| Box::new(verifier) as Box<dyn signed_note::Verifier>);
        let (signed, _) =
            note.verify(&VerifierList::new(verifiers.collect())).map_err(|error| match error {
                NoteError::InvalidSignature { .. } => PackError::Forged { publisher: publisher.clone() },
                _ => PackError::Unsigned { publisher: publisher.clone() },
            })?;
        // A publisher speaks for itself alone.
        if !is_named || !signed.iter().any(|signature| signature.name() == publisher) {
            return Err(PackError::Unsigned { publisher });
        }
        let text = std::str::from_utf8(note.text()).map_err(|_| PackError::Malformed("it is not text"))?;
        read(text)
    }

    /// Who signed it.
    pub fn publisher(&self) -> &str {
        &self.publisher
    }

    /// Its version; a publisher's later pack has a higher one.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Its diagnostics.
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }
}

fn claimed_publisher(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.lines().nth(1).unwrap_or_default().chars().take(200).collect()
}

fn read(text: &str) -> Result<Pack, PackError> {
    let malformed = PackError::Malformed;
    let rest = text.strip_prefix(FORM).and_then(|rest| rest.strip_prefix('\n'));
    let rest = rest.ok_or(malformed("it does not begin with `glasscase-pack/1`"))?;
    let (publisher, rest) = rest.split_once('\n').ok_or(malformed("it names no publisher"))?;
    let (version, mut rest) = rest.split_once('\n').ok_or(malformed("it says no version"))?;
    let version = version.parse().ok().filter(|version| *version > 0);
    let version = version.ok_or(malformed("its version is no number from 1 on"))?;
    let mut files = Vec::new();
    while !rest.is_empty() {
        let line = rest.strip_prefix(NEXT).and_then(|rest| rest.split_once('\n'));
        let (length, after) = line.ok_or(malformed("a diagnostic does not begin with its length"))?;
        let length: usize = length.parse().map_err(|_| malformed("a diagnostic's length is no number"))?;
        let (file, after) = after.split_at_checked(length).ok_or(malformed("a diagnostic is cut off"))?;
        files.push(file);
        rest = if file.ends_with('\n') { after } else { after.strip_prefix('\n').unwrap_or(after) };
    }
    let names: Vec<String> = (1..=files.len()).map(|number| format!("number {number} of the pack")).collect();
    let files = names.iter().map(String::as_str).zip(files);
    Ok(Pack { publisher: publisher.to_owned(), version, catalogue: Catalogue::from_texts(files)? })
}
