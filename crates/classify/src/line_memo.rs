//! Remembers the spans of lines by their skeletons.

use crate::came::Came;
use crate::entity::Entity;
use crate::shelf::Shelf;
use crate::span::Span;

/// What was found in lines, in bounded memory.
#[derive(Debug)]
pub(crate) struct LineMemo {
    /// What the spans depend on besides the line; 0 before anything is remembered.
    topic: u64,
    skeletons: Shelf<Place>,
    /// Those of [`Coming::First`].
    firsts: Shelf<Place>,
    came: Came,
}

/// Whether the short skeleton of a line came for the first time; then its exact one is kept apart, until a line comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coming {
    First,
    Again,
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
    /// `span` in a line of at most [`crate::skeleton::LINE_BYTES_MAX`] bytes.
    fn of(span: &Span) -> Self {
        let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        Self { start: place(span.start), end: place(span.end), entity: span.entity }
    }

    pub(crate) fn span(self) -> Span {
        Span::new(self.start.into(), self.end.into(), self.entity)
    }
}

/// The answer to a skeleton each of whose lines has to be looked at; to others it has no bytes.
const DIFFERING: &[u8] = b"differing";
/// How many bytes of skeletons, and places in them, half of the memory has; and so for those that came first, which are to
/// last until a line comes again.
const BYTES_MAX: usize = 7 << 18;
const PLACES_MAX: usize = 3 << 14;
const FIRST_BYTES_MAX: usize = 5 << 18;
const FIRST_PLACES_MAX: usize = 1 << 14;
/// How many skeletons are known to have come.
const CAME_MAX: usize = 1 << 16;

impl Default for LineMemo {
    fn default() -> Self {
        Self {
            topic: 0,
            skeletons: Shelf::new(BYTES_MAX, PLACES_MAX),
            firsts: Shelf::new(FIRST_BYTES_MAX, FIRST_PLACES_MAX),
            came: Came::of(CAME_MAX),
        }
    }
}

impl LineMemo {
    /// Forgets everything if `topic` is another one than so far.
    pub(crate) fn about(&mut self, topic: u64) {
        if self.topic != topic {
            self.topic = topic;
            self.skeletons.clear();
            self.firsts.clear();
        }
    }

    /// What is known of a skeleton with this hash.
    pub(crate) fn get(&mut self, coming: Coming, hash: u64, key: &[u8]) -> Option<Remembered<'_>> {
        let known = self.shelf(coming).get(hash, key)?;
        Some(if known.bytes.is_empty() { Remembered::Spans(known.parts) } else { Remembered::Differing })
    }

    /// Notes that a skeleton with this hash came, and tells whether it had come before: what comes once is not worth
    /// remembering.
    pub(crate) fn came_before(&mut self, hash: u64) -> bool {
        self.came.before(hash)
    }

    /// Remembers the spans of every line of a skeleton; none if its lines differ.
    pub(crate) fn insert(&mut self, coming: Coming, hash: u64, key: &[u8], spans: Option<&[Span]>) {
        let answer = if spans.is_some() { &[] } else { DIFFERING };
        let places = spans.unwrap_or_default().iter().map(Place::of);
        self.shelf(coming).insert(hash, key, answer, places);
    }

    fn shelf(&mut self, coming: Coming) -> &mut Shelf<Place> {
        match coming {
            Coming::First => &mut self.firsts,
            Coming::Again => &mut self.skeletons,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::hash;

    fn check(memo: &mut LineMemo, key: &str, expected: Option<&[Span]>) {
        let spans = match memo.get(Coming::Again, hash(key.as_bytes()), key.as_bytes()) {
            Some(Remembered::Spans(places)) => Some(places.iter().map(|place| place.span()).collect()),
            Some(Remembered::Differing) => Some(Vec::new()),
            None => None,
        };
        assert_eq!(spans.as_deref(), expected, "{key}");
    }

    #[test]
    fn another_topic_has_other_spans() {
        let mut memo = LineMemo::default();
        memo.about(1);
        let spans = [Span::new(3, 4, Entity::UserIpv4)];
        memo.insert(Coming::Again, hash(b"alike"), b"alike", Some(&spans));
        memo.insert(Coming::Again, hash(b"differs"), b"differs", None);
        check(&mut memo, "alike", Some(&spans));
        check(&mut memo, "differs", Some(&[]));
        check(&mut memo, "unknown", None);
        memo.about(2);
        check(&mut memo, "alike", None);
    }
}
