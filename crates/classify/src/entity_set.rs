//! Which entity types there were.

use crate::entity::Entity;

/// A set of entity types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntitySet(u64);

const _: () = assert!(Entity::ALL.len() <= 64, "each type has a bit of its own");

impl EntitySet {
    /// Adds a type.
    pub const fn insert(&mut self, entity: Entity) {
        self.0 |= 1 << entity as u8;
    }

    /// Whether the type is among them.
    pub const fn contains(self, entity: Entity) -> bool {
        self.0 >> entity as u8 & 1 == 1
    }

    /// The types, in their order.
    pub fn iter(self) -> impl Iterator<Item = Entity> {
        Entity::ALL.iter().copied().filter(move |entity| self.contains(*entity))
    }
}

impl std::ops::BitOrAssign for EntitySet {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_added_to_it_or_to_another() {
        let (mut set, mut other) = (EntitySet::default(), EntitySet::default());
        let [first, .., last] = Entity::ALL else { panic!("there are types") };
        set.insert(*last);
        other.insert(*first);
        assert!(set.contains(*last) && !set.contains(*first));
        set |= other;
        assert_eq!(set.iter().collect::<Vec<_>>(), [*first, *last]);
    }
}
