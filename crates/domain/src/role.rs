//! The roles of people, on both sides (design.md, *Roles and rights*).

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A role that a person or a token may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Customer: people, settings, keys.
    Owner,
    /// Customer: opens and follows cases.
    Author,
    /// Customer: gives, renews and withdraws consent, answers access requests, locks.
    Consenter,
    /// Customer: reads the log and exports it.
    Auditor,
    /// Vendor: works the cases assigned to their team.
    Engineer,
    /// Vendor: endorses access requests before the customer is asked.
    Lead,
    /// Vendor: tenants, runners, catalogue. Sees no customer content.
    Operator,
}

/// Which side of a case a role stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The organisation that asks for help.
    Customer,
    /// The organisation that gives it.
    Vendor,
}

impl Role {
    /// Every role, the customer's first.
    pub const ALL: [Self; 7] = [
        Self::Owner,
        Self::Author,
        Self::Consenter,
        Self::Auditor,
        Self::Engineer,
        Self::Lead,
        Self::Operator,
    ];

    /// The word used in files and over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Author => "author",
            Self::Consenter => "consenter",
            Self::Auditor => "auditor",
            Self::Engineer => "engineer",
            Self::Lead => "lead",
            Self::Operator => "operator",
        }
    }

    /// Whose role it is.
    pub const fn side(self) -> Side {
        match self {
            Self::Owner | Self::Author | Self::Consenter | Self::Auditor => Side::Customer,
            Self::Engineer | Self::Lead | Self::Operator => Side::Vendor,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no role.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a role; use owner, author, consenter, auditor, engineer, lead or operator")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|r| r.name() == word).ok_or_else(|| UnknownRole(word.to_owned()))
    }
}

/// The roles that somebody holds.
pub type Roles = BTreeSet<Role>;
