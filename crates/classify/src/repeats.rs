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
#[derive(Debug)]
pub(crate) struct Repeats {
    /// What this clone was told by `parts`: a lock that another thread had last costs it more than the rest of a line.
    told: Shelf<Replaced>,
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
/// The same of what each clone was told.
const TOLD_BYTES_MAX: usize = 3 << 19;
const TOLD_VALUES_MAX: usize = 1 << 14;

impl Default for Repeats {
    fn default() -> Self {
        Self::of(iter::repeat_with(Mutex::default).take(PARTS).collect())
    }
}

impl Clone for Repeats {
    fn clone(&self) -> Self {
        Self::of(Arc::clone(&self.parts))
    }
}

impl Repeats {
    fn of(parts: Arc<[Mutex<Part>]>) -> Self {
        Self { told: Shelf::new(TOLD_BYTES_MAX, TOLD_VALUES_MAX), parts }
    }

    /// Hands what is known of a line with this hash to `take`: the tokens that stand in it, one behind the other, and
    /// its values. False if nothing is known.
    pub(crate) fn get(&mut self, hash: u64, line: &[u8], take: impl FnOnce(&[u8], &[Replaced])) -> bool {
        if let Some(known) = self.told.get(hash, line) {
            take(known.bytes, known.parts);
            return true;
        }
        let mut part = part_of(&self.parts, hash);
        let known = part.as_mut().and_then(|part| part.kept.get(hash, line));
        known
            .map(|known| {
                self.told.insert(hash, line, known.bytes, known.parts.iter().copied());
                take(known.bytes, known.parts);
            })
            .is_some()
    }

    /// Notes that a line with this hash came, and tells whether it had come before.
    pub(crate) fn came_before(&self, hash: u64) -> bool {
        part_of(&self.parts, hash).is_some_and(|mut part| part.came.before(hash))
    }

    /// Keeps a line, the tokens that stand in it, one behind the other, and its values.
    pub(crate) fn keep(
        &self,
        hash: u64,
        line: &[u8],
        tokens: &[u8],
        values: impl ExactSizeIterator<Item = Replaced>,
    ) {
        if let Some(mut part) = part_of(&self.parts, hash) {
            part.kept.insert(hash, line, tokens, values);
        }
    }
}

fn part_of(parts: &[Mutex<Part>], hash: u64) -> Option<MutexGuard<'_, Part>> {
    // The lower bits say where in its part a line has its place.
    let place = usize::try_from(hash >> 58).unwrap_or_default() % PARTS;
    // What is kept is whole after each step, so whoever held the lock and died has spoiled nothing.
    parts.get(place).map(|part| part.lock().unwrap_or_else(PoisonError::into_inner))
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
        let (mut repeats, line, hash) = (Repeats::default(), b"for joe", hash(b"for joe"));
        let joe = Replaced { start: 4, end: 7, len: 5, entity: Entity::Username, action: Action::Masked };
        let knows = |repeats: &mut Repeats| {
            repeats
                .get(hash, line, |tokens, values| assert_eq!((tokens, values), (&b"token"[..], &[joe][..])))
        };
        let mut clone = repeats.clone();
        assert!(!repeats.came_before(hash) && clone.came_before(hash));
        assert!(!knows(&mut repeats));
        repeats.keep(hash, line, b"token", iter::once(joe));
        for _ in 0..2 {
            assert!(knows(&mut repeats) && knows(&mut clone) && !knows(&mut Repeats::default()));
        }
    }
}
