//! The six data categories that a consent can cover, and sets of them.

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A kind of data, as in Microsoft's support data classification (access.md, *Words*).
///
/// The order is the one in which missing categories are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// What the customer handed over in the case. Part of every consent.
    SupportData,
    /// Billing, purchase, licence and administrator contact records.
    AccountData,
    /// Logs and settings that single out neither a person nor an organisation.
    SystemMetadata,
    /// Organisation-identifiable information.
    Oii,
    /// End-user-identifiable information.
    Euii,
    /// End-user pseudonymous identifiers.
    Eupi,
}

impl Category {
    /// Every category, in order.
    pub const ALL: [Self; 6] =
        [Self::SupportData, Self::AccountData, Self::SystemMetadata, Self::Oii, Self::Euii, Self::Eupi];

    /// The word used in files and over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SupportData => "support_data",
            Self::AccountData => "account_data",
            Self::SystemMetadata => "system_metadata",
            Self::Oii => "oii",
            Self::Euii => "euii",
            Self::Eupi => "eupi",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no category.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a data category; use support_data, account_data, system_metadata, oii, euii or eupi")]
pub struct UnknownCategory(pub String);

impl FromStr for Category {
    type Err = UnknownCategory;

    fn from_str(word: &str) -> Result<Self, UnknownCategory> {
        Self::ALL.into_iter().find(|c| c.name() == word).ok_or_else(|| UnknownCategory(word.to_owned()))
    }
}

/// A set of categories. Written as a list in the order of [`Category::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Categories(u8);

impl Categories {
    /// No category at all.
    pub const NONE: Self = Self(0);

    /// All six.
    pub const ALL: Self = Self(0b11_1111);

    /// Whether `category` is in the set.
    pub const fn contains(self, category: Category) -> bool {
        self.0 & category.bit() != 0
    }

    /// The set with `category` added.
    #[must_use]
    pub const fn with(self, category: Category) -> Self {
        Self(self.0 | category.bit())
    }

    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every category of this set is in `other`.
    pub const fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// The members, in order.
    pub fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |c| self.contains(*c))
    }
}

impl FromIterator<Category> for Categories {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for Categories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, category) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(category.name())?;
        }
        Ok(())
    }
}

impl Serialize for Categories {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Categories {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Listed)
    }
}

/// A list of categories, each once, in whichever order.
struct Listed;

impl<'de> Visitor<'de> for Listed {
    type Value = Categories;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of data categories")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Categories, A::Error> {
        let mut set = Categories::NONE;
        while let Some(category) = list.next_element()? {
            if set.contains(category) {
                return Err(de::Error::custom("a category is listed twice"));
            }
            set = set.with(category);
        }
        Ok(set)
    }
}
