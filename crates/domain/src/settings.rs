//! What a tenant may set. Settings can only make access stricter (access.md, rule 11).

use crate::category::{Categories, Category};
use crate::ids::PersonId;
use crate::moment::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How the deadlines of a tenant's consents hang together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessLifetime {
    /// All lapse together, after the latest anchor (access.md, rule 2).
    #[default]
    Shared,
    /// Each lapses after its own anchor.
    PerCase,
}

/// A tenant's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "an object with settings")]
pub struct Settings {
    /// Days until a consent lapses: 1 to 30.
    pub access_days: u8,
    /// Whether consents prolong each other.
    pub access_lifetime: AccessLifetime,
    /// Days until collected evidence is destroyed: 1 to 28.
    pub retention_days: u8,
    /// Days until the text of a closed case is erased: 1 to 3,650.
    pub case_text_days: u16,
    /// Whether a lead of the vendor's must endorse an access request before the customer is asked.
    pub lead_approval: bool,
    /// The categories that no consent and no access request may open. Support data cannot be one of them.
    #[serde(skip_serializing_if = "Categories::is_empty")]
    pub never_offered: Categories,
    /// The only people who may consent and approve requests, of those whose role allows it; nobody named is everybody.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub approvers: BTreeSet<PersonId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            access_days: 30,
            access_lifetime: AccessLifetime::Shared,
            retention_days: 28,
            case_text_days: 365,
            lead_approval: false,
            never_offered: Categories::NONE,
            approvers: BTreeSet::new(),
        }
    }
}

/// A setting that cannot be.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum BadSetting {
    /// A number outside its bounds.
    #[error("`{setting}` must be {min} to {max}, not {value}")]
    Bounds {
        /// Which setting.
        setting: String,
        /// What was given.
        value: u32,
        /// The smallest allowed value.
        min: u32,
        /// The largest allowed value.
        max: u32,
    },
    /// A category that cannot be withheld.
    #[error(
        "`never_offered` cannot hold {category}: it is what your organisation hands over in the case, and part of every consent"
    )]
    Withheld {
        /// The category.
        category: Category,
    },
}

impl Settings {
    /// Refuses what cannot be, naming the first.
    ///
    /// # Errors
    /// [`BadSetting`] for the first setting that cannot be.
    pub fn check(&self) -> Result<(), BadSetting> {
        let bounds = [
            ("access_days", u32::from(self.access_days), 30),
            ("retention_days", u32::from(self.retention_days), 28),
            ("case_text_days", u32::from(self.case_text_days), 3_650),
        ];
        for (setting, value, max) in bounds {
            if !(1..=max).contains(&value) {
                return Err(BadSetting::Bounds { setting: setting.to_owned(), value, min: 1, max });
            }
        }
        let category = Category::SupportData;
        if self.never_offered.contains(category) { Err(BadSetting::Withheld { category }) } else { Ok(()) }
    }

    /// How long a consent lives after its anchor, or after the latest one.
    pub fn access_span(&self) -> Span {
        Span::from_days(u32::from(self.access_days))
    }

    /// How long evidence is kept.
    pub fn retention_span(&self) -> Span {
        Span::from_days(u32::from(self.retention_days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_can_only_make_it_stricter() {
        assert_eq!(Settings::default().check(), Ok(()));
        let loose = Settings { access_days: 31, ..Settings::default() };
        assert_eq!(loose.check().unwrap_err().to_string(), "`access_days` must be 1 to 30, not 31");
        assert!(Settings { retention_days: 29, ..Settings::default() }.check().is_err());
        assert!(Settings { retention_days: 0, ..Settings::default() }.check().is_err());
        let withheld = |never_offered| Settings { never_offered, ..Settings::default() }.check();
        assert_eq!(withheld(Categories::ALL.minus(Categories::NONE.with(Category::SupportData))), Ok(()));
        assert!(withheld(Categories::ALL).unwrap_err().to_string().contains("support_data"));
    }
}
