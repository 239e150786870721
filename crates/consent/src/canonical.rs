//! The one text of a document (RFC 8785), and the challenge that is made of it.

use crate::digest::Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest text of a document in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 1 << 20;

/// The largest number that every JSON reader keeps exactly (RFC 8785, 3.2.2.3).
pub(crate) const NUMBER_MAX: u64 = (1 << 53) - 1;

/// A text that is not the canonical text of a document.
#[derive(Debug, thiserror::Error)]
pub enum BadDocument {
    /// It is not JSON of the right form.
    #[error("not {what}: {why}")]
    Form {
        /// Which document was wanted.
        what: &'static str,
        /// What is wrong, and where.
        why: serde_json::Error,
    },
    /// It is longer than any such document.
    #[error("not {what}: it is longer than {DOCUMENT_BYTES_MAX} bytes")]
    TooLong {
        /// Which document was wanted.
        what: &'static str,
    },
    /// It says the right things in another way than the canonical one.
    #[error(
        "not {what}: the text is not in canonical form (RFC 8785), so nothing that signs it can be compared"
    )]
    NotCanonical {
        /// Which document was wanted.
        what: &'static str,
    },
    /// A value is not possible.
    #[error("not {what}: {why}")]
    Content {
        /// Which document was wanted.
        what: &'static str,
        /// The field, and what is wrong with it.
        why: &'static str,
    },
}

/// What has exactly one text (RFC 8785), of which a challenge is made that a key signs. Only this crate has such kinds, so
/// no text of one has the challenge of another.
///
/// INVARIANT: the members of each, and those of what it is made of, are declared in the byte order of their names.
pub trait Document: Serialize + DeserializeOwned + sealed::Kind {
    /// The text that is hashed and signed (RFC 8785).
    #[expect(
        clippy::expect_used,
        reason = "the documents are made of structs, lists, texts and integers, whose serialisation cannot fail"
    )]
    fn canonical(&self) -> String {
        serde_json_canonicalizer::to_string(self).expect("a document has a JSON form")
    }

    /// Reads a canonical text. Unknown fields, other ways to write the same, and impossible values are refused.
    ///
    /// # Errors
    /// [`BadDocument`] naming what is wrong.
    fn parse(text: &str) -> Result<Self, BadDocument> {
        let what = Self::WHAT;
        if text.len() > DOCUMENT_BYTES_MAX {
            return Err(BadDocument::TooLong { what });
        }
        let document: Self = serde_json::from_str(text).map_err(|why| BadDocument::Form { what, why })?;
        if !is_plainly_canonical(&document, text) && document.canonical() != text {
            return Err(BadDocument::NotCanonical { what });
        }
        document.check().map_err(|why| BadDocument::Content { what, why })?;
        Ok(document)
    }

    /// What is signed: SHA-256 of the kind's name and version, such as `glasscase/consent/v1`, a zero byte and the
    /// canonical text.
    fn challenge(&self) -> Digest {
        Self::challenge_of(&self.canonical())
    }

    /// The challenge of a canonical text, as [`Document::parse`] accepted it.
    fn challenge_of(text: &str) -> Digest {
        Digest::of_all(&[Self::PREFIX, text.as_bytes()])
    }
}

pub(crate) mod sealed {
    /// What tells one kind of document from another.
    pub trait Kind: Sized {
        /// What it is called in a message.
        const WHAT: &'static str;
        /// What stands before the text when it is hashed, so that no other thing can be mistaken for it.
        const PREFIX: &'static [u8];

        /// Whether the values are possible; otherwise the field and what is wrong.
        fn check(&self) -> Result<(), &'static str>;
    }
}

/// Whether `given` is the canonical text of `document`, as far as that can be said without sorting: members of documents are
/// declared in the order of RFC 8785, numbers are integers, and names of ASCII are in the same order by bytes as by UTF-16.
fn is_plainly_canonical<D: Document>(document: &D, given: &str) -> bool {
    let mut written = Vec::with_capacity(given.len());
    given.is_ascii() && serde_json::to_writer(&mut written, document).is_ok() && written == given.as_bytes()
}

/// Whether `nonce` is 32 lower-case hexadecimal digits.
pub(crate) fn check_nonce(nonce: &str) -> Result<(), &'static str> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if nonce.len() == 32 && nonce.bytes().all(is_digit) {
        Ok(())
    } else {
        Err("`nonce` must be 32 lower-case hexadecimal digits")
    }
}

/// Whether no value of a list stands there twice.
pub(crate) fn is_distinct<T: Ord>(list: &[T]) -> bool {
    let mut sorted: Vec<&T> = list.iter().collect();
    sorted.sort_unstable();
    sorted.is_sorted_by(|a, b| a < b)
}
