//! How deep a consent lets diagnostics look.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The level of a consent, and the level that a diagnostic needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// What every consent has.
    Standard,
    /// The advanced diagnostic consent: adds the support partner (access.md, rule 9).
    Advanced,
}

impl Level {
    /// The word used in files and over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Advanced => "advanced",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no level.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a level; use standard or advanced")]
pub struct UnknownLevel(pub String);

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(word: &str) -> Result<Self, UnknownLevel> {
        match word {
            "standard" => Ok(Self::Standard),
            "advanced" => Ok(Self::Advanced),
            _ => Err(UnknownLevel(word.to_owned())),
        }
    }
}
