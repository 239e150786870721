//! What the person who agreed was shown: the language, and the digest of the text.

use crate::digest::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The version of the wording of the texts. A text is never changed: a better one gets the next version, and the
/// old one stays, so that old documents can be checked.
pub const WORDING: u32 = 1;

/// The languages in which a document can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

/// A word that names no language.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{}` is not a language of this program; use en or fr", .0.escape_debug())]
pub struct UnknownLanguage(pub String);

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The word used in documents and over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(word: &str) -> Result<Self, UnknownLanguage> {
        let found = Self::ALL.into_iter().find(|language| language.name() == word);
        found.ok_or_else(|| UnknownLanguage(word.chars().take(80).collect()))
    }
}

/// What the person was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "what was shown: `language`, `text_sha256` and `wording`")]
pub struct Shown {
    /// In which language.
    pub language: Language,
    /// SHA-256 of the text that `render` gives for the document.
    pub text_sha256: Digest,
    /// The version of the text's wording, from 1 to [`WORDING`].
    pub wording: u32,
}

impl Shown {
    /// A text in `language` and in today's wording that is still to be rendered: `Agreement::showing` fills in the
    /// digest.
    pub const fn in_language(language: Language) -> Self {
        Self { language, text_sha256: Digest([0; 32]), wording: WORDING }
    }

    pub(crate) fn check_wording(&self) -> Result<(), &'static str> {
        if (1..=WORDING).contains(&self.wording) {
            Ok(())
        } else {
            Err(
                "`shown.wording` names a version of the text that this program does not have: use a newer program",
            )
        }
    }

    pub(crate) fn check_text(&self, text: &str) -> Result<(), NotShown> {
        let rendered = Digest::of(text.as_bytes());
        if rendered == self.text_sha256 { Ok(()) } else { Err(NotShown { said: self.text_sha256, rendered }) }
    }
}

/// The text that the document says was shown is not the text of this document.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "the text shown to the person was not that of this document: it says SHA-256 {said}, and its text has {rendered}; do not sign it"
)]
pub struct NotShown {
    /// What the document says.
    pub said: Digest,
    /// What its text really has.
    pub rendered: Digest,
}
