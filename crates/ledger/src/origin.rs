//! The name of one tenant's log.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// What stands between the installation's name and the tenant.
const MIDDLE: &str = "/log/";

/// The name of a tenant's log: `<installation>/log/<tenant>`, for example `desk.example/log/contoso`.
///
/// It is the first line of each checkpoint and the name of the key that signs it (C2SP tlog-checkpoint says they
/// should be equal), so it holds no space, no `+` and no control character.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

/// A text that cannot name a log.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "a log's name is `<installation>/log/<tenant>` without spaces, `+` and control characters, not `{}`",
    text.escape_debug()
)]
pub struct BadOrigin {
    /// The beginning of what was given.
    pub text: String,
}

impl Origin {
    /// The log of `tenant` in the installation named `installation`.
    ///
    /// # Errors
    ///
    /// [`BadOrigin`] if either name is empty or has a character that a key's name must not have.
    pub fn new(installation: &str, tenant: &str) -> Result<Self, BadOrigin> {
        format!("{installation}{MIDDLE}{tenant}").parse()
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The installation's name: what stands before `/log/`.
    pub fn installation(&self) -> &str {
        self.0.split_once(MIDDLE).map_or("", |(installation, _)| installation)
    }

    /// Whether this is the log of `tenant`.
    pub fn is_of_tenant(&self, tenant: &str) -> bool {
        self.0.split_once(MIDDLE).is_some_and(|(_, named)| named == tenant)
    }
}

/// Whether a key may have this name (C2SP signed-note).
pub(crate) fn may_name_a_key(name: &str) -> bool {
    signed_note::is_key_name_valid(name) && !name.chars().any(char::is_control)
}

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let parts = text.split_once(MIDDLE).filter(|(installation, tenant)| {
            !installation.is_empty() && !tenant.is_empty() && may_name_a_key(text)
        });
        match parts {
            Some(_) => Ok(Self(text.to_owned())),
            None => Err(BadOrigin { text: text.chars().take(200).collect() }),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_names_installation_and_tenant() {
        let origin = Origin::new("desk.example", "contoso").unwrap();
        assert_eq!(origin.as_str(), "desk.example/log/contoso");
        assert_eq!(origin.as_str().parse(), Ok(origin.clone()));
        assert!(origin.is_of_tenant("contoso"));
        assert!(!origin.is_of_tenant("contos"));
    }

    #[test]
    fn what_a_key_may_not_be_named_is_no_origin() {
        for (installation, tenant) in
            [("", "t"), ("d", ""), ("a b", "t"), ("d", "a+b"), ("d", "a\nb"), ("d\u{7f}", "t")]
        {
            assert!(Origin::new(installation, tenant).is_err(), "{installation:?} {tenant:?}");
        }
    }
}
