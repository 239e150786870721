//! What can be wrong with something that was given: faults that a person meets on a page, each with a code and its
//! arguments so that it can be told in their language, and for all others words alone.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What is wrong with something that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Why {
    /// One that can be told in any language.
    Fault(Fault),
    /// English words.
    Said(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Said(words) => f.write_str(words),
        }
    }
}

/// A fault that a person meets on a page.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
#[expect(
    missing_docs,
    reason = "the messages say what each is, and the fields are the values that they name"
)]
pub enum Fault {
    #[error("is missing")]
    Missing,
    #[error("it is empty")]
    Empty,
    #[error("it has {length} characters, and {max} are the most")]
    TooLong { length: usize, max: usize },
    #[error("{mebibytes} MiB are the most")]
    TooLarge { mebibytes: usize },
    #[error("`{text}` is no number")]
    NoNumber { text: String },
    #[error("{value} is not {min} to {max}")]
    OutOfBounds { value: u32, min: u32, max: u32 },
    #[error("it is no mail address")]
    NoMailAddress,
    #[error("`{upn}` is `{person}` already; give them a token instead")]
    SomebodyElses { upn: String, person: String },
    #[error("it is made of letters, digits and `.`, `_`, `-`, `:`, and begins with a letter or a digit")]
    NotPlain,
    #[error("an id is up to 64 lower-case letters, digits and `-`, as in a UUID")]
    NoTenantId,
    #[error("the case names none, so there is nothing to run on")]
    NoneNamed,
    #[error("the case names several; say on which to run")]
    SeveralNamed,
    #[error("your organisation has none or several; say which")]
    NoneOrSeveral,
    #[error("this desk did not ask you for it; begin again")]
    NotAskedFor,
    #[error("another passkey was made at this request; begin again")]
    UsedBefore,
    #[error("its request was good until {until}; begin again")]
    TooLate { until: String },
    #[error(
        "this server has no name that passkeys can be bound to; its operator gives it one with --public-url or --consent-origin"
    )]
    NoSite,
    #[error("the time for which evidence is kept was shortened meanwhile: announce and send it again")]
    KeptShorter,
}
