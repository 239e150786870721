//! Where the arrays and objects of a line end.

use std::ops::Range;

/// The longest array or object that is taken as a value.
const CONTAINER_BYTES_MAX: usize = 4096;

/// The brackets of one line and their partners, found when the first is asked for.
#[derive(Debug, Default)]
pub(super) struct Containers {
    /// Each opening bracket and where its partner ends, in the order in which they open; no partner is 0.
    pairs: Vec<(usize, usize)>,
    open: Vec<usize>,
    is_read: bool,
}

impl Containers {
    /// Makes ready for another line.
    pub(super) fn forget(&mut self) {
        self.is_read = false;
    }

    /// The container that opens at `start` of `view`; a very long or unfinished one as far as it counts.
    pub(super) fn at(&mut self, view: &[u8], start: usize) -> Range<usize> {
        if !self.is_read {
            self.read(view);
        }
        let limit = view.len().min(start + CONTAINER_BYTES_MAX);
        let place = self.pairs.binary_search_by_key(&start, |(open, _)| *open);
        let end = place.ok().and_then(|place| self.pairs.get(place)).map_or(0, |(_, end)| *end);
        start..if end == 0 { limit } else { end.min(limit) }
    }

    fn read(&mut self, view: &[u8]) {
        self.is_read = true;
        self.pairs.clear();
        self.open.clear();
        for (at, byte) in view.iter().enumerate() {
            match byte {
                b'{' | b'[' => {
                    self.open.push(self.pairs.len());
                    self.pairs.push((at, 0));
                }
                b'}' | b']' => {
                    if let Some(pair) = self.open.pop().and_then(|place| self.pairs.get_mut(place)) {
                        pair.1 = at + 1;
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_stray_and_unfinished_brackets() {
        let text = br#"]{"a":[1,{"b":2}],"c":{"d":"#;
        let mut containers = Containers::default();
        let ends: Vec<_> = [1, 6, 9, 22].map(|start| containers.at(text, start).end).into();
        assert_eq!(ends, [text.len(), 17, 16, text.len()]);
    }
}
