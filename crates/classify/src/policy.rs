//! What may leave as it is.

use crate::entity::SpanCategory;
use domain::Categories;

/// The categories that a consent covers: their spans are kept, all others are replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    covered: Categories,
}

impl Policy {
    /// Keeps the spans of `covered`; nothing at all for [`Categories::NONE`].
    pub const fn new(covered: Categories) -> Self {
        Self { covered }
    }

    /// Whether spans of `category` are kept. Credentials never are.
    pub fn keeps(self, category: SpanCategory) -> bool {
        category.category().is_some_and(|category| self.covered.contains(category))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_consent_covers_a_credential() {
        let all = Policy::new(Categories::ALL);
        for category in SpanCategory::ALL {
            assert_eq!(all.keeps(category), category != SpanCategory::Credential);
            assert!(!Policy::default().keeps(category));
        }
    }
}
