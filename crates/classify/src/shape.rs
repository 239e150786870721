//! Stand-ins that keep the type of a value, for tools that read what was redacted: an address stays an address, in a range
//! that belongs to nobody.

use crate::entity::{Entity, SpanCategory};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};

mod form;

pub(crate) use form::Digest;
use form::{Room, form};

/// How many values of narrow ranges are kept apart in a run; those behind may share a stand-in.
const VALUES_MAX: usize = 1 << 18;
/// How many stand-ins are tried for a value before it gets an ordinary token.
const ATTEMPTS: u8 = 64;

/// The stand-ins of narrow ranges that are taken, each by one value.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    taken: Mutex<HashMap<u64, u64>>,
    hasher: RandomState,
}

impl Shapes {
    /// The stand-in for a value; none if its type has no range for that. `digest` gives the value's digest, another one for
    /// each attempt.
    pub(crate) fn stand_in(
        &self,
        entity: Entity,
        value: &[u8],
        digest: impl Fn(u8) -> Digest,
    ) -> Option<String> {
        if entity.category() == SpanCategory::Credential {
            return None;
        }
        let value = std::str::from_utf8(value).ok()?;
        let first = digest(0);
        let id = first.iter().take(8).fold(0, |id, byte| id << 8 | u64::from(*byte));
        for attempt in 0..ATTEMPTS {
            let digest = if attempt == 0 { first } else { digest(attempt) };
            let (text, room) = form(entity, value, &digest)?;
            if room == Room::Wide || self.claim(&text, id) {
                return Some(text);
            }
        }
        None
    }

    /// Takes a stand-in for the value with this id; false if another value has it.
    fn claim(&self, text: &str, id: u64) -> bool {
        let place = self.hasher.hash_one(text);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= VALUES_MAX {
            return taken.get(&place).is_none_or(|holder| *holder == id);
        }
        *taken.entry(place).or_insert(id) == id
    }
}
