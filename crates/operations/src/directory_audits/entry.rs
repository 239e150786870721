//! An entry of the directory's audit log.

use super::activity::Activity;
use crate::correlation::CorrelationId;
use domain::Moment;
use std::fmt;
use std::str::FromStr;

/// Where an entry stands: the event that it tells of, and the how-manieth of that event's entries it is. The total order
/// of entries is that of their places, and their times never go against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuditPlace {
    /// The event's sequence in the log.
    pub sequence: u64,
    /// The entry's number among those of the event, from 0.
    pub number: u32,
}

/// What ids of entries begin with.
const MARK: &str = "Glasscase_";

impl fmt::Display for AuditPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{}_{}", self.sequence, self.number)
    }
}

/// A text that is no entry's id.
#[derive(Debug, thiserror::Error)]
#[error("it is no id of an entry")]
pub struct NotAnAuditId;

impl FromStr for AuditPlace {
    type Err = NotAnAuditId;

    fn from_str(text: &str) -> Result<Self, NotAnAuditId> {
        let (sequence, number) =
            text.strip_prefix(MARK).and_then(|rest| rest.split_once('_')).ok_or(NotAnAuditId)?;
        let place = Self {
            sequence: sequence.parse().map_err(|_| NotAnAuditId)?,
            number: number.parse().map_err(|_| NotAnAuditId)?,
        };
        // One entry has one id: no leading zeros, no signs.
        if place.to_string() == text { Ok(place) } else { Err(NotAnAuditId) }
    }
}

/// Who caused an entry, as audit tools know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Initiator {
    /// Somebody of the customer's.
    User {
        /// Their id.
        id: String,
        /// Their name and user principal name; none once they were removed.
        names: Option<Names>,
    },
    /// A program: the vendor's engineers act through one, and the clock is another.
    App {
        /// The application's id.
        id: String,
        /// Its name.
        name: String,
    },
}

/// How somebody is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The name shown to others.
    pub name: String,
    /// The user principal name.
    pub upn: String,
}

/// What an activity was about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditTarget {
    /// Its id.
    pub id: String,
    /// What it is called, where it has a name.
    pub name: Option<String>,
    /// What it is: `Policy`, `User`, `SupportCase` and others.
    pub kind: &'static str,
    /// A user's user principal name.
    pub upn: Option<String>,
    /// What changed in it.
    pub modified: Vec<Modified>,
}

/// A property that changed; values are JSON texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modified {
    /// The property.
    pub property: &'static str,
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
}

/// How it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AuditResult {
    /// It was done.
    #[default]
    Success,
    /// It was not, for this reason.
    Failure(String),
    /// Its time was over, for this reason.
    Timeout(String),
}

/// An entry of the directory's audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryAudit {
    /// Where it stands.
    pub place: AuditPlace,
    /// When it took effect.
    pub at: Moment,
    /// What happened.
    pub activity: Activity,
    /// What was caused together has one; zeros until it was looked up.
    pub correlation: CorrelationId,
    /// How it ended.
    pub result: AuditResult,
    /// Who caused it.
    pub initiator: Initiator,
    /// What it was about; at least one.
    pub targets: Vec<AuditTarget>,
    /// What else is known, by name.
    pub details: Vec<(&'static str, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_one_id() {
        let place = AuditPlace { sequence: 17, number: 2 };
        assert_eq!(place.to_string(), "Glasscase_17_2");
        assert_eq!("Glasscase_17_2".parse::<AuditPlace>().unwrap(), place);
        for bad in ["", "Glasscase_017_2", "Glasscase_+17_2", "Glasscase_17", "17_2", "Glasscase_17_2_3"] {
            assert!(bad.parse::<AuditPlace>().is_err(), "{bad}");
        }
    }
}
