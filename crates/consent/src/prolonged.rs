//! Which other consents a consent prolongs under the shared lifetime (access.md, rule 2).

use domain::CaseId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most cases that a document names one by one. Beyond that it says `every`: a text that nobody reads to its end
/// tells nobody anything, and the document would grow with the organisation.
pub const NAMED_MAX: usize = 20;

/// The other cases whose consents in force a consent prolongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a list of cases, or `every`")]
pub enum Prolonged {
    /// These cases, at most [`NAMED_MAX`].
    Cases(Vec<CaseId>),
    /// All cases of the organisation with a consent in force.
    All(Every),
}

/// The word `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every other case with a consent in force when the document was made.
    Every,
}

impl Prolonged {
    /// Nothing is prolonged.
    pub const NONE: Self = Self::Cases(Vec::new());

    /// These cases by name, or `every` if they are too many to read.
    pub fn of(cases: impl IntoIterator<Item = CaseId>) -> Self {
        let named: BTreeSet<_> = cases.into_iter().take(NAMED_MAX + 1).collect();
        if named.len() > NAMED_MAX {
            Self::All(Every::Every)
        } else {
            Self::Cases(named.into_iter().collect())
        }
    }

    /// Whether nothing is prolonged.
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::Cases(cases) if cases.is_empty())
    }

    /// Whether the consent of `case` is prolonged, if it is in force.
    pub fn covers(&self, case: &CaseId) -> bool {
        match self {
            Self::Cases(cases) => cases.contains(case),
            Self::All(_) => true,
        }
    }

    /// The cases that are named one by one.
    pub fn named(&self) -> &[CaseId] {
        match self {
            Self::Cases(cases) => cases,
            Self::All(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_cases_to_read_are_every_case() {
        let cases = |count: usize| (0..count).map(|n| format!("c{n}").parse().unwrap());
        assert_eq!(Prolonged::of(cases(NAMED_MAX)).named().len(), NAMED_MAX);
        let every = Prolonged::of(cases(NAMED_MAX + 1));
        assert_eq!(serde_json::to_string(&every).unwrap(), r#""every""#);
        assert!(every.covers(&"another".parse().unwrap()) && every.named().is_empty());
        assert_eq!(serde_json::from_str::<Prolonged>(r#""every""#).unwrap(), every);
        assert!(serde_json::from_str::<Prolonged>(r#""all""#).is_err());
    }
}
