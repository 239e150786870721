//! Remembers answers about short texts: one log has the same keys and names again and again.

use crate::word::hash;

/// The last answers about texts, in as many places as were of use so far, up to a fixed number. A newer text takes the
/// place of an older one, so a stream of texts that are all different costs no memory, and a short one hardly any.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    slots: Vec<Slot<V>>,
    /// How many answers were made since the places became so many.
    made: usize,
    slots_max: usize,
}

/// One answer, in a line of the processor's cache of its own.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Slot<V> {
    topic: u64,
    first_length: u8,
    length: u8,
    text: [u8; TEXT_BYTES_MAX],
    value: V,
}

/// A longer text is not remembered.
const TEXT_BYTES_MAX: usize = 46;
const SLOTS_MIN: usize = 32;
const SLOTS_MAX: usize = 2048;

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self::with_slots(SLOTS_MAX)
    }
}

impl<V> Memo<V> {
    /// A memo that grows to at most so many places, a power of two.
    pub(crate) const fn with_slots(slots_max: usize) -> Self {
        Self { slots: Vec::new(), made: 0, slots_max }
    }
}

impl<V: Copy + Default> Memo<V> {
    /// The answer about a text of two parts on a topic (any number but 0): the one remembered, or that of `answer`.
    pub(crate) fn get_or(
        &mut self,
        topic: u64,
        first: &[u8],
        second: &[u8],
        answer: impl FnOnce() -> V,
    ) -> V {
        let length = first.len() + second.len();
        if length > TEXT_BYTES_MAX {
            return answer();
        }
        if self.made >= self.slots.len() && self.slots.len() < self.slots_max {
            self.grow();
        }
        // The places are a power of two.
        let last = self.slots.len().wrapping_sub(1);
        let place = (hash(first).rotate_left(9) ^ hash(second)) as usize & last;
        let Some(slot) = self.slots.get_mut(place) else { return answer() };
        if !slot.is_about(topic, first, second)
            && let (Ok(first_length), Ok(whole)) = (u8::try_from(first.len()), u8::try_from(length))
        {
            (slot.topic, slot.first_length, slot.length) = (topic, first_length, whole);
            slot.text[..first.len()].copy_from_slice(first);
            slot.text[first.len()..length].copy_from_slice(second);
            slot.value = answer();
            self.made += 1;
        }
        slot.value
    }

    /// Makes room for eight times as many answers, and forgets those there were.
    fn grow(&mut self) {
        let text = [0; TEXT_BYTES_MAX];
        let empty = Slot { topic: 0, first_length: 0, length: 0, text, value: V::default() };
        let slots = (8 * self.slots.len()).clamp(SLOTS_MIN, self.slots_max);
        self.slots.clear();
        self.slots.resize(slots, empty);
        self.made = 0;
    }
}

impl<V> Slot<V> {
    fn is_about(&self, topic: u64, first: &[u8], second: &[u8]) -> bool {
        let (cut, length) = (usize::from(self.first_length), usize::from(self.length));
        self.topic == topic
            && cut == first.len()
            && length == cut + second.len()
            && self.text.get(..cut) == Some(first)
            && self.text.get(cut..length) == Some(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_remembered_by_topic_and_parts() {
        let mut memo = Memo::default();
        assert_eq!(memo.get_or(1, b"ab", b"c", || 1), 1);
        assert_eq!(memo.get_or(1, b"ab", b"c", || 2), 1);
        assert_eq!(memo.get_or(1, b"a", b"bc", || 3), 3);
        assert_eq!(memo.get_or(2, b"ab", b"c", || 4), 4);
        let long = [b'x'; 60];
        assert_eq!((memo.get_or(1, &long, b"", || 5), memo.get_or(1, &long, b"", || 6)), (5, 6));
    }

    #[test]
    fn it_grows_with_the_texts_that_come_and_no_further() {
        let mut memo = Memo::default();
        for n in 0..100_000_u32 {
            assert_eq!(memo.get_or(1, n.to_string().as_bytes(), b"", || n), n);
        }
        assert_eq!(memo.slots.len(), SLOTS_MAX);
        memo = Memo::default();
        memo.get_or(1, b"one", b"", || 1);
        assert_eq!(memo.slots.len(), SLOTS_MIN);
    }
}
