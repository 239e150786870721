//! Identifiers. Each is a short text; the type says what it names.
//!
//! Those that an installation makes have 23 bytes at most, and stand in place: reading a log allocates nothing for them.

use crate::from_text::from_text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;
use std::fmt;
use std::str::FromStr;

/// The longest identifier in bytes.
pub const ID_BYTES_MAX: usize = 128;

/// A text that cannot be an identifier.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{what} must be 1 to {ID_BYTES_MAX} bytes without control characters, not `{}`", text.escape_debug())]
pub struct BadId {
    /// Which kind of identifier was wanted.
    pub what: &'static str,
    /// What was given.
    pub text: String,
}

fn parse(what: &'static str, text: &str) -> Result<SmolStr, BadId> {
    // Most are ASCII, and a log has a handful in every leaf.
    let has_control = |text: &str| {
        if text.is_ascii() {
            text.bytes().any(|byte| byte.is_ascii_control())
        } else {
            text.chars().any(char::is_control)
        }
    };
    let fits = (1..=ID_BYTES_MAX).contains(&text.len()) && !has_control(text);
    if fits { Ok(SmolStr::new(text)) } else { Err(BadId { what, text: cut(text) }) }
}

/// The text as a message repeats it.
fn cut(text: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 80;
    let shown = text.chars().take(SHOWN_CHARS_MAX);
    let rest = text.chars().nth(SHOWN_CHARS_MAX).map(|_| '…');
    shown.chain(rest).collect()
}

/// An identifier that stands for none, where a form asks for one that does not matter.
pub(crate) trait Unnamed {
    fn unnamed() -> Self;
}

/// The identifier `-`.
pub(crate) fn unnamed<I: Unnamed>() -> I {
    I::unnamed()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $what:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Unnamed for $name {
            fn unnamed() -> Self {
                Self(SmolStr::new_static("-"))
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                parse($what, text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_text(deserializer)
            }
        }
    )*};
}

ids! {
    /// A customer organisation, or the vendor's support tenant.
    TenantId "a tenant id"
    /// A destination: where entries of a tenant's log are sent.
    DestinationId "a destination id"
    /// A subscription: the thing of the customer's that diagnostics run on.
    SubscriptionId "a subscription id"
    /// A support case.
    CaseId "a case id"
    /// A person of the customer or of the vendor; opaque, so that logs hold no name.
    PersonId "a person id"
    /// An API token (not its secret).
    TokenId "a token id"
    /// An engineer's access request.
    RequestId "an access request id"
    /// One run of a diagnostic.
    RunId "a run id"
    /// What one run collected.
    CollectionId "a collection id"
    /// A runner.
    RunnerId "a runner id"
    /// A consent key enrolled by the customer.
    KeyId "a consent key id"
    /// A message in a case.
    MessageId "a message id"
    /// A diagnostic of the catalogue.
    DiagnosticId "a diagnostic id"
    /// A service of the problem catalogue.
    ServiceId "a service id"
    /// A nature of problem of the catalogue.
    NatureId "a nature id"
    /// A team of the vendor's engineers.
    TeamId "a team id"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_printable() {
        assert_eq!("A".parse::<CaseId>().unwrap().as_str(), "A");
        for bad in ["", "a\nb", &"x".repeat(ID_BYTES_MAX + 1)] {
            assert!(bad.parse::<CaseId>().is_err(), "{bad:?}");
        }
    }
}
