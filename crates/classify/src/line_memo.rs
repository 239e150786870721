//! Remembers the spans of lines by their skeletons.

use crate::entity::Entity;
use crate::span::Span;
use hashbrown::HashTable;
use std::mem;

/// What was found in lines, in bounded memory: what was not asked for while half of it filled up is forgotten.
#[derive(Debug, Default)]
pub(crate) struct LineMemo {
    /// What the spans depend on besides the line; 0 before anything is remembered.
    topic: u64,
    young: Generation,
    old: Generation,
}

/// What is known of a skeleton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remembered<'m> {
    /// Every line of it has these spans.
    Spans(&'m [Place]),
    /// Each line of it has to be looked at.
    Differing,
}

/// A span, small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    start: u16,
    end: u16,
    entity: Entity,
}

impl Place {
    fn of(span: &Span) -> Option<Self> {
        Some(Self { start: span.start.try_into().ok()?, end: span.end.try_into().ok()?, entity: span.entity })
    }

    pub(crate) fn span(self) -> Span {
        Span::new(self.start.into(), self.end.into(), self.entity)
    }
}

/// Skeletons one behind the other, and where each stands.
#[derive(Debug, Default)]
struct Generation {
    text: Vec<u8>,
    places: Vec<Place>,
    entries: HashTable<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    start: u32,
    first_place: u32,
    length: u16,
    /// [`DIFFERING`] where each line has to be looked at.
    places: u16,
}

const DIFFERING: u16 = u16::MAX;
/// How many bytes of skeletons a generation has.
const TEXT_BYTES_MAX: usize = 1 << 20;
const PLACES_MAX: usize = 1 << 16;

impl LineMemo {
    /// Forgets everything if `topic` is another one than so far.
    pub(crate) fn about(&mut self, topic: u64) {
        if self.topic != topic {
            self.topic = topic;
            self.young.clear();
            self.old.clear();
        }
    }

    /// What is known of a skeleton with this hash.
    pub(crate) fn get(&mut self, hash: u64, key: &[u8]) -> Option<Remembered<'_>> {
        if self.young.find(hash, key).is_none() {
            let entry = self.old.find(hash, key)?;
            let places = self.old.places_of(&entry).to_vec();
            self.make_room(key.len(), places.len());
            self.young.add(hash, key, entry.places, &places);
        }
        let entry = self.young.find(hash, key)?;
        Some(match entry.places {
            DIFFERING => Remembered::Differing,
            _ => Remembered::Spans(self.young.places_of(&entry)),
        })
    }

    /// Remembers the spans of every line of a skeleton; none if its lines differ.
    pub(crate) fn insert(&mut self, hash: u64, key: &[u8], spans: Option<&[Span]>) {
        let places: Option<Vec<Place>> = spans.and_then(|spans| spans.iter().map(Place::of).collect());
        let count = places.as_ref().and_then(|places| u16::try_from(places.len()).ok());
        let count = count.filter(|count| *count != DIFFERING);
        let places = places.filter(|_| count.is_some()).unwrap_or_default();
        self.make_room(key.len(), places.len());
        self.young.add(hash, key, count.unwrap_or(DIFFERING), &places);
    }

    fn make_room(&mut self, bytes: usize, places: usize) {
        let Generation { text, places: kept, .. } = &self.young;
        if text.len() + bytes > TEXT_BYTES_MAX || kept.len() + places > PLACES_MAX {
            mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
    }
}

impl Generation {
    fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
        self.entries.clear();
    }

    fn find(&self, hash: u64, key: &[u8]) -> Option<Entry> {
        let is_it = |entry: &Entry| {
            let start = entry.start as usize;
            entry.hash == hash && self.text.get(start..start + usize::from(entry.length)) == Some(key)
        };
        self.entries.find(hash, is_it).copied()
    }

    fn places_of(&self, entry: &Entry) -> &[Place] {
        let count = if entry.places == DIFFERING { 0 } else { usize::from(entry.places) };
        let start = entry.first_place as usize;
        self.places.get(start..start + count).unwrap_or_default()
    }

    fn add(&mut self, hash: u64, key: &[u8], count: u16, places: &[Place]) {
        let (Ok(start), Ok(first_place), Ok(length)) =
            (self.text.len().try_into(), self.places.len().try_into(), key.len().try_into())
        else {
            return;
        };
        self.text.extend_from_slice(key);
        self.places.extend_from_slice(places);
        let entry = Entry { hash, start, first_place, length, places: count };
        self.entries.insert_unique(hash, entry, |entry| entry.hash);
    }
}

/// The hash of a skeleton: eight bytes at a time, in four lanes that do not wait for each other.
pub(crate) fn hash(key: &[u8]) -> u64 {
    const MIX: [u64; 4] =
        [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93, 0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db];
    let mut lanes = MIX;
    let (blocks, rest) = key.as_chunks::<32>();
    let mut last = [0; 32];
    last[..rest.len()].copy_from_slice(rest);
    for block in blocks.iter().chain(std::iter::once(&last)) {
        for ((lane, eight), mix) in lanes.iter_mut().zip(block.as_chunks::<8>().0).zip(MIX) {
            *lane = (lane.rotate_left(23) ^ u64::from_le_bytes(*eight)).wrapping_mul(mix);
        }
    }
    let all =
        lanes.iter().fold(key.len() as u64, |all, lane| (all ^ lane ^ (lane >> 29)).wrapping_mul(MIX[1]));
    all ^ (all >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(n: usize) -> Vec<Span> {
        vec![Span::new(n, n + 1, Entity::UserIpv4)]
    }

    fn check(memo: &mut LineMemo, key: &str, expected: Option<&[Span]>) {
        let spans = match memo.get(hash(key.as_bytes()), key.as_bytes()) {
            Some(Remembered::Spans(places)) => Some(places.iter().map(|place| place.span()).collect()),
            Some(Remembered::Differing) => Some(Vec::new()),
            None => None,
        };
        assert_eq!(spans.as_deref(), expected, "{key}");
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let mut memo = LineMemo::default();
        memo.about(1);
        memo.insert(hash(b"often"), b"often", Some(&spans(3)));
        memo.insert(hash(b"differs"), b"differs", None);
        check(&mut memo, "differs", Some(&[]));
        for n in 0..40_000 {
            let key = format!("a line that comes once, the one with the number {n:08}");
            memo.insert(hash(key.as_bytes()), key.as_bytes(), Some(&spans(1)));
            check(&mut memo, "often", Some(&spans(3)));
        }
        check(&mut memo, "differs", None);
        check(&mut memo, "a line that comes once, the one with the number 00039999", Some(&spans(1)));
        memo.about(2);
        check(&mut memo, "often", None);
        let held = [&memo.young, &memo.old].map(|g| g.text.capacity() + g.places.capacity() * 6);
        assert!(held.iter().sum::<usize>() < 4 << 20, "{held:?}");
    }
}
