//! Remembers what became of lines that come again word for word: stack traces, headers, messages without a time.

use crate::came::Came;
use crate::entity::Entity;
use crate::shelf::Shelf;
use crate::sink::{Action, Label};
use crate::span::Span;
use std::iter;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Lines that came twice, and what stands in place of their values. Clones remember together.
///
/// A line is to be kept when it comes the second time, so that lines that never come again cost a hash and a look.
#[derive(Clone, Debug)]
pub(crate) struct Repeats {
    /// Each has the lines whose hashes say so, so that threads seldom wait for one another.
    parts: Arc<[Mutex<Part>]>,
}

/// A value of a line, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Replaced {
    /// Where it stands in the line.
    pub(crate) start: u16,
    pub(crate) end: u16,
    /// How many bytes stand in its place.
    pub(crate) len: u16,
    pub(crate) entity: Entity,
    pub(crate) action: Action,
}

impl Replaced {
    /// What became of a span of a line of at most [`LINE_BYTES_MAX`] bytes.
    pub(crate) fn of(span: &Span, label: &Label) -> Self {
        let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let len = u16::try_from(label.len).unwrap_or(u16::MAX);
        let Label { entity, action, .. } = *label;
        Self { start: place(span.start), end: place(span.end), len, entity, action }
    }
}

/// A power of two.
const PARTS: usize = 64;
/// A longer line is not worth keeping.
pub(crate) const LINE_BYTES_MAX: usize = 4096;
/// How many bytes of lines and tokens, and values, half of the memory has.
const BYTES_MAX: usize = 3 << 20;
const VALUES_MAX: usize = 1 << 15;

impl Default for Repeats {
    fn default() -> Self {
        Self { parts: iter::repeat_with(Mutex::default).take(PARTS).collect() }
    }
}

impl Repeats {
    /// Hands what is known of a line with this hash to `take`: the tokens that stand in it, one behind the other, and
    /// its values. False if nothing is known.
    pub(crate) fn get(&self, hash: u64, line: &[u8], take: impl FnOnce(&[u8], &[Replaced])) -> bool {
        let mut part = self.part(hash);
        let known = part.as_mut().and_then(|part| part.kept.get(hash, line));
        known.map(|answer| take(answer.bytes, answer.parts)).is_some()
    }

    /// Notes that a line with this hash came, and tells whether it had come before.
    pub(crate) fn came_before(&self, hash: u64) -> bool {
        self.part(hash).is_some_and(|mut part| part.came.before(hash))
    }

    /// Keeps a line, the tokens that stand in it, one behind the other, and its values.
    pub(crate) fn keep(
        &self,
        hash: u64,
        line: &[u8],
        tokens: &[u8],
        values: impl ExactSizeIterator<Item = Replaced>,
    ) {
        if let Some(mut part) = self.part(hash) {
            part.kept.insert(hash, line, tokens, values);
        }
    }

    fn part(&self, hash: u64) -> Option<MutexGuard<'_, Part>> {
        // The lower bits say where in its part a line has its place.
        let place = usize::try_from(hash >> 58).unwrap_or_default() % PARTS;
        // What is kept is whole after each step, so whoever held the lock and died has spoiled nothing.
        self.parts.get(place).map(|part| part.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The lines of some hashes.
#[derive(Debug)]
struct Part {
    came: Came,
    kept: Shelf<Replaced>,
}

/// How many lines are known to have come.
const CAME_MAX: usize = 1 << 16;

impl Default for Part {
    fn default() -> Self {
        let kept = Shelf::new(BYTES_MAX / PARTS, VALUES_MAX / PARTS);
        Self { came: Came::of(CAME_MAX / PARTS), kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::hash;

    #[test]
    fn a_line_that_came_is_known_to_clones() {
        let (repeats, line, hash) = (Repeats::default(), b"for joe", hash(b"for joe"));
        let joe = Replaced { start: 4, end: 7, len: 5, entity: Entity::Username, action: Action::Masked };
        let knows = |repeats: &Repeats| {
            repeats
                .get(hash, line, |tokens, values| assert_eq!((tokens, values), (&b"token"[..], &[joe][..])))
        };
        let clone = repeats.clone();
        assert!(!repeats.came_before(hash) && clone.came_before(hash));
        assert!(!knows(&repeats));
        repeats.keep(hash, line, b"token", iter::once(joe));
        assert!(knows(&repeats) && knows(&clone) && !knows(&Repeats::default()));
    }
}
