//! What can be wrong with something that was given: faults that a person meets on a page, each with a code and its
//! arguments so that it can be told in their language, and for all others words alone.

mod signing;

pub use signing::SigningFault;

use diagnostics::InputError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is wrong with something that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Why {
    /// One of a key or a signed document, that can be told in any language, beside the exact words in English.
    Signing {
        /// What it comes to.
        signing: SigningFault,
        /// The exact words.
        said: String,
    },
    /// One that can be told in any language.
    Fault(Fault),
    /// English words.
    Said(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Signing { said: words, .. } | Self::Said(words) => f.write_str(words),
        }
    }
}

impl Why {
    /// What is wrong with a key or a signed document.
    pub(crate) fn signing<W: fmt::Display>(why: &W) -> Self
    where
        SigningFault: for<'w> From<&'w W>,
    {
        Self::Signing { signing: why.into(), said: why.to_string() }
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
    #[error("five codes were mailed to you today; use the last of them, or wait until tomorrow")]
    AskedTooOften,
    #[error("it is not the code that was mailed to you last, was used before, or is older than seven days")]
    NoSuchCode,
    #[error("it is no address of a webhook: https://HOST/PATH, without a user or a password")]
    NoWebhookAddress,
    #[error("its name is unknown, or leads to an address that this desk sends nothing to")]
    WebhookOutOfReach,
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
    #[error("input `{input}` is missing")]
    InputMissing { input: String },
    #[error("input `{input}` must be of type {wanted}, not `{value}`")]
    InputType { input: String, value: String, wanted: String },
    #[error("input `{input}` must be {min} to {max}, not {value}")]
    InputBounds { input: String, value: i64, min: i64, max: i64 },
    #[error("input `{input}` has {count} characters, at most {max} are allowed")]
    InputTooLong { input: String, count: usize, max: usize },
    #[error("input `{input}` has {count} entries, at most {max} are allowed")]
    InputTooMany { input: String, count: usize, max: usize },
    #[error("input `{input}` must be one of `{allowed}`, not `{value}`")]
    InputNotOneOf { input: String, value: String, allowed: String },
    #[error("it is damaged, or not whole")]
    Damaged,
    #[error("{max} files are the most")]
    TooManyFiles { max: usize },
    #[error("`{text}` is none")]
    NoId { text: String },
    #[error("`{text}` is no day; write it as 2026-12-24")]
    NoDay { text: String },
    #[error("it is not what `glasscase consent sign` prints; copy all of it")]
    NotPrinted,
    #[error("{role} is a role of the other side")]
    OtherSide { role: String },
    #[error("they are one of your people still; remove them first, or what they do next is on record again")]
    StillHere,
    #[error("the organisation's id is too long for passkeys; sign in with a token")]
    IdTooLong,
    #[error("it could not be packed")]
    NotPacked,
    #[error("the time for which evidence is kept was shortened meanwhile: announce and send it again")]
    KeptShorter,
}

impl From<InputError> for Why {
    fn from(why: InputError) -> Self {
        Self::Fault(match why {
            InputError::Missing { input } => Fault::InputMissing { input },
            InputError::Type { input, value, wanted } => {
                Fault::InputType { input, value, wanted: wanted.to_owned() }
            }
            InputError::Bounds { input, value, min, max } => Fault::InputBounds { input, value, min, max },
            InputError::TooLong { input, count, max } => Fault::InputTooLong { input, count, max },
            InputError::TooMany { input, count, max } => Fault::InputTooMany { input, count, max },
            InputError::NotOneOf { input, value, allowed } => Fault::InputNotOneOf { input, value, allowed },
            // What no form of ours sends.
            why => return Self::Said(why.to_string()),
        })
    }
}
